import { defineEdit } from '../define';
import { color, fraction } from '../parameters';
import { planFoundation } from './plan';

export const edit = defineEdit({
  id: 'foundation',
  version: 1,
  group: 'face',
  stage: 'base',
  text: { en: 'Foundation', 'zh-CN': '粉底' },
  features: ['skin', 'nose', 'neck', 'left-ear', 'right-ear'],
  params: {
    shade: color('#e6c3a2', {
      text: { en: 'Shade', 'zh-CN': '色号' },
      swatches: [
        { color: '#f4e0d2', text: { en: 'Porcelain', 'zh-CN': '瓷白' } },
        { color: '#f0d0c0', text: { en: 'Rose ivory (cool)', 'zh-CN': '粉调象牙（冷调）' } },
        { color: '#efd4b6', text: { en: 'Ivory (warm)', 'zh-CN': '暖调象牙' } },
        { color: '#e6c3a2', text: { en: 'Natural beige', 'zh-CN': '自然米色' } },
        { color: '#dcb491', text: { en: 'Sand', 'zh-CN': '沙色' } },
        { color: '#d3a577', text: { en: 'Golden beige (warm)', 'zh-CN': '金调米色（暖调）' } },
        { color: '#c19a6f', text: { en: 'Olive', 'zh-CN': '橄榄' } },
        { color: '#b9855a', text: { en: 'Honey', 'zh-CN': '蜜糖' } },
        { color: '#9f6b45', text: { en: 'Caramel', 'zh-CN': '焦糖' } },
        { color: '#855036', text: { en: 'Chestnut', 'zh-CN': '栗色' } },
        { color: '#6b4032', text: { en: 'Mahogany (cool)', 'zh-CN': '红木（冷调）' } },
        { color: '#523124', text: { en: 'Espresso', 'zh-CN': '浓咖' } },
        { color: '#3d2119', text: { en: 'Ebony', 'zh-CN': '乌木' } },
        { color: '#2c1914', text: { en: 'Onyx (cool)', 'zh-CN': '玄黑（冷调）' } },
      ],
    }),
    coverage: fraction(0, { text: { en: 'Coverage', 'zh-CN': '遮瑕度' }, suggested: 0.5 }),
  },
  migrations: [],
  plan: (params, { face }) => planFoundation(params, face),
});
