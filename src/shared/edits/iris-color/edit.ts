import { defineEdit } from '../define';
import { color, fraction } from '../parameters';
import { planIrisColor } from './plan';

export const edit = defineEdit({
  id: 'iris-color',
  version: 1,
  group: 'eyes',
  stage: 'color',
  text: { en: 'Iris colour', 'zh-CN': '美瞳' },
  features: ['left-eye', 'right-eye'],
  params: {
    color: color('#7a5a3c', {
      text: { en: 'Lens colour', 'zh-CN': '瞳色' },
      swatches: [
        { color: '#4a3020', text: { en: 'Deep brown', 'zh-CN': '深棕' } },
        { color: '#7a5a3c', text: { en: 'Hazel', 'zh-CN': '榛果棕' } },
        { color: '#a27a45', text: { en: 'Honey', 'zh-CN': '蜂蜜' } },
        { color: '#8a8052', text: { en: 'Olive', 'zh-CN': '橄榄' } },
        { color: '#5d8066', text: { en: 'Green', 'zh-CN': '绿色' } },
        { color: '#5f87a8', text: { en: 'Blue', 'zh-CN': '蓝色' } },
        { color: '#3f5f8f', text: { en: 'Sapphire', 'zh-CN': '宝石蓝' } },
        { color: '#8d979c', text: { en: 'Grey', 'zh-CN': '灰色' } },
        { color: '#77688f', text: { en: 'Violet', 'zh-CN': '紫罗兰' } },
        { color: '#9a6f68', text: { en: 'Rose brown', 'zh-CN': '玫瑰棕' } },
      ],
    }),
    strength: fraction(0, { text: { en: 'Strength', 'zh-CN': '浓度' }, suggested: 0.7 }),
    ring: fraction(0, { text: { en: 'Limbal ring', 'zh-CN': '外圈' } }),
  },
  migrations: [],
  plan: (params, { face }) => planIrisColor(params, face),
});
