import { MessageChannelMain, shell, type BrowserWindow, type MessagePortMain } from 'electron';
import { appContract, type AppEvent, type Ticket } from '@shared/contract/contract';
import { serve, type Handlers } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import type { PageLine } from './contract-adapter';
import { lookName } from '@shared/looks/look';
import {
  askForExportFile,
  askForLook,
  askForLookFile,
  askForPhoto,
  mayDeleteLook,
} from './dialogs';
import { readLookFile, writeLookFile } from './look-file';
import type { OwnLooks } from './own-looks';
import type { RecentPhotos } from './recent-photos';
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
  readonly ownLooks: OwnLooks;
  readonly recentPhotos: RecentPhotos;
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
    ...createLookHandlers(parts),
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

type AppHandlers = Handlers<typeof appContract>;
type LookHandlers = Pick<
  AppHandlers,
  'looks' | 'saveLook' | 'renameLook' | 'deleteLook' | 'importLook' | 'shareLook'
>;

function createLookHandlers({ window, tickets, settings, ownLooks }: EditorParts): LookHandlers {
  return {
    looks: () => ownLooks.list(),
    saveLook: ({ look }) => ownLooks.save(look),
    renameLook: ({ id, name }) => ownLooks.rename(id, name),
    async deleteLook({ id }) {
      const { locale } = settings.current;
      const name = lookName(await ownLooks.get(id), locale);
      const deleted = await mayDeleteLook(window, locale, name);
      if (deleted) await ownLooks.remove(id);
      return { deleted };
    },
    async importLook() {
      const path = await askForLook(window, settings.current.locale);
      return path === null ? null : ownLooks.save(await readLookFile(path));
    },
    async shareLook({ look }) {
      const { locale } = settings.current;
      const path = await askForLookFile(window, locale, lookName(look, locale));
      if (path === null) return null;
      await writeLookFile(path, look);
      return tickets.issue(path, 'write');
    },
  };
}

function createHandlers(parts: EditorParts): Omit<AppHandlers, 'start' | keyof LookHandlers> {
  const { window, page, tickets, supervisor, settings, samples, recentPhotos } = parts;
  return {
    async openPhotoDialog() {
      const path = await askForPhoto(window, settings.current.locale);
      return path === null ? null : tickets.issue(path, 'read');
    },
    recentPhotos: () => recentPhotos.list(),
    noteRecentPhoto({ photo, thumbnail }) {
      const path = tickets.pathOf(photo, 'read');
      if (path === undefined) throw new AppError('unknown-photo');
      if (!samples.isSample(path)) recentPhotos.note(path, thumbnail);
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
