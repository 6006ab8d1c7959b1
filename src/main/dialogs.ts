import { access } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { ExportFormat, Locale } from '@shared/contract/contract';
import type { Text } from '@shared/text';
import { lookExtension } from './look-file';
import { extensions, photoExtensions, suggestedExportPath, withExtension } from './export-name';

const words = {
  openTitle: { en: 'Open Photo', 'zh-CN': '打开照片' },
  photos: { en: 'Photos', 'zh-CN': '照片' },
  exportTitle: { en: 'Export Picture', 'zh-CN': '导出图片' },
  exists: { en: 'A file with this name exists already:', 'zh-CN': '已存在同名文件：' },
  replace: { en: 'Replace', 'zh-CN': '替换' },
  cancel: { en: 'Cancel', 'zh-CN': '取消' },
  closeTitle: { en: 'Close without exporting?', 'zh-CN': '不导出就关闭吗？' },
  closeDetail: {
    en: 'Your changes to this photo have not been exported and will be lost.',
    'zh-CN': '这张照片的修改尚未导出，关闭后将会丢失。',
  },
  close: { en: 'Close', 'zh-CN': '关闭' },
  looks: { en: 'Maquette looks', 'zh-CN': '妆稿妆容' },
  importLookTitle: { en: 'Import Look', 'zh-CN': '导入妆容' },
  shareLookTitle: { en: 'Save Look as File', 'zh-CN': '将妆容另存为文件' },
  deleteLook: { en: 'Delete this look?', 'zh-CN': '删除这个妆容吗？' },
  delete: { en: 'Delete', 'zh-CN': '删除' },
  pageGone: { en: 'The window stopped working.', 'zh-CN': '窗口已停止工作。' },
  pageGoneDetail: {
    en: 'Your photo files are untouched. Edits that were not exported are lost.',
    'zh-CN': '您的照片文件未受影响，但未导出的修改已丢失。',
  },
  reload: { en: 'Reload', 'zh-CN': '重新加载' },
  quit: { en: 'Quit', 'zh-CN': '退出' },
} as const satisfies Record<string, Text>;

/** The path of the photo that the person chose; `null` when the dialog was cancelled. */
export async function askForPhoto(window: BrowserWindow, locale: Locale): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: words.openTitle[locale],
    filters: [{ name: words.photos[locale], extensions: photoExtensions }],
    properties: ['openFile'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

interface ExportQuestion {
  readonly locale: Locale;
  readonly format: ExportFormat;
  readonly photoPath: string;
  /** The folder of a sample is the program's own: its pictures go to the person's. */
  readonly besidePhoto: boolean;
}

/** The path to export to; `null` when the dialog was cancelled. The system asks before it replaces a file. */
export async function askForExportFile(
  window: BrowserWindow,
  { locale, format, photoPath, besidePhoto }: ExportQuestion,
): Promise<string | null> {
  const suggested = suggestedExportPath(photoPath, format);
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: words.exportTitle[locale],
    defaultPath: besidePhoto ? suggested : join(app.getPath('pictures'), basename(suggested)),
    filters: [{ name: format.toUpperCase(), extensions: [...extensions[format]] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || !filePath) return null;
  const path = withExtension(filePath, format);
  // The system was asked about another name than the one that we complete it to.
  if (path !== filePath && (await exists(path)) && !(await mayReplace(window, path, locale))) {
    return null;
  }
  return path;
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
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: words.importLookTitle[locale],
    filters: [{ name: words.looks[locale], extensions: [lookExtension] }],
    properties: ['openFile'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Where to write a look; `null` when the dialog was cancelled. */
export async function askForLookFile(
  window: BrowserWindow,
  locale: Locale,
  name: string,
): Promise<string | null> {
  // What no file system here takes in a name.
  const fileName = `${name.replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ').trim()}.${lookExtension}`;
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: words.shareLookTitle[locale],
    defaultPath: join(app.getPath('documents'), fileName),
    filters: [{ name: words.looks[locale], extensions: [lookExtension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || !filePath) return null;
  const path = extname(filePath) === '' ? `${filePath}.${lookExtension}` : filePath;
  if (path !== filePath && (await exists(path)) && !(await mayReplace(window, path, locale))) {
    return null;
  }
  return path;
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

/** Whether the window may close although that loses edits. */
export async function mayClose(window: BrowserWindow, locale: Locale): Promise<boolean> {
  return confirm(window, locale, {
    message: words.closeTitle[locale],
    detail: words.closeDetail[locale],
    action: words.close[locale],
  });
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
