import { basename } from 'node:path';
import { MessageChannelMain, shell, type BrowserWindow, type MessagePortMain } from 'electron';
import {
  appContract,
  type AppEvent,
  type Openable,
  type RecoveryTicket,
} from '@shared/contract/contract';
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
import { createProjectHandlers, issueOpenable, type ProjectHandlers } from './project-handlers';
import type { RecentFiles } from './recent-files';
import type { Recovery } from './recovery';
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
  readonly recentFiles: RecentFiles;
  readonly recovery: Recovery;
  /** The program's version. */
  readonly program: string;
  readonly onSettingsChange: () => void;
}

export interface Editor {
  /** Opens a photo or project in the page: at once, or with its start when it is not there yet. */
  open(path: string): void;
  tell(event: AppEvent): void;
  /** The page holds changes that are not saved, as far as it could still tell. */
  readonly modified: boolean;
}

/** One window's side of `appContract`. */
export function createEditor(parts: EditorParts): Editor {
  const { window, page, tickets, recovery } = parts;
  let firstFile: Openable | null = null;
  let pageStarted = false;
  let modified = false;
  const onModified = (now: boolean): void => void (modified = now);

  // A page that loads anew asks for the start again.
  window.webContents.on('did-start-loading', () => (pageStarted = false));
  page.onDroppedFile((path) => issueOpenable(path, tickets));
  serve(appContract, page.port, {
    ...createHandlers(parts),
    ...createLookHandlers(parts),
    ...createProjectHandlers({ ...parts, onModified }),
    async start() {
      const file = firstFile;
      firstFile = null;
      // Whatever a page before this one had open is as lost as what an earlier run had.
      await recovery.leaveBehind();
      const recoveries = await listRecoveries(recovery, tickets);
      modified = false;
      pageStarted = true;
      return { file, recoveries, settings: parts.settings.current };
    },
  });

  return {
    open(path) {
      const file = issueOpenable(path, tickets);
      if (pageStarted) page.tell({ event: 'open', file });
      else firstFile = file;
    },
    tell: (event) => page.tell(event),
    get modified() {
      return modified;
    },
  };
}

async function listRecoveries(recovery: Recovery, tickets: Tickets): Promise<RecoveryTicket[]> {
  return (await recovery.list()).map(({ path, interrupted }) => {
    const { project, keptAtMilliseconds } = interrupted;
    const photo = project.photos[project.document.photo]?.name ?? '';
    const name = interrupted.path === null ? photo : basename(interrupted.path);
    return { id: tickets.issue(path, 'recovery').id, name, keptAtMilliseconds };
  });
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

function createHandlers(
  parts: EditorParts,
): Omit<AppHandlers, 'start' | keyof LookHandlers | keyof ProjectHandlers> {
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
