import type { Analysis } from '@shared/analysis/face';
import type {
  ExportOptions,
  ExportResult,
  Patch,
  Pixels,
  Progress,
} from '@shared/contract/contract';
import type { CallOptions } from '@shared/contract/rpc';
import type { Document } from '@shared/document/document';
import { planDocument } from '@shared/edits/plan';
import { AppError, throwIfCancelled } from '@shared/errors';
import type { LookEdit } from '@shared/looks/look';
import type { Rectangle } from '@shared/pixels/raster';
import { RenderCache } from '@shared/render/context';
import type { Pass } from '@shared/render/pass';
import { analysePhoto } from './analyse';
import { Shared, untilCancelled } from './cancellation';
import { decodePhoto } from './decode';
import type { Crew } from './crew';
import { createFaceDetector } from './detect';
import { exportPicture, writePicture } from './export';
import { loadParsingNetwork, type ParsingNetwork } from './inference';
import { writeLabelsFile } from './labels';
import { makeupOf } from './makeup';
import type { Photo } from './photo';
import { ReadyPicture, type FillPicture, type PictureWanted } from './ready-picture';
import { RenderPool } from './render-pool';
import { teamOfCores, type ThreadTeam } from './thread-team';
import { StitchCrew } from './stitch-crew';
import type { Stitched } from './stitched';
import { StitchedPhotos, type OpenDonor } from './stitched-photos';
import { swapFeatures, type Swap, type Swapped } from './swap';
import { viewPhoto } from './view';
import { drawnFace } from './warm-up';

export interface EngineDirectories {
  /** Holds `face-parsing/` and, when packaged, `human/`. */
  readonly modelsDirectory: string;
  /** Writable; made when it is not there. */
  readonly stateDirectory: string;
}

export interface EngineOptions {
  /** The file of `render-thread.ts` as it was built: without it, all is rendered in the caller's own thread. */
  readonly renderScript?: string;
}

export type EngineCall = CallOptions<Progress>;

/**
 * The engine as a library: what the utility process serves and what the command line calls. Every promise
 * rejects only with an `AppError`; a call whose signal is aborted rejects with `cancelled`.
 */
