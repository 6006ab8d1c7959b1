import { defineEdit } from '../define';
import { color, fraction } from '../parameters';
import { planLipLiner } from './plan';

export const edit = defineEdit({
  id: 'lip-liner',
  version: 1,
  group: 'lips',
  stage: 'line',
  text: { en: 'Lip liner', 'zh-CN': '唇线' },
  features: ['lips'],
  params: {
    color: color('#8a3540', {
      text: { en: 'Colour', 'zh-CN': '颜色' },
      swatches: [
        { color: '#8a3540', text: { en: 'Rosewood', 'zh-CN': '玫瑰木' } },
        { color: '#a5182a', text: { en: 'True red', 'zh-CN': '正红' } },
        { color: '#6e1826', text: { en: 'Wine', 'zh-CN': '酒红' } },
        { color: '#b5655c', text: { en: 'Nude', 'zh-CN': '裸色' } },
        { color: '#8b4a3c', text: { en: 'Chestnut', 'zh-CN': '栗棕' } },
        { color: '#5a2e2a', text: { en: 'Espresso', 'zh-CN': '深咖' } },
        { color: '#9a3f66', text: { en: 'Mauve', 'zh-CN': '豆沙紫' } },
        { color: '#4a1d35', text: { en: 'Plum', 'zh-CN': '梅子' } },
      ],
    }),
    strength: fraction(0, { text: { en: 'Strength', 'zh-CN': '浓度' }, suggested: 0.6 }),
    thickness: fraction(0.4, { text: { en: 'Thickness', 'zh-CN': '粗细' } }),
    smoothness: fraction(0.3, { text: { en: 'Smoothness', 'zh-CN': '平滑度' } }),
  },
  migrations: [],
  plan: (params, { face }) => planLipLiner(params, face),
});
