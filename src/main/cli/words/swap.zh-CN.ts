import type { StitchPart } from '@shared/stitching/features';
import type { englishSwap } from './swap';

const list = (names: readonly string[]): string => names.join('、');
const pixels = (value: number): string => value.toFixed(2);
const softnessLeft = (sigma: number): string => (sigma > 0 ? `，仍差 ${pixels(sigma)} 像素` : '');

const partNames: Readonly<Record<StitchPart, string>> = {
  face: '整张脸',
  nose: '鼻子',
  mouth: '嘴',
  'left-eye': '左眼',
  'right-eye': '右眼',
  'left-brow': '左眉',
  'right-brow': '右眉',
};

export const chineseSwap: typeof englishSwap = {
  summary: '把一张人像的五官换到另一张人像上',
  description: `把供体照片中的五官移植到目标照片，并以原始尺寸写出目标照片：
自动对位，匹配目标的光线、清晰度和颗粒。默认换到最大的人脸，可用 --faces 指定。
没有所指定的人脸时不写出任何文件。`,
  targetArgument: '要修改的照片',
  donorArgument: '提供五官的照片',
  featuresOption: (features) => `${list(features)} 中的一项或多项，用逗号分隔`,
  facesOption: '目标照片中：all（全部）、largest（最大），或序号（默认：largest）',
  donorFaceOption: '供体照片中：1 为最大的人脸（默认：1）',
  clarityOption: 'match 匹配目标的清晰度，off 保留供体的清晰度（默认：match）',
  grainOption: 'match 匹配目标的噪点，off 不添加噪点（默认：match）',
  reportOption: '把清晰度和颗粒的测量与处理结果写成 JSON',
  noDonorFace: '供体照片中没有找到人脸，未写出文件',
  noSuchDonorFace: (number, found) =>
    `供体照片中没有第 ${number} 张人脸，只有 ${found} 张，未写出文件`,
  nothingShown: '两张脸上没有同时可见的所选五官，未写出文件',
  swapped: (target, output, size, milliseconds) =>
    `${target} → ${output}（${size}，${milliseconds} 毫秒）`,
  skipped: {
    hidden: (part) => `已跳过${partNames[part]}：供体照片中被头发、帽子或眼镜遮住，保留目标自己的`,
    'not-seen': (part) => `已跳过${partNames[part]}：其中一张脸没有清楚地露出`,
  },
  partlyHidden: (part, share) =>
    `${partNames[part]}：供体照片中有 ${Math.round(100 * share)}% 被遮住，该处保留目标自己的`,
  remarks: {
    alone: (part) =>
      `${partNames[part]}：只取五官本身；周围皮肤差别太大（胡须、光线或阴影），保留目标自己的`,
    'dark-donor': (part) =>
      `${partNames[part]}：供体照片中比目标暗得多，可能露出噪点，细节也已丢失`,
    overexposed: (part) => `${partNames[part]}：供体照片中该处皮肤过曝，颜色和细节已丢失`,
  },
  poseWarning: '两张脸的朝向差别较大：请检查结果',
  softer: {
    donor: (sigma) => `供体比目标模糊 ${pixels(sigma)} 像素`,
    target: (sigma) => `目标比供体模糊 ${pixels(sigma)} 像素`,
    none: () => '两者同样清晰',
  },
  limits: {
    'too-soft': (part, left) => `${partNames[part]}：已在供体允许的范围内锐化${softnessLeft(left)}`,
    'noisy-donor': (part, left) =>
      `${partNames[part]}：供体噪点过多，锐化会放大噪点，因此未锐化${softnessLeft(left)}`,
  },
};