export interface EngineCore {
  /** Loads the networks and runs them ahead of the first photo. Never rejects: what is wrong, `analyse` tells. */
  warmUp(): Promise<void>;
  /**
   * Once a machine: measures whether a GPU parses faster than the processor and remembers the answer. Takes a few
   * seconds, in which other calls wait for single runs; without it the processor is used.
   */
  chooseProvider(): Promise<void>;
  open(path: string, call?: EngineCall): Promise<Photo>;
  /** Finds and parses every face, largest first. Kept with the photo: the second call answers at once. */
  analyse(photo: Photo, call?: EngineCall): Promise<Analysis>;
  /**
   * The photo as if it had been taken with the document's transplants: `view` and `export` go on from it. The latest is
   * kept with the photo. A donor that cannot be read is left out; `reports` says so.
   */
  stitch(
    photo: Photo,
    document: Document,
    openDonor: OpenDonor,
    call?: EngineCall,
  ): Promise<Stitched>;
  /** Once, before features of a donor are asked for: the first stitching then takes half the time. Never rejects. */
  rehearseStitching(photo: Photo, donor: Photo): Promise<void>;
  /** The same at the preview's size: sooner, and nearly the same. */
  stitchDraft(
    photo: Photo,
    document: Document,
    openDonor: OpenDonor,
    call?: EngineCall,
  ): Promise<readonly Patch[]>;
  /** Takes features of other photos' faces into a photo, at full size. */
  swap(photo: Photo, swaps: readonly Swap[], call?: EngineCall): Promise<Swapped>;
  /** A part of the full-size photo, with the document's edits or without. */
  view(photo: Photo, part: ViewRequest, call?: EngineCall): Promise<Pixels>;
  /**
   * Renders what `export` is going to write, which then only has to be encoded, and keeps it until the signal is aborted:
   * then it rejects with `cancelled`.
   */
  prepareExport(
    photo: Photo,
    document: Document,
    keepMetadata: boolean,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Renders at full size and replaces the file at `path` atomically. Only `document.edits` are looked at: transplants
   * are in the photo that `stitch` gives.
   */
  export(
    photo: Photo,
    document: Document,
    path: string,
    options: ExportOptions,
    call?: EngineCall,
  ): Promise<ExportResult>;
  /** The make-up that a face wears, as edits for another one; `face` counts from 0, the largest. */
  readMakeup(photo: Photo, face: number, call?: EngineCall): Promise<readonly LookEdit[]>;
  /** Writes the most probable class id of every pixel as an 8-bit PNG of one channel, all faces in one. */
  writeLabels(photo: Photo, path: string, call?: EngineCall): Promise<void>;
  /** Frees the networks. The core is of no use afterwards. */
  close(): Promise<void>;
}

export interface ViewRequest {
  readonly document: Document;
  readonly rectangle: Rectangle;
  readonly edited: boolean;
}

export function createEngineCore(
  directories: EngineDirectories,
  options: EngineOptions = {},
): EngineCore {
  const detector = createFaceDetector(directories.modelsDirectory);
  const network = new Shared<ParsingNetwork, never>(() => loadParsingNetwork(directories));
  const parsing = (): Promise<ParsingNetwork> => network.get();
  const team = teamOfCores(options.renderScript);
  const stitchCrew = new StitchCrew(team);
  const pool = team && new RenderPool(team);
  const states = new WeakMap<Photo, PhotoState>();

  function keep(photo: Photo, analysis: PhotoState['analysis']): PhotoState {
    const state = { analysis, cache: new RenderCache(keptNumbers) };
    states.set(photo, state);
    return state;
  }

  const lookAt = (photo: Photo, call: EngineCall): Promise<Analysis> =>
    analysePhoto(photo, { detector, parsing }, call);
  const stateOf = (photo: Photo): PhotoState =>
    states.get(photo) ??
    keep(photo, new Shared((signal, onProgress) => lookAt(photo, { signal, onProgress })));

  const analyse = (photo: Photo, { signal, onProgress }: EngineCall = {}): Promise<Analysis> =>
    stateOf(photo).analysis.get(signal, onProgress);

  const stitchedPhotos = new StitchedPhotos({ analyse, lookAt, adopt: keep }, stitchCrew);

  const pictures = new ReadyPicture((wanted) => fillerOf(wanted, analyse, pool));

  return withAppErrors({
    async warmUp() {
      await Promise.allSettled([analysePhoto(drawnFace(), { detector, parsing }), parsing()]);
    },
    chooseProvider: async () => (await parsing()).runner.choose(),
    open: (path, call) => openPhoto(path, team, call),
    analyse,
    stitch: (photo, document, openDonor, call = {}) =>
      stitchedPhotos.get(photo, document, openDonor, call),
    rehearseStitching: (photo, donor) => stitchedPhotos.rehearse(photo, donor),
    stitchDraft: (photo, document, openDonor, call = {}) =>
      stitchedPhotos.draft(photo, document, openDonor, call),
    swap: (photo, swaps, { signal } = {}) => swapFeatures(photo, swaps, stitchCrew, signal),
    async view(photo, { document, rectangle, edited }, call = {}) {
      const passes = edited ? await planOf(photo, document, analyse, call) : [];
      return viewPhoto(photo.working, passes, rectangle, stateOf(photo).cache, call.signal);
    },
    prepareExport: (photo, document, keepMetadata, signal) =>
      pictures.hold({ photo, document, keepMetadata }, signal),
    export: (photo, document, path, options, call = {}) => {
      const wanted = { photo, document, keepMetadata: options.keepMetadata };
      return pictures.use(wanted, call, (lend) => exportPicture(photo, path, options, call, lend));
    },
    readMakeup: async (photo, face, call) => makeupOf(photo, await analyse(photo, call), face),
    async writeLabels(photo, path, call = {}) {
      const analysis = await analyse(photo, call);
      throwIfCancelled(call.signal);
      await writeLabelsFile(analysis, path);
    },
    async close() {
      const loaded = await parsing().catch(() => undefined);
      await Promise.all([loaded?.runner.close(), team?.close()]);
    },
  });
}

/** The threads of a later export come up meanwhile. */
async function openPhoto(
  path: string,
  team: ThreadTeam | undefined,
  { signal, onProgress }: EngineCall = {},
): Promise<Photo> {
  onProgress?.({ stage: 'read', fraction: null });
  team?.start();
  return untilCancelled(decodePhoto(path, signal), signal);
}

/** A document without edits needs no faces. */
async function planOf(
  photo: Photo,
  document: Document,
  analyse: EngineCore['analyse'],
  call: EngineCall,
): Promise<readonly Pass[]> {
  return document.edits.length === 0 ? [] : planDocument(document, await analyse(photo, call));
}

/** Renders by all threads where there is anything to be rendered. */
function fillerOf(
  { photo, document, keepMetadata }: PictureWanted,
  analyse: EngineCore['analyse'],
  pool: RenderPool | undefined,
): FillPicture {
  return async (path, call) => {
    const write = (passes: readonly Pass[], crew?: Crew): Promise<void> =>
      writePicture(photo, passes, path, keepMetadata, { ...call, crew });
    const threads = document.edits.length > 0 ? pool : undefined;
    if (!threads) return write(await planOf(photo, document, analyse, call));
    const job = { document, analysis: await analyse(photo, call), source: photo.working };
    return threads.withCrew(job, write);
  };
}

/** What was derived for the part in view, kept while a slider moves: about 64 MB. */
const keptNumbers = 16_000_000;

interface PhotoState {
  readonly analysis: Shared<Analysis, Progress>;
  readonly cache: RenderCache;
}

function withAppErrors(core: EngineCore): EngineCore {
  const translated = <Output>(work: Promise<Output>): Promise<Output> =>
    work.catch((error: unknown) => {
      throw AppError.from(error);
    });
  return {
    warmUp: () => translated(core.warmUp()),
    chooseProvider: () => translated(core.chooseProvider()),
    open: (path, call) => translated(core.open(path, call)),
    analyse: (photo, call) => translated(core.analyse(photo, call)),
    stitch: (photo, document, openDonor, call) =>
      translated(core.stitch(photo, document, openDonor, call)),
    rehearseStitching: (photo, donor) => translated(core.rehearseStitching(photo, donor)),
    stitchDraft: (photo, document, openDonor, call) =>
      translated(core.stitchDraft(photo, document, openDonor, call)),
    swap: (photo, swaps, call) => translated(core.swap(photo, swaps, call)),
    view: (photo, part, call) => translated(core.view(photo, part, call)),
    prepareExport: (photo, document, keepMetadata, signal) =>
      translated(core.prepareExport(photo, document, keepMetadata, signal)),
    export: (photo, document, path, options, call) =>
      translated(core.export(photo, document, path, options, call)),
    readMakeup: (photo, face, call) => translated(core.readMakeup(photo, face, call)),
    writeLabels: (photo, path, call) => translated(core.writeLabels(photo, path, call)),
    close: () => translated(core.close()),
  };
}
