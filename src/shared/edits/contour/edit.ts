import { defineEdit } from '../define';
import { color, fraction } from '../parameters';
import { planContour } from './plan';

export const edit = defineEdit({
  id: 'contour',
  version: 1,
  group: 'face',
  stage: 'sculpt',
  text: { en: 'Contour and highlight', 'zh-CN': '修容与高光' },
  features: ['skin', 'nose'],
  params: {
    contour: fraction(0, { text: { en: 'Contour', 'zh-CN': '修容' }, suggested: 0.4 }),
    nose: fraction(0, { text: { en: 'Nose contour', 'zh-CN': '鼻影' } }),
    contourTone: color('#8a6450', {
      text: { en: 'Contour shade', 'zh-CN': '修容色' },
      swatches: [
        { color: '#8c7468', text: { en: 'Taupe (cool)', 'zh-CN': '灰棕（冷调）' } },
        { color: '#8a6450', text: { en: 'Natural brown', 'zh-CN': '自然棕' } },
        { color: '#9a6a44', text: { en: 'Bronze (warm)', 'zh-CN': '古铜（暖调）' } },
        { color: '#5c3d30', text: { en: 'Deep cocoa', 'zh-CN': '深可可' } },
      ],
    }),
    highlight: fraction(0, { text: { en: 'Highlight', 'zh-CN': '高光' }, suggested: 0.4 }),
    highlightTone: color('#f6e2c8', {
      text: { en: 'Highlight shade', 'zh-CN': '高光色' },
      swatches: [
        { color: '#f3ece8', text: { en: 'Pearl', 'zh-CN': '珍珠白' } },
        { color: '#f6e2c8', text: { en: 'Champagne', 'zh-CN': '香槟' } },
        { color: '#f5d5cc', text: { en: 'Rose', 'zh-CN': '玫瑰' } },
        { color: '#edc98d', text: { en: 'Gold', 'zh-CN': '金色' } },
      ],
    }),
  },
  presets: [
    {
      text: { en: 'Soft sculpt', 'zh-CN': '日常修容' },
      params: {
        contour: 0.35,
        nose: 0.2,
        contourTone: '#8a6450',
        highlight: 0.3,
        highlightTone: '#f6e2c8',
      },
    },
    {
      text: { en: 'Defined', 'zh-CN': '立体轮廓' },
      params: {
        contour: 0.65,
        nose: 0.45,
        contourTone: '#8c7468',
        highlight: 0.55,
        highlightTone: '#f3ece8',
      },
    },
    {
      text: { en: 'Bronzed', 'zh-CN': '古铜光泽' },
      params: {
        contour: 0.5,
        nose: 0,
        contourTone: '#9a6a44',
        highlight: 0.5,
        highlightTone: '#edc98d',
      },
    },
    {
      text: { en: 'Highlight only', 'zh-CN': '只打高光' },
      params: { contour: 0, nose: 0, highlight: 0.5, highlightTone: '#f6e2c8' },
    },
  ],
  migrations: [],
  plan: (params, { face }) => planContour(params, face),
});
