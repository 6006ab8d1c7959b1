import { defineEdit } from '../define';
import { choice, color, fraction, type ColorParameter } from '../parameters';
import { planBlush } from './plan';
import { readBlush } from './read';
import { blushDetector } from './signs';

const swatches: ColorParameter['swatches'] = [
  { color: '#e8907a', text: { en: 'Peach', 'zh-CN': '蜜桃' } },
  { color: '#e07a6a', text: { en: 'Coral', 'zh-CN': '珊瑚' } },
  { color: '#e58aa0', text: { en: 'Baby pink', 'zh-CN': '嫩粉' } },
  { color: '#d4647a', text: { en: 'Rose', 'zh-CN': '玫瑰' } },
  { color: '#cf7f6f', text: { en: 'Milk tea', 'zh-CN': '奶茶' } },
  { color: '#c25f45', text: { en: 'Terracotta', 'zh-CN': '陶土' } },
  { color: '#d98a4e', text: { en: 'Apricot', 'zh-CN': '杏橘' } },
  { color: '#b64a63', text: { en: 'Berry', 'zh-CN': '莓果' } },
  { color: '#b583c4', text: { en: 'Lavender', 'zh-CN': '薰衣草' } },
  { color: '#8f3a52', text: { en: 'Plum', 'zh-CN': '梅子' } },
];

export const edit = defineEdit({
  id: 'blush',
  version: 1,
  group: 'face',
  stage: 'sculpt',
  text: { en: 'Blush', 'zh-CN': '腮红' },
  features: ['skin'],
  params: {
    shape: choice('oblong', {
      text: { en: 'Shape', 'zh-CN': '画法' },
      options: {
        round: { en: 'Round', 'zh-CN': '团式' },
        oblong: { en: 'Oblong', 'zh-CN': '斜扫' },
        lifted: { en: 'Lifted', 'zh-CN': '提升' },
        draped: { en: 'Draped', 'zh-CN': '颞颊晕染' },
        sunkissed: { en: 'Sun-kissed', 'zh-CN': '晒伤妆' },
      },
    }),
    color: color('#e07a6a', { text: { en: 'Colour', 'zh-CN': '颜色' }, swatches }),
    strength: fraction(0, { text: { en: 'Strength', 'zh-CN': '浓度' }, suggested: 0.4 }),
    outerColor: color('#c25f45', { text: { en: 'Outer colour', 'zh-CN': '外侧颜色' }, swatches }),
    outerStrength: fraction(0, { text: { en: 'Outer strength', 'zh-CN': '外侧浓度' } }),
    appleColor: color('#e58aa0', { text: { en: 'Apple colour', 'zh-CN': '苹果肌颜色' }, swatches }),
    appleStrength: fraction(0, { text: { en: 'Apple strength', 'zh-CN': '苹果肌浓度' } }),
  },
  presets: [
    {
      text: { en: 'Fresh peach', 'zh-CN': '元气蜜桃' },
      params: {
        shape: 'round',
        color: '#e8907a',
        strength: 0.4,
        outerStrength: 0,
        appleStrength: 0,
      },
    },
    {
      text: { en: 'Soft rose', 'zh-CN': '温柔玫瑰' },
      params: {
        shape: 'oblong',
        color: '#d4647a',
        strength: 0.4,
        outerStrength: 0,
        appleStrength: 0,
      },
    },
    {
      text: { en: 'Sun-kissed', 'zh-CN': '晒伤妆' },
      params: {
        shape: 'sunkissed',
        color: '#c25f45',
        strength: 0.45,
        outerStrength: 0,
        appleStrength: 0,
      },
    },
    {
      text: { en: 'Lifted berry', 'zh-CN': '提升莓果' },
      params: {
        shape: 'lifted',
        color: '#b64a63',
        strength: 0.4,
        outerStrength: 0,
        appleStrength: 0,
      },
    },
    {
      text: { en: 'Three tones', 'zh-CN': '三色渐变' },
      params: {
        shape: 'lifted',
        color: '#e07a6a',
        strength: 0.35,
        outerColor: '#c25f45',
        outerStrength: 0.3,
        appleColor: '#e58aa0',
        appleStrength: 0.35,
      },
    },
  ],
  migrations: [],
  plan: (params, { face }) => planBlush(params, face),
  read: (seen, found) => readBlush(seen, found),
  detector: blushDetector,
});
