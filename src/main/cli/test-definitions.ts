import { defineEdit } from '@shared/edits/define';
import { choice, color, fraction } from '@shared/edits/parameters';

const text = { en: 'Made up', 'zh-CN': '虚构' };

/** Two edits that exist only for the tests of the command line. */
export const madeUpEdits = [
  defineEdit({
    id: 'brow-shape',
    version: 1,
    group: 'brows',
    stage: 'color',
    text,
    features: ['left-brow'],
    params: {
      arch: fraction(0, { text, suggested: 0.3, hard: [-1, 1] }),
      length: fraction(0, { text, suggested: 0.2 }),
    },
    migrations: [],
    plan: () => [],
  }),
  defineEdit({
    id: 'lip-color',
    version: 1,
    group: 'lips',
    stage: 'color',
    text,
    features: ['lips'],
    params: {
      color: color('#b0404a', { text }),
      strength: fraction(0, { text, suggested: 0.7 }),
      finish: choice('satin', { text, options: { matte: text, satin: text, gloss: text } }),
    },
    migrations: [],
    plan: () => [],
  }),
];
