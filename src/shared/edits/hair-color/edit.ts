import { defineEdit } from '../define';
import { color, fraction } from '../parameters';
import { planHairColor } from './plan';

export const edit = defineEdit({
  id: 'hair-color',
  version: 1,
  group: 'hair',
  stage: 'base',
  text: { en: 'Hair colour', 'zh-CN': '发色' },
  features: ['hair'],
  params: {
    color: color('#8a4b2e', {
      text: { en: 'Colour', 'zh-CN': '颜色' },
      swatches: [
        { color: '#1f1b1a', text: { en: 'Black', 'zh-CN': '自然黑' } },
        { color: '#3a2a22', text: { en: 'Espresso', 'zh-CN': '浓缩咖啡' } },
        { color: '#5f3a27', text: { en: 'Chestnut', 'zh-CN': '栗棕' } },
        { color: '#8a4b2e', text: { en: 'Auburn', 'zh-CN': '赤褐' } },
        { color: '#b0622f', text: { en: 'Copper', 'zh-CN': '铜橘' } },
        { color: '#b98b50', text: { en: 'Honey', 'zh-CN': '蜂蜜金' } },
        { color: '#a8977d', text: { en: 'Ash blonde', 'zh-CN': '亚麻灰金' } },
        { color: '#d9c9a8', text: { en: 'Platinum', 'zh-CN': '白金' } },
        { color: '#b4b4b8', text: { en: 'Silver', 'zh-CN': '银灰' } },
        { color: '#c48a8c', text: { en: 'Rose', 'zh-CN': '玫瑰粉' } },
        { color: '#5e1f2d', text: { en: 'Burgundy', 'zh-CN': '酒红' } },
        { color: '#1d2436', text: { en: 'Blue black', 'zh-CN': '蓝黑' } },
        { color: '#1f7a7d', text: { en: 'Teal', 'zh-CN': '孔雀绿' } },
        { color: '#6a4595', text: { en: 'Violet', 'zh-CN': '紫罗兰' } },
      ],
    }),
    strength: fraction(0, { text: { en: 'Strength', 'zh-CN': '浓度' }, suggested: 0.8 }),
  },
  migrations: [],
  plan: (params, { face }) => planHairColor(params, face),
});
