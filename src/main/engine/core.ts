import type { Analysis } from '@shared/analysis/face';
import type { ExportOptions, ExportResult, Pixels, Progress } from '@shared/contract/contract';
import type { CallOptions } from '@shared/contract/rpc';
import type { Document } from '@shared/document/document';
import type { Rectangle } from '@shared/pixels/raster';
import type { Photo } from './photo';

export interface EngineDirectories {
  /** Holds `face-parsing/` and, when packaged, `human/`. */
  readonly modelsDirectory: string;
  /** Writable; made when it is not there. */
  readonly stateDirectory: string;
}

export type EngineCall = CallOptions<Progress>;

/**
 * The engine as a library: what the utility process serves and what the command line calls. Every promise
 * rejects only with an `AppError`; a call whose signal is aborted rejects with `cancelled`.
 */
export interface EngineCore {
  /** Loads the networks ahead of the first photo. Never rejects: what is wrong, `analyse` tells. */
  warmUp(): Promise<void>;
  open(path: string, call?: EngineCall): Promise<Photo>;
  /** Finds and parses every face, largest first. Kept with the photo: the second call answers at once. */
  analyse(photo: Photo, call?: EngineCall): Promise<Analysis>;
  /** A part of the full-size photo, with the document's edits or without. */
  view(photo: Photo, part: ViewRequest, call?: EngineCall): Promise<Pixels>;
  /** Renders at full size and replaces the file at `path` atomically. `document.photo` is not looked at. */
  export(
    photo: Photo,
    document: Document,
    path: string,
    options: ExportOptions,
    call?: EngineCall,
  ): Promise<ExportResult>;
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
