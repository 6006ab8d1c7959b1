import { appContract, type AppEvent } from '@shared/contract/contract';
import { createMemoryPorts } from '@shared/contract/memory-port';
import { createClient, serve, type Handlers } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import type { FacePlace } from '@shared/document/project-faces';
import type { Links } from '../stores/links';
import { studioContract, type AnalysisOverview, type GuestOverview } from '../studio/contract';
import { photoInformation } from './fake-engine';

export type AppHandlers = Handlers<typeof appContract>;
export type StudioHandlers = Handlers<typeof studioContract>;

/** A face of a fifth of the photo's width whose box begins at `left`, in fractions of the photo. */
export function placeAt(left: number): FacePlace {
  const at = (x: number, y: number) => ({ x: left + 0.2 * x, y: 0.2 * y });
  return {
    box: { left, top: 0, width: 0.2, height: 0.2 },
    leftEye: at(0.7, 0.4),
    rightEye: at(0.3, 0.4),
    mouth: at(0.5, 0.75),
  };
}

export const overview: AnalysisOverview = {
  provider: 'cpu',
  milliseconds: { detect: 10, parse: 20, measure: 5 },
  faces: [0, 1].map((index) => ({
    index,
    box: { left: index * 100, top: 0, width: 80, height: 80 },
    gridToPhoto: { a: 1, b: 0, tx: index * 100, ty: 0 },
    gridSize: 4,
    featureCells: new Uint8Array(16).fill(1),
    outlines: [{ feature: 'lips' as const, path: 'M0 0L1 0L1 1Z' }],
    thumbnail: new Blob([String(index)]),
    place: placeAt(0.1 + 0.5 * index),
  })),
};

export const guestOverview: GuestOverview = {
  ...overview,
  information: photoInformation,
  picture: new Blob(['picture']),
  thumbnail: new Blob(['thumbnail']),
};

export interface FakeLinks {
  readonly links: Links;
  readonly calls: string[];
  /** As main would tell it. */
  readonly tell: (event: AppEvent) => void;
}

/** Main and the worker, answering at once; `overrides` make them slow or fail. */
export function createFakeLinks(
  overrides: { app?: Partial<AppHandlers>; studio?: Partial<StudioHandlers> } = {},
): FakeLinks {
  const calls: string[] = [];
  const [appPort, appFar] = createMemoryPorts(structuredClone);
  const [studioPort, studioFar] = createMemoryPorts(structuredClone);
  serve(appContract, appFar, counted(calls, { ...appHandlers, ...overrides.app }));
  serve(studioContract, studioFar, counted(calls, { ...studioHandlers, ...overrides.studio }));
  const listeners: ((event: AppEvent) => void)[] = [];
  return {
    calls,
    tell: (event) => listeners.forEach((listener) => listener(event)),
    links: {
      app: createClient(appContract, appPort).client,
      studio: createClient(studioContract, studioPort).client,
      bridge: {
        platform: 'linux',
        ticketForFile: () => Promise.resolve({ id: 'dropped', name: 'dropped.png', kind: 'photo' }),
      },
      attachCanvas: () => undefined,
      onAppEvent: (listener) => void listeners.push(listener),
    },
  };
}

/** What main calls every look that it saves here. */
export const lookId = '0b0f1b9c-6f0e-4d35-8f2e-3f7b3f4c9a11';

const appHandlers: AppHandlers = {
  start: () => ({ file: null, recoveries: [], settings: { locale: 'en' } }),
  openDialog: () => ({ id: 'chosen', name: 'chosen.jpg', kind: 'photo' }),
  openPhotoDialog: () => ({ id: 'chosen', name: 'chosen.jpg' }),
  samples: () => [{ id: 'sample', name: 'sample.jpg', thumbnail: Uint8Array.of(1) }],
  recentPhotos: () => [{ id: 'recent', name: 'recent.jpg', thumbnail: Uint8Array.of(1) }],
  recentFiles: () => [
    {
      ...{ id: 'recent', name: 'recent.jpg', kind: 'photo', folder: 'photos' },
      ...{ thumbnail: null, missing: false },
    },
  ],
  clearRecentFiles: () => undefined,
  noteRecentFile: () => undefined,
  openProject: () => {
    throw new AppError('file-not-found');
  },
  locatePhoto: () => ({ id: 'located', name: 'located.jpg' }),
  saveProject: ({ project }) => ({ id: project ?? 'project', name: 'chosen.maquette' }),
  keepRecovery: () => undefined,
  clearRecovery: () => undefined,
  discardRecovery: () => undefined,
  showDocument: () => undefined,
  closeWindow: () => undefined,
  chooseExportFile: () => ({ id: 'target', name: 'result.jpg' }),
  revealExported: () => undefined,
  changeSettings: () => undefined,
  looks: () => ({ looks: [], unreadable: [] }),
  saveLook: ({ look }) => ({ id: lookId, look }),
  renameLook: () => undefined,
  deleteLook: () => ({ deleted: true }),
  importLook: () => null,
  shareLook: () => ({ id: 'shared', name: 'look.json' }),
  connectEngine: () => undefined,
};

const studioHandlers: StudioHandlers = {
  open: () => ({ information: photoInformation }),
  analyse: () => overview,
  openGuest: () => guestOverview,
  readMakeup: () => [
    { id: 'lip-color', version: 1, params: { color: '#c21f30', strength: 0.7, finish: 'gloss' } },
    { id: 'eye-liner', version: 1, params: { color: '#171314', upper: 0.8 } },
  ],
  closeGuest: () => undefined,
  setDocument: () => undefined,
  stitchReports: () => [],
  prepare: () => undefined,
  thumbnail: () => new Blob(['face']),
  setView: () => undefined,
  setComparison: () => undefined,
  prepareExport: () => undefined,
  export: () => ({ width: 256, height: 256, fileBytes: 10, milliseconds: 1 }),
  close: () => undefined,
  loseEngine: () => undefined,
};

function counted<T extends AppHandlers | StudioHandlers>(calls: string[], handlers: T): T {
  const entries = Object.entries(handlers).map(([name, handler]) => [
    name,
    (...input: unknown[]): unknown => {
      calls.push(name);
      return (handler as (...input: unknown[]) => unknown)(...input);
    },
  ]);
  return Object.fromEntries(entries) as T;
}
