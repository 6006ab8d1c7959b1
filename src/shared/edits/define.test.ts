import { describe, expect, it } from 'vitest';
import { defineEdit, type EditSource } from './define';
import { choice, fraction } from './parameters';

const text = { en: 'Made up', 'zh-CN': '虚构' };
const params = {
  strength: fraction(0, { text }),
  tone: choice('warm', { text, options: { warm: text, cool: text } }),
};

const madeUp = (changes: Partial<EditSource<typeof params>> = {}) =>
  defineEdit({
    id: 'made-up',
    version: 1,
    group: 'face',
    stage: 'color',
    text,
    features: ['skin'],
    params,
    migrations: [],
    plan: () => [],
    ...changes,
  });

describe('defining an edit', () => {
  it('wants a migration from every older version', () => {
    expect(() => madeUp({ version: 2 })).toThrow('1 migrations');
    expect(madeUp({ version: 2, migrations: [(old) => ({ ...old })] }).version).toBe(2);
  });

  it('has no presets unless it names some', () => {
    expect(madeUp().presets).toEqual([]);
    const presets = [{ text, params: { tone: 'cool' as const } }];
    expect(madeUp({ presets }).presets).toEqual(presets);
  });

  it('refuses a preset that its own parameters do not accept', () => {
    expect(() => madeUp({ presets: [{ text, params: { strength: 2 } }] })).toThrow();
  });
});
