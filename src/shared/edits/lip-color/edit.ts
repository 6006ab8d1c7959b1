import { defineEdit } from '../define';
import { choice, color, fraction } from '../parameters';
import { planLipColor } from './plan';

export const edit = defineEdit({
  id: 'lip-color',
  version: 1,
  group: 'lips',
  stage: 'color',
  text: { en: 'Lip colour', 'zh-CN': '唇色' },
  features: ['lips'],
  params: {
    color: color('#b0404a', {
      text: { en: 'Colour', 'zh-CN': '颜色' },
      swatches: [
        { color: '#b0404a', text: { en: 'Rosewood', 'zh-CN': '玫瑰木' } },
        { color: '#c21f30', text: { en: 'Classic red', 'zh-CN': '正红' } },
        { color: '#8e1f2f', text: { en: 'Burgundy', 'zh-CN': '酒红' } },
        { color: '#d4506a', text: { en: 'Rose', 'zh-CN': '玫红' } },
        { color: '#e0715c', text: { en: 'Coral', 'zh-CN': '珊瑚' } },
        { color: '#c98276', text: { en: 'Nude', 'zh-CN': '裸色' } },
        { color: '#a6584a', text: { en: 'Brick', 'zh-CN': '砖红' } },
        { color: '#7a3b3a', text: { en: 'Cocoa', 'zh-CN': '可可' } },
        { color: '#a33a6f', text: { en: 'Berry', 'zh-CN': '莓果' } },
        { color: '#5c2440', text: { en: 'Plum', 'zh-CN': '梅子' } },
      ],
    }),
    strength: fraction(0, { text: { en: 'Strength', 'zh-CN': '浓度' }, suggested: 0.7 }),
    finish: choice('satin', {
      text: { en: 'Finish', 'zh-CN': '质地' },
      options: {
        matte: { en: 'Matte', 'zh-CN': '哑光' },
        satin: { en: 'Satin', 'zh-CN': '缎光' },
        sheer: { en: 'Sheer', 'zh-CN': '水润' },
        gloss: { en: 'Gloss', 'zh-CN': '镜面' },
      },
    }),
  },
  migrations: [],
  plan: (params, { face }) => planLipColor(params, face),
});
