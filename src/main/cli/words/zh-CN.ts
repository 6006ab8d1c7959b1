import type { Words } from './words';
import { chineseLookFrom } from './look-from.zh-CN';
import { chineseProject } from './project.zh-CN';
import { chineseSwap } from './swap.zh-CN';

const list = (names: readonly string[]): string => names.join('、');
const hint = (name: string | undefined): string => (name ? `是否想输入“${name}”？` : '');

export const chinese: Words = {
  swap: chineseSwap,
  lookFrom: chineseLookFrom,
  project: chineseProject,
  titles: {
    'Usage:': '用法:',
    'Arguments:': '参数:',
    'Options:': '选项:',
    'Global Options:': '通用选项:',
    'Commands:': '命令:',
  },
  programDescription: '不打开窗口，识别照片中的面部特征并进行修饰。',
  parseSummary: '把每张照片的面部特征写成标签图',
  parseDescription: `识别每张照片中的人脸，并写出两个文件：
  <照片名>.labels.png  8 位单通道，与转正后的照片同样大小：每个像素的类别编号
  <照片名>.faces.json  人脸框、关键点、类别名称、所用的推理后端和各步骤毫秒数
没有人脸的照片也会写出全为 0 的标签图，并给出警告，不算失败。`,
  applySummary: '修饰照片并以原始尺寸写出',
  applyDescription: `修饰每张照片并以原始尺寸写出。“maquette edits”列出所有修饰项，
“maquette looks”列出所有妆容。使用妆容时，--edit 在其上修改或添加。
也可用 --project 渲染窗口保存的项目。
未给出的参数采用窗口中的建议值。
没有人脸、或没有所指定人脸的照片算作失败，不会为它写出文件。`,
  editsSummary: '列出修饰项及其参数',
  looksSummary: '列出内置妆容和窗口中保存的妆容',
  photoArgument: '照片，或通配符，例如 "photos/**/*.jpg"',
  langOption: '提示信息的语言：en 或 zh-CN（默认：系统语言）',
  versionOption: '显示版本',
  helpOption: '显示帮助',
  helpCommand: '显示某个命令的帮助',
  jsonOption: '在标准输出中为每张照片写一个 JSON 对象',
  editsJsonOption: '以 JSON 写出列表',
  outDirectoryOption: '写入此文件夹，不存在时自动创建',
  outOption: '写入此文件；只用于单张照片',
  editOption: '设置修饰项的一个参数；可多次给出',
  lookOption: '使用内置妆容、窗口中保存的妆容，或妆容文件',
  lookFromOption: '使用这张照片中人脸的妆',
  referenceFaceOption: '参考照片中：1 为最大的人脸（默认：1）',
  lookStrengthOption: '妆容浓度，0-1（默认：1）',
  facesOption: 'all（全部）、largest（最大），或序号：1 为最大的人脸（默认：all）',
  formatOption: (formats) => `${list(formats)}（默认：按 --out 的扩展名，或与照片相同）`,
  qualityOption: '1-100，用于 jpeg、webp 和 avif（默认：92）',
  sizeOption: '最长边不超过这么多像素',
  stripOption: '不写入 EXIF 和色彩配置文件；图片以 sRGB 写出',
  rules: `
输出文件夹中的同名文件会被替换。照片本身绝不会被替换，两张照片也不能写入同一个文件：
这两种情况都会在写出任何文件之前被拒绝。

退出码：0 全部成功，1 部分照片失败，2 命令有误，130 被中止。`,
  examples: '示例：',
  seeHelp: (command) => `“${command} --help”显示用法。`,
  unknownOption: (name, near) => `没有 ${name} 这个选项。${hint(near)}`,
  unknownCommand: (name, near) => `没有“${name}”这个命令。${hint(near)}`,
  missingPhotos: '请至少指定一张照片。',
  missingCommand: '请指定一个命令。',
  missingValue: (option) => `选项 ${option} 需要一个值。`,
  missingOption: (option) => `需要选项 ${option}。`,
  tooManyArguments: '参数过多。',
  editForm: (text) =>
    `--edit 应写作 edit.parameter=value，例如 lip-color.strength=0.7，而不是“${text}”。`,
  nothingToApply: '请用 --edit 指定修饰项，或用 --look、--look-from 指定妆容。',
  strengthWithoutLook: '--look-strength 需要与 --look 或 --look-from 一起使用。',
  faceWithoutReference: '--reference-face 需要与 --look-from 一起使用。',
  oneLook: '请只给出 --look 或 --look-from 之一。',
  ambiguousLook: (name, ids) => `有 ${ids.length} 个妆容名为“${name}”，请改用编号：${list(ids)}。`,
  unreadableLooks: (files) => `无法读取的已保存妆容：${list(files)}`,
  unknownLook: (name, near, names) =>
    `没有“${name}”这个妆容或文件。${hint(near)}可用的妆容：${list(names)}。`,
  badLook: (file, reason) => `“${file}”不能用作妆容：${reason}。`,
  lookIncomplete: (name, edits) =>
    `妆容“${name}”含有当前版本不支持的修饰项，已略去：${list(edits)}`,
  unknownEdit: (id, near, ids) =>
    `没有“${id}”这个修饰项。${hint(near)}可用的修饰项：${list(ids)}。`,
  unknownParameter: (id, name, near, names) =>
    `修饰项 ${id} 没有“${name}”这个参数。${hint(near)}可用的参数：${list(names)}。`,
  badValue: (name, value, allowed) => `${name} 不能是“${value}”；允许：${allowed}。`,
  allowedColor: '形如 #rrggbb 的颜色',
  allowedNumber: (minimum, maximum) => `${minimum} 到 ${maximum} 之间的数`,
  allowedInteger: (minimum, maximum) => `${minimum} 到 ${maximum} 之间的整数`,
  allowedFaces: 'all、largest，或从 1 开始的序号',
  formatUnknown: (path) => `无法由“${path}”的扩展名得知格式：请同时给出 --format。`,
  formatContradicts: (path, format) => `--format ${format} 与“${path}”的扩展名不一致。`,
  oneOutput: '请给出 --out 或 --out-dir 之一。',
  outForOne: (photos) => `--out 只用于单张照片，而这里有 ${photos} 张：请使用 --out-dir。`,
  wouldReplacePhoto: (output) => `“${output}”是照片本身：请选择其他输出位置。`,
  sameOutput: (first, second, output) =>
    `“${first}”和“${second}”会写入同一个文件“${output}”：请分别输出到不同的文件夹。`,
  stages: {
    read: '读取',
    detect: '查找人脸',
    parse: '识别特征',
    measure: '测量',
    render: '渲染',
    encode: '编码',
    write: '写入',
  },
  parsed: (photo, faces, outputs, milliseconds) =>
    `${photo}：${faces} 张人脸，${milliseconds} 毫秒 → ${list(outputs)}`,
  applied: (photo, output, size, milliseconds) =>
    `${photo} → ${output}（${size}，${milliseconds} 毫秒）`,
  noFaceParsed: (photo) => `${photo}：没有找到人脸，标签全为 0`,
  noFace: '没有找到人脸，未写出文件',
  noSuchFace: (number, found) => `没有第 ${number} 张人脸，只有 ${found} 张，未写出文件`,
  noMatch: '没有匹配的文件',
  stopped: '已中止。没有留下不完整的文件。',
  summary: (failed, all) => `${all} 张照片中有 ${failed} 张失败。`,
  defaultValue: (value) => `（默认：${value}）`,
  errors: {
    cancelled: '已中止',
    'file-not-found': '没有这个文件',
    'permission-denied': '没有读取或写入该文件的权限',
    'unsupported-format': '不是 JPEG、PNG、WebP、TIFF 或 AVIF 图片',
    'broken-image': '图片已损坏',
    'too-many-pixels': '图片过大',
    'disk-full': '磁盘空间不足',
    'write-failed': '无法写入文件',
    'model-missing': '缺少模型文件：安装不完整',
    'engine-restarted': '图像引擎已停止',
    'unknown-photo': '照片没有打开',
    'donor-unavailable': '无法读取提供五官的照片',
    'invalid-look': '不是妆容文件，或由新版本保存',
    'invalid-project': '不是项目文件',
    'newer-project': '项目由更新版本的妆稿保存，请先更新妆稿',
    'invalid-message': '程序内部通信出错',
    'invalid-argument': '设置超出范围',
    internal: '出现了问题',
  },
};
