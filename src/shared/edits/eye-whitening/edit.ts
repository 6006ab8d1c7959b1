import { defineEdit } from '../define';
import { fraction } from '../parameters';
import { planEyeWhitening } from './plan';

export const edit = defineEdit({
  id: 'eye-whitening',
  version: 1,
  group: 'eyes',
  stage: 'retouch',
  text: { en: 'Whiter eyes', 'zh-CN': '眼白提亮' },
  features: ['left-eye', 'right-eye'],
  params: {
    strength: fraction(0, { text: { en: 'Strength', 'zh-CN': '强度' }, suggested: 0.5 }),
  },
  migrations: [],
  plan: (params, { face }) => planEyeWhitening(params, face),
});
