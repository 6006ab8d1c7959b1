import { defineEdit } from '../define';
import { choice, color, fraction } from '../parameters';
import { neutralFeather, planLipColor } from './plan';
import { readLips } from './read';
import { lipColorDetector } from './signs';
import { swatches } from './swatches';

export const edit = defineEdit({
  id: 'lip-color',
  version: 1,
  group: 'lips',
  stage: 'color',
  text: { en: 'Lip colour', 'zh-CN': '唇色' },
  features: ['lips'],
  params: {
    color: color('#b0404a', { text: { en: 'Colour', 'zh-CN': '颜色' }, swatches }),
    strength: fraction(0, { text: { en: 'Strength', 'zh-CN': '浓度' }, suggested: 0.7 }),
    finish: choice('satin', {
      text: { en: 'Finish', 'zh-CN': '质地' },
      options: {
        matte: { en: 'Matte', 'zh-CN': '哑光' },
        satin: { en: 'Satin', 'zh-CN': '缎光' },
        sheer: { en: 'Sheer', 'zh-CN': '水润' },
        gloss: { en: 'Gloss', 'zh-CN': '镜面' },
        shimmer: { en: 'Shimmer', 'zh-CN': '珠光' },
        metallic: { en: 'Metallic', 'zh-CN': '金属' },
      },
    }),
    gloss: fraction(0.5, {
      text: { en: 'Shine', 'zh-CN': '光泽' },
      when: { finish: ['gloss', 'shimmer', 'metallic'] },
    }),
    style: choice('full', {
      text: { en: 'Style', 'zh-CN': '画法' },
      options: {
        full: { en: 'Full', 'zh-CN': '满涂' },
        ombre: { en: 'Ombré', 'zh-CN': '渐变' },
        'two-tone': { en: 'Two-tone', 'zh-CN': '双色' },
      },
    }),
    /** Of the inner lips (ombre), of the lower lip (two-tone). */
    secondColor: color('#d98a8f', {
      text: { en: 'Inner or lower colour', 'zh-CN': '内侧或下唇颜色' },
      swatches,
      when: { style: ['ombre', 'two-tone'] },
    }),
    innerRatio: fraction(0.5, {
      text: { en: 'Inner share', 'zh-CN': '内侧占比' },
      when: { style: ['ombre'] },
    }),
    feather: fraction(neutralFeather, { text: { en: 'Soft edge', 'zh-CN': '边缘柔和' } }),
  },
  migrations: [],
  plan: (params, { face }) => planLipColor(params, face),
  read: (seen, found) => readLips(seen, found?.option),
  detector: lipColorDetector,
});
