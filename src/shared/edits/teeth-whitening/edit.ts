import { defineEdit } from '../define';
import { fraction } from '../parameters';
import { planTeethWhitening } from './plan';

export const edit = defineEdit({
  id: 'teeth-whitening',
  version: 1,
  group: 'face',
  stage: 'retouch',
  text: { en: 'Teeth whitening', 'zh-CN': '牙齿美白' },
  features: ['mouth'],
  params: {
    strength: fraction(0, { text: { en: 'Whiteness', 'zh-CN': '美白' }, suggested: 0.5 }),
    brightness: fraction(0, { text: { en: 'Brightness', 'zh-CN': '提亮' }, suggested: 0.3 }),
  },
  migrations: [],
  plan: (params, { face }) => planTeethWhitening(params, face),
});
