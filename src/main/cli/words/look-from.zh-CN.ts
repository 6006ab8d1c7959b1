import type { englishLookFrom } from './look-from';

const list = (names: readonly string[]): string => names.join('、');

export const chineseLookFrom: typeof englishLookFrom = {
  summary: '读取照片中人脸的妆，写成妆容文件',
  description: `从一张人像读取唇色与质地、眼影、眼线、眉色和腮红（相对于其素颜肤色），
写成妆容文件，供“maquette apply --look”和窗口使用。
无法与素颜区分的部分会略去；素颜的脸不会得到妆容。`,
  referenceArgument: '带妆的参考照片',
  outOption: '把妆容写入此文件（.json）',
  nameOption: '妆容名称（默认：照片的文件名）',
  allowedName: '1 到 60 个字符',
  noFace: (photo) => `“${photo}”中没有找到人脸，未写出文件`,
  noSuchFace: (photo, number, found) =>
    `“${photo}”中没有第 ${number} 张人脸，只有 ${found} 张，未写出文件`,
  noMakeup: (photo) => `“${photo}”中的人脸上没有找到可与素颜区分的妆，未写出文件`,
  written: (photo, output, edits) => `${photo} → ${output}（${list(edits)}）`,
};
