import { defineEdit } from '../define';
import { signed } from '../parameters';
import { planFaceShape } from './plan';

export const edit = defineEdit({
  id: 'face-shape',
  version: 1,
  group: 'shape',
  stage: 'shape',
  text: { en: 'Face shape', 'zh-CN': '脸型' },
  features: ['skin'],
  params: {
    width: signed({ text: { en: 'Face width', 'zh-CN': '脸宽' } }),
    jaw: signed({ text: { en: 'Jaw', 'zh-CN': '下颌宽窄' } }),
    chin: signed({ text: { en: 'Chin length', 'zh-CN': '下巴长短' } }),
    forehead: signed({ text: { en: 'Forehead height', 'zh-CN': '额头高低' } }),
  },
  migrations: [],
  plan: (params, { face }) => planFaceShape(params, face),
});
