import { defineEdit } from '../define';
import { signed } from '../parameters';
import { planMouthShape } from './plan';

export const edit = defineEdit({
  id: 'mouth-shape',
  version: 1,
  group: 'shape',
  stage: 'shape',
  text: { en: 'Mouth shape', 'zh-CN': '嘴型' },
  features: ['lips', 'mouth'],
  params: {
    smile: signed({ text: { en: 'Smile', 'zh-CN': '微笑' } }),
    width: signed({ text: { en: 'Width', 'zh-CN': '宽窄' } }),
    size: signed({ text: { en: 'Size', 'zh-CN': '大小' } }),
  },
  migrations: [],
  plan: (params, { face }) => planMouthShape(params, face),
});
