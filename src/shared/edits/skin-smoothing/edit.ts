import { defineEdit } from '../define';
import { fraction } from '../parameters';
import { planSkinSmoothing } from './plan';

export const edit = defineEdit({
  id: 'skin-smoothing',
  version: 1,
  group: 'face',
  stage: 'retouch',
  text: { en: 'Skin smoothing', 'zh-CN': '磨皮' },
  features: ['skin', 'nose'],
  params: {
    strength: fraction(0, { text: { en: 'Smoothness', 'zh-CN': '磨皮程度' }, suggested: 0.5 }),
    marks: fraction(0, { text: { en: 'Spots and freckles', 'zh-CN': '祛斑祛痘' } }),
  },
  migrations: [],
  plan: (params, { face }) => planSkinSmoothing(params, face),
});
