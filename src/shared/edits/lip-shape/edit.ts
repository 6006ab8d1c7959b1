import { defineEdit } from '../define';
import { signed } from '../parameters';
import { planLipShape } from './plan';

export const edit = defineEdit({
  id: 'lip-shape',
  version: 1,
  group: 'lips',
  stage: 'shape',
  text: { en: 'Lip shape', 'zh-CN': '唇形' },
  features: ['lips'],
  params: {
    upper: signed({ text: { en: 'Upper lip', 'zh-CN': '上唇丰盈' }, suggested: 0.5 }),
    lower: signed({ text: { en: 'Lower lip', 'zh-CN': '下唇丰盈' }, suggested: 0.5 }),
    width: signed({ text: { en: 'Width', 'zh-CN': '嘴宽' } }),
  },
  presets: [
    { text: { en: 'Fuller', 'zh-CN': '丰盈' }, params: { upper: 0.5, lower: 0.5, width: 0 } },
    { text: { en: 'Pouty', 'zh-CN': '嘟嘟唇' }, params: { upper: 0.55, lower: 0.9, width: -0.35 } },
    { text: { en: 'Thinner', 'zh-CN': '纤薄' }, params: { upper: -0.5, lower: -0.5, width: 0 } },
  ],
  migrations: [],
  plan: (params, { face }) => planLipShape(params, face),
});
