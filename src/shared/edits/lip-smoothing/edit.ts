import { defineEdit } from '../define';
import { fraction } from '../parameters';
import { planLipSmoothing } from './plan';

export const edit = defineEdit({
  id: 'lip-smoothing',
  version: 1,
  group: 'lips',
  stage: 'retouch',
  text: { en: 'Lip lines', 'zh-CN': '唇纹' },
  features: ['lips'],
  params: {
    strength: fraction(0, { text: { en: 'Smoothing', 'zh-CN': '淡化' }, suggested: 0.6 }),
  },
  migrations: [],
  plan: (params, { face }) => planLipSmoothing(params, face),
});
