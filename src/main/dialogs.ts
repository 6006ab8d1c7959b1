import { access } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { app, dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { ExportFormat, Locale } from '@shared/contract/contract';
import { projectExtension } from '@shared/document/project';
import type { Text } from '@shared/text';
import { lookExtension } from './look-file';
import { projectNameFor, withProjectExtension } from './project-file';
import { extensions, photoExtensions, suggestedExportPath, withExtension } from './export-name';

const words = {
  openTitle: { en: 'Open', 'zh-CN': '打开' },
  openPhotoTitle: { en: 'Open Photo', 'zh-CN': '打开照片' },
  locateTitle: { en: 'Locate', 'zh-CN': '查找' },
  everything: { en: 'Photos and projects', 'zh-CN': '照片和项目' },
  projects: { en: 'Maquette projects', 'zh-CN': '妆稿项目' },
  saveTitle: { en: 'Save Project', 'zh-CN': '保存项目' },
  photos: { en: 'Photos', 'zh-CN': '照片' },
  exportTitle: { en: 'Export Picture', 'zh-CN': '导出图片' },
  exists: { en: 'A file with this name exists already:', 'zh-CN': '已存在同名文件：' },
  replace: { en: 'Replace', 'zh-CN': '替换' },
  cancel: { en: 'Cancel', 'zh-CN': '取消' },
  saveFirst: { en: 'Save the changes?', 'zh-CN': '要保存修改吗？' },
  saveFirstDetail: {
    en: 'If you don’t save the project, your changes to this photo will be lost.',
    'zh-CN': '如果不保存项目，对这张照片的修改将会丢失。',
  },
  save: { en: 'Save', 'zh-CN': '保存' },
  dontSave: { en: 'Don’t Save', 'zh-CN': '不保存' },
  looks: { en: 'Maquette looks', 'zh-CN': '妆稿妆容' },
  importLookTitle: { en: 'Import Look', 'zh-CN': '导入妆容' },
  shareLookTitle: { en: 'Save Look as File', 'zh-CN': '将妆容另存为文件' },
  deleteLook: { en: 'Delete this look?', 'zh-CN': '删除这个妆容吗？' },
  delete: { en: 'Delete', 'zh-CN': '删除' },
  pageGone: { en: 'The window stopped working.', 'zh-CN': '窗口已停止工作。' },
  pageGoneDetail: {
    en: 'Your photo files are untouched. Changes that were not saved can be restored.',
    'zh-CN': '您的照片文件未受影响。未保存的修改可以恢复。',
  },
  reload: { en: 'Reload', 'zh-CN': '重新加载' },
  quit: { en: 'Quit', 'zh-CN': '退出' },
} as const satisfies Record<string, Text>;

/** The path of the photo or project that the person chose; `null` when the dialog was cancelled. */
export async function askForFile(window: BrowserWindow, locale: Locale): Promise<string | null> {
  return open(window, words.openTitle[locale], [
    { name: words.everything[locale], extensions: [...photoExtensions, projectExtension] },
    { name: words.projects[locale], extensions: [projectExtension] },
    { name: words.photos[locale], extensions: photoExtensions },
  ]);
}

/** The same for photos alone; `missing` is the name of one that is looked for. */
export async function askForPhoto(
  window: BrowserWindow,
  locale: Locale,
  missing?: string,
): Promise<string | null> {
  const title =
    missing === undefined
      ? words.openPhotoTitle[locale]
      : `${words.locateTitle[locale]} ${missing}`;
  return open(window, title, [{ name: words.photos[locale], extensions: photoExtensions }]);
}

async function open(
  window: BrowserWindow,
  title: string,
  filters: FileFilter[],
): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    filters,
    properties: ['openFile'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

interface ProjectQuestion {
  readonly locale: Locale;
  /** Where it is now. */
  readonly projectPath: string | null;
  readonly photoPath: string;
  readonly besidePhoto: boolean;
}

/** The path to save a project to; `null` when the dialog was cancelled. */
export async function askForProjectFile(
  window: BrowserWindow,
  { locale, projectPath, photoPath, besidePhoto }: ProjectQuestion,
): Promise<string | null> {
  const folder = besidePhoto ? dirname(photoPath) : app.getPath('documents');
  return save(window, locale, {
    title: words.saveTitle[locale],
    defaultPath: projectPath ?? join(folder, projectNameFor(photoPath)),
    filters: [{ name: words.projects[locale], extensions: [projectExtension] }],
    complete: withProjectExtension,
  });
}

interface SaveQuestion {
  readonly title: string;
  readonly defaultPath: string;
  readonly filters: FileFilter[];
  /** Adds what the person did not type. */
  readonly complete: (path: string) => string;
}

/** The path to write to; `null` when the dialog was cancelled. The system asks before it replaces a file. */
async function save(
  window: BrowserWindow,
  locale: Locale,
  { complete, ...question }: SaveQuestion,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    ...question,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || !filePath) return null;
  const path = complete(filePath);
  // The system was asked about another name than the one that we complete it to.
  if (path !== filePath && (await exists(path)) && !(await mayReplace(window, path, locale))) {
    return null;
  }
  return path;
}

interface ExportQuestion {
  readonly locale: Locale;
  readonly format: ExportFormat;
  readonly photoPath: string;
  /** The folder of a sample is the program's own: its pictures go to the person's. */
  readonly besidePhoto: boolean;
}

/** The path to export to; `null` when the dialog was cancelled. */
export async function askForExportFile(
  window: BrowserWindow,
  { locale, format, photoPath, besidePhoto }: ExportQuestion,
): Promise<string | null> {
  const suggested = suggestedExportPath(photoPath, format);
  return save(window, locale, {
    title: words.exportTitle[locale],
    defaultPath: besidePhoto ? suggested : join(app.getPath('pictures'), basename(suggested)),
    filters: [{ name: format.toUpperCase(), extensions: [...extensions[format]] }],
    complete: (path) => withExtension(path, format),
  });
}

async function mayReplace(window: BrowserWindow, path: string, locale: Locale): Promise<boolean> {
  return confirm(window, locale, {
    message: words.exists[locale],
    detail: path,
    action: words.replace[locale],
  });
}

/** The path of the look file that the person chose; `null` when the dialog was cancelled. */
export async function askForLook(window: BrowserWindow, locale: Locale): Promise<string | null> {
  return open(window, words.importLookTitle[locale], [lookFilter(locale)]);
}

/** Where to write a look; `null` when the dialog was cancelled. */
export async function askForLookFile(
  window: BrowserWindow,
  locale: Locale,
  name: string,
): Promise<string | null> {
  // What no file system here takes in a name.
  const fileName = `${name.replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ').trim()}.${lookExtension}`;
  return save(window, locale, {
    title: words.shareLookTitle[locale],
    defaultPath: join(app.getPath('documents'), fileName),
    filters: [lookFilter(locale)],
    complete: (path) => (extname(path) === '' ? `${path}.${lookExtension}` : path),
  });
}

function lookFilter(locale: Locale): FileFilter {
  return { name: words.looks[locale], extensions: [lookExtension] };
}

export async function mayDeleteLook(
  window: BrowserWindow,
  locale: Locale,
  name: string,
): Promise<boolean> {
  return confirm(window, locale, {
    message: words.deleteLook[locale],
    detail: name,
    action: words.delete[locale],
  });
}

/** What to do with unsaved changes before the window closes. Return means the answer that loses nothing. */
export async function askToSave(
  window: BrowserWindow,
  locale: Locale,
): Promise<'save' | 'discard' | 'cancel'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: words.saveFirst[locale],
    detail: words.saveFirstDetail[locale],
    buttons: [words.save[locale], words.dontSave[locale], words.cancel[locale]],
    defaultId: 0,
    cancelId: 2,
    // Windows would draw the actions as links.
    noLink: true,
  });
  return (['save', 'discard'] as const)[response] ?? 'cancel';
}

/** Asks before something is lost; Return and Escape both mean the safe answer. */
async function confirm(
  window: BrowserWindow,
  locale: Locale,
  { message, detail, action }: Record<'message' | 'detail' | 'action', string>,
): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    detail,
    buttons: [words.cancel[locale], action],
    defaultId: 0,
    cancelId: 0,
    // Windows would draw the action as a link.
    noLink: true,
  });
  return response === 1;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** What to do after the page's process ended. */
export async function askAfterCrash(
  window: BrowserWindow,
  locale: Locale,
): Promise<'reload' | 'quit'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: words.pageGone[locale],
    detail: words.pageGoneDetail[locale],
    buttons: [words.reload[locale], words.quit[locale]],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0 ? 'reload' : 'quit';
}
