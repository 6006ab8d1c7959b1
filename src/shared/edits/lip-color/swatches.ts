import type { ColorParameter } from '../parameters';

/** Lipsticks as shops name them. */
export const swatches: ColorParameter['swatches'] = [
  { color: '#b0404a', text: { en: 'Rosewood', 'zh-CN': '玫瑰木' } },
  { color: '#c21f30', text: { en: 'Classic red', 'zh-CN': '正红' } },
  { color: '#8e1f2f', text: { en: 'Burgundy', 'zh-CN': '酒红' } },
  { color: '#d4506a', text: { en: 'Rose', 'zh-CN': '玫红' } },
  { color: '#d98a8f', text: { en: 'Petal', 'zh-CN': '花瓣粉' } },
  { color: '#e0715c', text: { en: 'Coral', 'zh-CN': '珊瑚' } },
  { color: '#c98276', text: { en: 'Nude', 'zh-CN': '裸色' } },
  { color: '#a6584a', text: { en: 'Brick', 'zh-CN': '砖红' } },
  { color: '#7a3b3a', text: { en: 'Cocoa', 'zh-CN': '可可' } },
  { color: '#a33a6f', text: { en: 'Berry', 'zh-CN': '莓果' } },
  { color: '#5c2440', text: { en: 'Plum', 'zh-CN': '梅子' } },
];
