import { defineEdit } from '../define';
import { choice, color, fraction } from '../parameters';
import { planEyeShadow, type ShadowFinish } from './plan';
import { readShadow } from './read';
import { eyeShadowDetector } from './signs';

const taupe = { color: '#a98671', text: { en: 'Taupe', 'zh-CN': '灰褐' } };
const champagne = { color: '#e3c4a0', text: { en: 'Champagne', 'zh-CN': '香槟金' } };
const rose = { color: '#cf8f8b', text: { en: 'Dusty rose', 'zh-CN': '豆沙粉' } };
const coolPink = { color: '#d79bb4', text: { en: 'Cool pink', 'zh-CN': '冷粉' } };
const terracotta = { color: '#b4613f', text: { en: 'Terracotta', 'zh-CN': '陶土橘' } };
const cinnabar = { color: '#b5372f', text: { en: 'Cinnabar red', 'zh-CN': '朱砂红' } };
const cocoa = { color: '#6d4736', text: { en: 'Cocoa', 'zh-CN': '可可棕' } };
const espresso = { color: '#4a2f26', text: { en: 'Espresso', 'zh-CN': '深咖' } };
const plum = { color: '#6b3352', text: { en: 'Plum', 'zh-CN': '梅紫' } };
const charcoal = { color: '#3b3a3d', text: { en: 'Charcoal', 'zh-CN': '炭灰' } };
const navy = { color: '#2f3f66', text: { en: 'Navy', 'zh-CN': '藏青' } };
const emerald = { color: '#2f7158', text: { en: 'Emerald', 'zh-CN': '祖母绿' } };

export const edit = defineEdit({
  id: 'eye-shadow',
  version: 1,
  group: 'eyes',
  stage: 'color',
  text: { en: 'Eye shadow', 'zh-CN': '眼影' },
  features: ['left-eye', 'right-eye'],
  params: {
    lidColor: color('#cf8f8b', {
      text: { en: 'Lid colour', 'zh-CN': '眼皮颜色' },
      swatches: [
        champagne,
        rose,
        coolPink,
        taupe,
        terracotta,
        cinnabar,
        plum,
        charcoal,
        navy,
        emerald,
      ],
    }),
    lid: fraction(0, { text: { en: 'Lid', 'zh-CN': '眼皮' }, suggested: 0.6 }),
    creaseColor: color('#a98671', {
      text: { en: 'Crease colour', 'zh-CN': '眼窝颜色' },
      swatches: [taupe, rose, terracotta, cocoa, cinnabar, plum, charcoal],
    }),
    crease: fraction(0, { text: { en: 'Crease', 'zh-CN': '眼窝' }, suggested: 0.45 }),
    outerColor: color('#6d4736', {
      text: { en: 'Outer corner colour', 'zh-CN': '眼尾颜色' },
      swatches: [cocoa, espresso, terracotta, cinnabar, plum, charcoal, navy],
    }),
    outer: fraction(0, { text: { en: 'Outer corner', 'zh-CN': '眼尾' }, suggested: 0.4 }),
    finish: choice('matte', {
      text: { en: 'Lid finish', 'zh-CN': '眼皮质地' },
      options: {
        matte: { en: 'Matte', 'zh-CN': '哑光' },
        shimmer: { en: 'Shimmer', 'zh-CN': '珠光' },
        metallic: { en: 'Metallic', 'zh-CN': '金属光' },
      },
    }),
  },
  presets: [
    preset(
      { en: 'Natural taupe', 'zh-CN': '自然大地' },
      ['#b8917a', 0.55],
      ['#98745f', 0.5],
      ['#5f3d2f', 0.4],
    ),
    preset({ en: 'Smoky', 'zh-CN': '烟熏' }, ['#4f4a4d', 0.75], ['#5b5254', 0.6], ['#2b2a2e', 0.7]),
    preset(
      { en: 'Sunset', 'zh-CN': '落日橘' },
      ['#e0a05a', 0.65, 'shimmer'],
      ['#c4683f', 0.6],
      ['#8c3b3c', 0.5],
    ),
    preset(
      { en: 'Cinnabar', 'zh-CN': '国风朱砂' },
      ['#cf6a5c', 0.5],
      ['#b5372f', 0.4],
      ['#a52a2a', 0.65],
    ),
    preset(
      { en: 'Cool pink', 'zh-CN': '冷调粉' },
      ['#dca5bd', 0.6, 'shimmer'],
      ['#b9879b', 0.4],
      ['#8d5f78', 0.35],
    ),
    preset(
      { en: 'Champagne', 'zh-CN': '香槟金' },
      ['#e3c4a0', 0.7, 'metallic'],
      ['#b08d74', 0.4],
      ['#6d4736', 0.3],
    ),
    preset(
      { en: 'Plum', 'zh-CN': '梅子紫' },
      ['#93597a', 0.6],
      ['#7d4a66', 0.5],
      ['#4e2440', 0.55],
    ),
    preset(
      { en: 'Emerald', 'zh-CN': '祖母绿' },
      ['#3f8a6c', 0.7, 'metallic'],
      ['#5c6a55', 0.4],
      ['#1f4438', 0.5],
    ),
  ],
  migrations: [],
  plan: (params, { face }) => planEyeShadow(params, face),
  read: (_seen, found) => found && readShadow(found),
  detector: eyeShadowDetector,
});

type Part = readonly [color: string, amount: number];

function preset(
  text: { en: string; 'zh-CN': string },
  [lidColor, lid, finish = 'matte']: readonly [...Part, finish?: ShadowFinish],
  [creaseColor, crease]: Part,
  [outerColor, outer]: Part,
) {
  return { text, params: { lidColor, lid, finish, creaseColor, crease, outerColor, outer } };
}
