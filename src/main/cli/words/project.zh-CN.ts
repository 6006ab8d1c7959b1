import type { englishProject } from './project';

const list = (names: readonly string[]): string => names.join('、');

export const chineseProject: typeof englishProject = {
  option: '渲染已保存的项目（.maquette）：用它自己的照片、编辑和换上的五官',
  alone: '--project 不能与照片、妆容、编辑或人脸同时给出：项目里已经写明。',
  invalid: (file, reason) => `“${file}”不能用作项目：${reason}。`,
  photoMissing: (file, photo) => `找不到“${file}”的照片“${photo}”：请把它放在项目旁边。`,
  photoChanged: (photo) => `照片“${photo}”已不是当时编辑的那一张`,
  incomplete: (parts) => `本版本不认识以下内容，已略去：${list(parts)}`,
  donorMissing: '有一张提供五官的照片无法读取，相应的五官已略去',
  facesMissing: (count) => `有 ${count} 张编辑过的人脸没有找到，相应的编辑已略去`,
};
