import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { AppEvent, Locale } from '@shared/contract/contract';
import type { Text } from '@shared/text';
import type { RecentFile } from './recent-files';

type MenuCommand = Extract<AppEvent, { event: 'menu' }>['command'];

const words = {
  file: { en: '&File', 'zh-CN': '文件(&F)' },
  open: { en: 'Open…', 'zh-CN': '打开…' },
  openRecent: { en: 'Open Recent', 'zh-CN': '打开最近的文件' },
  notFound: { en: '(not found)', 'zh-CN': '（找不到）' },
  forget: { en: 'Clear List', 'zh-CN': '清除列表' },
  save: { en: 'Save', 'zh-CN': '保存' },
  saveAs: { en: 'Save As…', 'zh-CN': '另存为…' },
  export: { en: 'Export…', 'zh-CN': '导出…' },
  close: { en: 'Close', 'zh-CN': '关闭' },
  quit: { en: 'Quit Maquette', 'zh-CN': '退出 Maquette' },
  edit: { en: '&Edit', 'zh-CN': '编辑(&E)' },
  undo: { en: 'Undo', 'zh-CN': '撤销' },
  redo: { en: 'Redo', 'zh-CN': '重做' },
  cut: { en: 'Cut', 'zh-CN': '剪切' },
  copy: { en: 'Copy', 'zh-CN': '复制' },
  paste: { en: 'Paste', 'zh-CN': '粘贴' },
  selectAll: { en: 'Select All', 'zh-CN': '全选' },
  view: { en: '&View', 'zh-CN': '显示(&V)' },
  fit: { en: 'Fit to Window', 'zh-CN': '适合窗口' },
  actualSize: { en: 'Actual Size', 'zh-CN': '实际大小' },
  compare: { en: 'Compare Before and After', 'zh-CN': '前后对比' },
  // Named in the language that it leads to, so that whoever needs it can read it.
  language: { en: '切换到简体中文', 'zh-CN': 'Switch to English' },
  developerTools: { en: 'Developer Tools', 'zh-CN': '开发者工具' },
  help: { en: '&Help', 'zh-CN': '帮助(&H)' },
  about: { en: 'About Maquette', 'zh-CN': '关于 Maquette' },
} as const satisfies Record<string, Text>;

export interface MenuOptions {
  readonly locale: Locale;
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly recentFiles: readonly Pick<RecentFile, 'path' | 'name' | 'folder' | 'missing'>[];
  readonly onCommand: (command: MenuCommand) => void;
  readonly onOpen: (path: string) => void;
  /** Forgets the recent files. */
  readonly onForget: () => void;
}

type Item = MenuItemConstructorOptions;

/** The menu as data. A command goes to the page, which knows whether it makes sense now. */
export function menuTemplate(options: MenuOptions): Item[] {
  const { locale, platform, packaged, onCommand } = options;
  const mac = platform === 'darwin';
  /** "(&F)" marks the letter to press with Alt; macOS has no such letters and would show them. */
  const word = (name: keyof typeof words): string => {
    const text = words[name][locale];
    return mac ? text.replace(/\(&\w\)|&/, '') : text;
  };
  const command = (name: keyof typeof words, command: MenuCommand, accelerator?: string): Item => ({
    label: word(name),
    ...(accelerator ? { accelerator } : {}),
    click: () => onCommand(command),
  });
  const role = (name: keyof typeof words, role: NonNullable<Item['role']>): Item => ({
    label: word(name),
    role,
  });
  const separator: Item = { type: 'separator' };

  const file = [
    command('open', 'open', 'CmdOrCtrl+O'),
    { label: word('openRecent'), submenu: recentItems(options) },
    separator,
    command('save', 'save', 'CmdOrCtrl+S'),
    command('saveAs', 'save-as', 'CmdOrCtrl+Shift+S'),
    separator,
    command('export', 'export', 'CmdOrCtrl+E'),
    separator,
    role('close', 'close'),
  ];
  const edit = [
    command('undo', 'undo', 'CmdOrCtrl+Z'),
    command('redo', 'redo', mac ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
    separator,
    role('cut', 'cut'),
    role('copy', 'copy'),
    role('paste', 'paste'),
    role('selectAll', 'selectAll'),
  ];
  const view = [
    command('fit', 'fit', 'CmdOrCtrl+0'),
    command('actualSize', 'actual-size', 'CmdOrCtrl+1'),
    command('compare', 'compare', 'CmdOrCtrl+\\'),
    separator,
    command('language', 'language'),
    ...(packaged ? [] : [separator, role('developerTools', 'toggleDevTools')]),
  ];
  return [
    ...(mac
      ? [{ label: 'Maquette', submenu: [role('about', 'about'), role('quit', 'quit')] }]
      : []),
    { label: word('file'), submenu: file },
    { label: word('edit'), submenu: edit },
    { label: word('view'), submenu: view },
    { label: word('help'), role: 'help', submenu: [role('about', 'about')] },
  ];
}

function recentItems({ locale, recentFiles, onOpen, onForget }: MenuOptions): Item[] {
  const sameName = (name: string): number =>
    recentFiles.filter((other) => other.name === name).length;
  const items = recentFiles.map(({ path, name, folder, missing }): Item => {
    const place = sameName(name) > 1 ? ` – ${folder}` : '';
    const state = missing ? ` ${words.notFound[locale]}` : '';
    // An ampersand would mark the letter behind it.
    const label = `${name}${place}`.replaceAll('&', '&&') + state;
    return { label, enabled: !missing, click: () => onOpen(path) };
  });
  return [
    ...items,
    ...(items.length > 0 ? [{ type: 'separator' } as const] : []),
    { label: words.forget[locale], enabled: items.length > 0, click: onForget },
  ];
}

export function installMenu(options: Omit<MenuOptions, 'platform' | 'packaged'>): void {
  const { platform } = process;
  const template = menuTemplate({ ...options, platform, packaged: app.isPackaged });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
