import { MessageChannelMain, shell, type BrowserWindow, type MessagePortMain } from 'electron';
import { appContract, type AppEvent, type Ticket } from '@shared/contract/contract';
import { serve, type Handlers } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import type { PageLine } from './contract-adapter';
import { askForExportFile, askForPhoto } from './dialogs';
import type { Samples } from './samples';
import type { SettingsStore } from './settings';
import type { Supervisor } from './supervisor';
import type { Tickets } from './tickets';

export interface EditorParts {
  readonly window: BrowserWindow;
  readonly page: PageLine;
  readonly tickets: Tickets;
  readonly supervisor: Supervisor<MessagePortMain>;
  readonly settings: SettingsStore;
  readonly samples: Samples;
  readonly onSettingsChange: () => void;
}

export interface Editor {
  /** Opens a photo in the page: at once, or with its start when it is not there yet. */
  openPhoto(path: string): void;
  tell(event: AppEvent): void;
}

/** One window's side of `appContract`. */
export function createEditor(parts: EditorParts): Editor {
  const { window, page, tickets } = parts;
  let firstPhoto: Ticket | null = null;
  let pageStarted = false;

  // A page that loads anew asks for the start again.
  window.webContents.on('did-start-loading', () => (pageStarted = false));
  page.onDroppedFile((path) => tickets.issue(path, 'read'));
  serve(appContract, page.port, {
    ...createHandlers(parts),
    start() {
      const photo = firstPhoto;
      firstPhoto = null;
      pageStarted = true;
      return { photo, settings: parts.settings.current };
    },
  });

  return {
    openPhoto(path) {
      const photo = tickets.issue(path, 'read');
      if (pageStarted) page.tell({ event: 'photo', photo });
      else firstPhoto = photo;
    },
    tell: (event) => page.tell(event),
  };
}

function createHandlers(parts: EditorParts): Omit<Handlers<typeof appContract>, 'start'> {
  const { window, page, tickets, supervisor, settings, samples } = parts;
  return {
    async openPhotoDialog() {
      const path = await askForPhoto(window, settings.current.locale);
      return path === null ? null : tickets.issue(path, 'read');
    },
    samples: async () => [...(await samples.list())],
    async chooseExportFile({ photo, format }) {
      const photoPath = tickets.pathOf(photo, 'read');
      if (photoPath === undefined) throw new AppError('unknown-photo');
      const besidePhoto = !samples.isSample(photoPath);
      const { locale } = settings.current;
      const path = await askForExportFile(window, { locale, format, photoPath, besidePhoto });
      return path === null ? null : tickets.issue(path, 'write');
    },
    revealExported({ target }) {
      const path = tickets.pathOf(target, 'write');
      if (path === undefined) throw new AppError('file-not-found');
      shell.showItemInFolder(path);
    },
    changeSettings(changed) {
      settings.change(changed);
      parts.onSettingsChange();
    },
    connectEngine() {
      const { port1, port2 } = new MessageChannelMain();
      supervisor.connect(port1);
      page.handOver(port2);
    },
  };
}
