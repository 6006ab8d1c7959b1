import type { BrowserWindow } from 'electron';

/**
 * The page objects to its end while it holds edits that were not exported; then `ask` decides, `true` for closing.
 * The first try saved the state of the window and ended a quit; without its only window the program quits by itself.
 * A page that crashed cannot object, and Chromium closes one that hangs after a second.
 */
export function askBeforeClosing(window: BrowserWindow, ask: () => Promise<boolean>): void {
  let asking = false;
  // Asked while the program runs on, so that an export behind the dialog gets done.
  const decide = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      if (await ask()) window.destroy();
    } finally {
      asking = false;
    }
  };
  window.webContents.on('will-prevent-unload', () => void decide());
}
