import type { BrowserWindow } from 'electron';
import type { appContract, Openable } from '@shared/contract/contract';
import type { Handlers } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import { askForFile, askForProjectFile, askForPhoto } from './dialogs';
import { isProjectPath } from './project-file';
import { Projects } from './projects';
import type { RecentFiles } from './recent-files';
import type { Recovery } from './recovery';
import type { Samples } from './samples';
import type { SettingsStore } from './settings';
import type { Tickets } from './tickets';

export interface ProjectParts {
  readonly window: BrowserWindow;
  readonly tickets: Tickets;
  readonly settings: SettingsStore;
  readonly samples: Samples;
  readonly recovery: Recovery;
  readonly recentFiles: RecentFiles;
  /** The program's version. */
  readonly program: string;
  readonly onModified: (modified: boolean) => void;
}

type RecentHandlers = Pick<
  Handlers<typeof appContract>,
  'recentFiles' | 'recentPhotos' | 'clearRecentFiles' | 'noteRecentFile'
>;

export type ProjectHandlers = RecentHandlers &
  Pick<
    Handlers<typeof appContract>,
    | 'openDialog'
    | 'openProject'
    | 'locatePhoto'
    | 'saveProject'
    | 'keepRecovery'
    | 'clearRecovery'
    | 'discardRecovery'
    | 'showDocument'
    | 'closeWindow'
  >;

export function issueOpenable(path: string, tickets: Tickets): Openable {
  const kind = isProjectPath(path) ? 'project' : 'photo';
  return { ...tickets.issue(path, kind === 'project' ? 'project' : 'read'), kind };
}

/** Opening and saving, what is kept against a crash, and what was opened last. */
export function createProjectHandlers(parts: ProjectParts): ProjectHandlers {
  const { window, tickets, settings, samples, recovery, recentFiles } = parts;
  const projects = new Projects({
    tickets,
    recovery,
    program: parts.program,
    askWhere: ({ projectPath, photoPath }) =>
      askForProjectFile(window, {
        locale: settings.current.locale,
        projectPath,
        photoPath,
        besidePhoto: !samples.isSample(photoPath),
      }),
    onUsed: (path) => recentFiles.note(path),
  });
  return {
    ...createRecentHandlers(parts),
    async openDialog() {
      const path = await askForFile(window, settings.current.locale);
      return path === null ? null : issueOpenable(path, tickets);
    },
    openProject: ({ project, located }) => projects.open(project, located),
    async locatePhoto({ name }) {
      const path = await askForPhoto(window, settings.current.locale, name);
      return path === null ? null : tickets.issue(path, 'read');
    },
    saveProject: ({ saveAs, ...request }) => projects.save(request, saveAs),
    keepRecovery: (request) => projects.keep(request),
    clearRecovery: () => recovery.clear(),
    async discardRecovery({ recovery: id }) {
      const path = tickets.pathOf(id, 'recovery');
      if (path !== undefined) await recovery.remove(path);
    },
    showDocument({ file, name, modified }) {
      parts.onModified(modified);
      window.setTitle(`${modified ? '● ' : ''}${name} – Maquette`);
      // Only macOS draws these.
      window.setDocumentEdited(modified);
      window.setRepresentedFilename(
        tickets.pathOf(file, 'project') ?? tickets.pathOf(file, 'read') ?? '',
      );
    },
    closeWindow: () => window.close(),
  };
}

function createRecentHandlers({ tickets, samples, recentFiles }: ProjectParts): RecentHandlers {
  return {
    async recentFiles() {
      return (await recentFiles.list()).map(({ path, folder, thumbnail, missing }) => ({
        ...issueOpenable(path, tickets),
        ...{ folder, thumbnail, missing },
      }));
    },
    async recentPhotos() {
      return (await recentFiles.list()).flatMap(({ path, kind, thumbnail, missing }) =>
        kind === 'photo' && !missing && thumbnail
          ? [{ ...tickets.issue(path, 'read'), thumbnail }]
          : [],
      );
    },
    clearRecentFiles: () => recentFiles.clear(),
    noteRecentFile({ file, thumbnail }) {
      const path = tickets.pathOf(file, 'read') ?? tickets.pathOf(file, 'project');
      if (path === undefined) throw new AppError('unknown-photo');
      if (!samples.isSample(path)) recentFiles.note(path, thumbnail ?? undefined);
    },
  };
}
