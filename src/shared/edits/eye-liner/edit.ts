import { defineEdit } from '../define';
import { color, fraction } from '../parameters';
import { planEyeLiner } from './plan';
import { readLiner } from './read';
import { eyeLinerDetector } from './signs';

export const edit = defineEdit({
  id: 'eye-liner',
  version: 1,
  group: 'eyes',
  stage: 'line',
  text: { en: 'Eyeliner', 'zh-CN': '眼线' },
  features: ['left-eye', 'right-eye'],
  params: {
    color: color('#171314', {
      text: { en: 'Colour', 'zh-CN': '颜色' },
      swatches: [
        { color: '#171314', text: { en: 'Black', 'zh-CN': '黑色' } },
        { color: '#33231d', text: { en: 'Black-brown', 'zh-CN': '黑棕' } },
        { color: '#573a2b', text: { en: 'Brown', 'zh-CN': '棕色' } },
        { color: '#6e3a35', text: { en: 'Auburn', 'zh-CN': '红棕' } },
        { color: '#3a3c42', text: { en: 'Graphite', 'zh-CN': '石墨灰' } },
        { color: '#1f2c4d', text: { en: 'Navy', 'zh-CN': '藏青' } },
        { color: '#4a2340', text: { en: 'Plum', 'zh-CN': '梅紫' } },
        { color: '#1f4636', text: { en: 'Forest', 'zh-CN': '墨绿' } },
      ],
    }),
    upper: fraction(0, { text: { en: 'Upper line', 'zh-CN': '上眼线' }, suggested: 0.85 }),
    lower: fraction(0, { text: { en: 'Lower line', 'zh-CN': '下眼线' } }),
    thickness: fraction(0.35, { text: { en: 'Thickness', 'zh-CN': '粗细' } }),
    wing: fraction(0.3, { text: { en: 'Wing', 'zh-CN': '眼尾上扬' } }),
    softness: fraction(0.12, { text: { en: 'Smudge', 'zh-CN': '晕染' } }),
  },
  presets: [
    {
      text: { en: 'Tightline', 'zh-CN': '内眼线' },
      params: { color: '#33231d', upper: 0.8, lower: 0, thickness: 0.05, wing: 0, softness: 0.15 },
    },
    {
      text: { en: 'Natural', 'zh-CN': '自然' },
      params: {
        color: '#33231d',
        upper: 0.8,
        lower: 0,
        thickness: 0.25,
        wing: 0.2,
        softness: 0.15,
      },
    },
    {
      text: { en: 'Cat eye', 'zh-CN': '猫眼' },
      params: {
        color: '#171314',
        upper: 0.95,
        lower: 0,
        thickness: 0.6,
        wing: 0.85,
        softness: 0.03,
      },
    },
    {
      text: { en: 'Smudged', 'zh-CN': '晕染' },
      params: {
        color: '#33231d',
        upper: 0.8,
        lower: 0.5,
        thickness: 0.55,
        wing: 0.15,
        softness: 0.6,
      },
    },
  ],
  migrations: [],
  plan: (params, { face }) => planEyeLiner(params, face),
  read: (_seen, found) => found && readLiner(found),
  detector: eyeLinerDetector,
});
