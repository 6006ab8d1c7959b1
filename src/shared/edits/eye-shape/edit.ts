import { defineEdit } from '../define';
import { signed } from '../parameters';
import { planEyeShape } from './plan';

export const edit = defineEdit({
  id: 'eye-shape',
  version: 1,
  group: 'shape',
  stage: 'shape',
  text: { en: 'Eye shape', 'zh-CN': '眼型' },
  features: ['left-eye', 'right-eye'],
  params: {
    size: signed({ text: { en: 'Size', 'zh-CN': '大小' } }),
    distance: signed({ text: { en: 'Distance', 'zh-CN': '眼距' } }),
    tilt: signed({ text: { en: 'Tilt', 'zh-CN': '眼尾上扬' } }),
  },
  migrations: [],
  plan: (params, { face }) => planEyeShape(params, face),
});
