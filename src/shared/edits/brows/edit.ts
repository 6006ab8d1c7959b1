import { defineEdit } from '../define';
import { color, fraction, signed } from '../parameters';
import { planBrows } from './plan';
import { readBrows } from './read';

const neutral = { definition: 0, thickness: 0, arch: 0, tilt: 0, lift: 0, length: 0, distance: 0 };

/** A preset says all that a shape is, so that one takes the place of another; colour stays. */
function shape(given: Partial<typeof neutral>): typeof neutral {
  return { ...neutral, ...given };
}

/**
 * Colour, definition and shape are one edit: the hairs are taken off the skin once, painted, and laid down in their new
 * shape. As edits of their own, colour would have to know where shape put the hairs.
 */
export const edit = defineEdit({
  id: 'brows',
  version: 1,
  group: 'brows',
  stage: 'retouch',
  text: { en: 'Brows', 'zh-CN': '眉毛' },
  features: ['left-brow', 'right-brow'],
  params: {
    color: color('#4a3628', {
      text: { en: 'Colour', 'zh-CN': '颜色' },
      swatches: [
        { color: '#26221f', text: { en: 'Soft black', 'zh-CN': '柔黑' } },
        { color: '#4a3628', text: { en: 'Espresso', 'zh-CN': '深咖' } },
        { color: '#6b4a33', text: { en: 'Chestnut', 'zh-CN': '栗棕' } },
        { color: '#7a6a5a', text: { en: 'Taupe', 'zh-CN': '灰棕' } },
        { color: '#7d4227', text: { en: 'Auburn', 'zh-CN': '赤褐' } },
        { color: '#a67a50', text: { en: 'Blonde', 'zh-CN': '亚麻金' } },
        { color: '#6f6c69', text: { en: 'Grey', 'zh-CN': '灰' } },
      ],
    }),
    strength: fraction(0, { text: { en: 'Colour strength', 'zh-CN': '染色浓度' }, suggested: 0.6 }),
    definition: fraction(0, { text: { en: 'Definition', 'zh-CN': '眉毛线条' } }),
    thickness: signed({ text: { en: 'Thickness', 'zh-CN': '粗细' } }),
    arch: signed({ text: { en: 'Arch', 'zh-CN': '眉峰' } }),
    tilt: signed({ text: { en: 'Tilt', 'zh-CN': '倾斜' } }),
    lift: signed({ text: { en: 'Height', 'zh-CN': '高低' } }),
    length: signed({ text: { en: 'Length', 'zh-CN': '长短' } }),
    distance: signed({ text: { en: 'Distance', 'zh-CN': '眉间距' } }),
  },
  presets: [
    { text: { en: 'Natural', 'zh-CN': '自然眉' }, params: shape({ definition: 0.35 }) },
    {
      text: { en: 'Straight', 'zh-CN': '平眉' },
      params: shape({ arch: -0.9, tilt: -0.2, thickness: 0.15 }),
    },
    {
      text: { en: 'Soft arch', 'zh-CN': '柔和弯眉' },
      params: shape({ arch: 0.35, thickness: -0.1 }),
    },
    {
      text: { en: 'High arch', 'zh-CN': '高挑眉' },
      params: shape({ arch: 0.85, tilt: 0.2, thickness: -0.2 }),
    },
    { text: { en: 'Thin', 'zh-CN': '细眉' }, params: shape({ thickness: -0.75, arch: 0.2 }) },
    { text: { en: 'Full', 'zh-CN': '浓密眉' }, params: shape({ thickness: 0.6, definition: 0.4 }) },
  ],
  migrations: [],
  plan: (params, { face }) => planBrows(params, face),
  read: (seen) => readBrows(seen),
  bareToo: true,
});
