import { defineEdit } from '../define';
import { fraction } from '../parameters';
import { planShineRemoval } from './plan';

export const edit = defineEdit({
  id: 'shine-removal',
  version: 1,
  group: 'face',
  stage: 'retouch',
  text: { en: 'Shine removal', 'zh-CN': '去油光' },
  features: ['skin', 'nose'],
  params: {
    strength: fraction(0, { text: { en: 'Strength', 'zh-CN': '力度' }, suggested: 0.6 }),
  },
  migrations: [],
  plan: (params, { face }) => planShineRemoval(params, face),
});
