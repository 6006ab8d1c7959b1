import { defineEdit } from '../define';
import { fraction } from '../parameters';
import { planDarkCircles } from './plan';

export const edit = defineEdit({
  id: 'dark-circles',
  version: 1,
  group: 'eyes',
  stage: 'retouch',
  text: { en: 'Dark circles', 'zh-CN': '淡化黑眼圈' },
  features: ['left-eye', 'right-eye'],
  params: {
    strength: fraction(0, { text: { en: 'Strength', 'zh-CN': '强度' }, suggested: 0.6 }),
  },
  migrations: [],
  plan: (params, { face }) => planDarkCircles(params, face),
});
