import { defineEdit } from '../define';
import { color, fraction } from '../parameters';
import { planEyeLashes } from './plan';

export const edit = defineEdit({
  id: 'eye-lashes',
  version: 1,
  group: 'eyes',
  stage: 'line',
  text: { en: 'Lashes', 'zh-CN': '睫毛' },
  features: ['left-eye', 'right-eye'],
  params: {
    upper: fraction(0, { text: { en: 'Upper lashes', 'zh-CN': '上睫毛' }, suggested: 0.8 }),
    lower: fraction(0, { text: { en: 'Lower lashes', 'zh-CN': '下睫毛' } }),
    length: fraction(0.45, { text: { en: 'Length', 'zh-CN': '长度' } }),
    density: fraction(0.5, { text: { en: 'Density', 'zh-CN': '浓密' } }),
    curl: fraction(0.5, { text: { en: 'Curl', 'zh-CN': '卷翘' } }),
    color: color('#15110f', {
      text: { en: 'Mascara colour', 'zh-CN': '睫毛膏颜色' },
      swatches: [
        { color: '#15110f', text: { en: 'Black', 'zh-CN': '黑色' } },
        { color: '#33221b', text: { en: 'Black-brown', 'zh-CN': '黑棕' } },
        { color: '#533526', text: { en: 'Brown', 'zh-CN': '棕色' } },
        { color: '#1d2747', text: { en: 'Navy', 'zh-CN': '藏青' } },
        { color: '#451f38', text: { en: 'Burgundy', 'zh-CN': '酒红' } },
      ],
    }),
  },
  presets: [
    {
      text: { en: 'Natural', 'zh-CN': '自然' },
      params: { upper: 0.7, lower: 0, length: 0.3, density: 0.4, curl: 0.4, color: '#33221b' },
    },
    {
      text: { en: 'Doll', 'zh-CN': '洋娃娃' },
      params: { upper: 0.85, lower: 0.55, length: 0.55, density: 0.6, curl: 0.8, color: '#15110f' },
    },
    {
      text: { en: 'Volume', 'zh-CN': '浓密' },
      params: { upper: 1, lower: 0.4, length: 0.7, density: 0.9, curl: 0.6, color: '#15110f' },
    },
  ],
  migrations: [],
  plan: (params, { face }) => planEyeLashes(params, face),
});
