import { defineEdit } from '../define';
import { signed } from '../parameters';
import { planNoseShape } from './plan';

export const edit = defineEdit({
  id: 'nose-shape',
  version: 1,
  group: 'shape',
  stage: 'shape',
  text: { en: 'Nose shape', 'zh-CN': '鼻型' },
  features: ['nose'],
  params: {
    width: signed({ text: { en: 'Width', 'zh-CN': '鼻翼宽窄' } }),
    bridge: signed({ text: { en: 'Bridge', 'zh-CN': '鼻梁宽窄' } }),
    length: signed({ text: { en: 'Length', 'zh-CN': '鼻子长短' } }),
    tip: signed({ text: { en: 'Tip', 'zh-CN': '鼻头大小' } }),
  },
  migrations: [],
  plan: (params, { face }) => planNoseShape(params, face),
});
