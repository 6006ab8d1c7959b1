import { join } from 'node:path';
import { app, BrowserWindow, screen } from 'electron';
import type { JsonFile } from './json-file';
import { placeWindow, smallestWindow, type WindowState } from './window-state';

/** The page's own ground, so that no white flashes before its first frame. */
const backgroundColor = '#141414';

export function createWindow(file: JsonFile<WindowState>): BrowserWindow {
  const remembered = file.read();
  const window = new BrowserWindow({
    ...placeWindow(
      remembered,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Maquette',
    show: false,
    backgroundColor,
    // The page has its own toolbar; Alt shows the menu, and its keys work all the time.
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(__dirname, '../preload/index.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => {
    // Not earlier: maximizing shows the window.
    if (remembered?.maximized) window.maximize();
    window.show();
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', () => {
    file.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
  return window;
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
