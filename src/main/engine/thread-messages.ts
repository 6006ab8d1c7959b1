import type { Analysis, Face } from '@shared/analysis/face';
import type { Document } from '@shared/document/document';
import type { SerializedError } from '@shared/errors';
import type { Raster } from '@shared/pixels/raster';
import type { KeptEntry } from '@shared/render/context';
import type { Piece, Task } from '@shared/render/together';
import type { StitchTask } from '@shared/stitching/staged';
import type { TaskShares } from './task-shares';

/** A picture to be rendered. Passes hold functions, which no message can carry: each thread plans for itself. */
export interface RenderJob {
  /** In shared memory. */
  readonly source: Raster;
  readonly document: Document;
  readonly analysis: Analysis;
}

/** What threads do together: what a task is, and what it makes beside what it writes into shared memory. */
export interface WorkOf {
  readonly piece: { readonly task: Task; readonly made: KeptEntry };
  readonly stitch: { readonly task: StitchTask; readonly made: unknown };
}

/** Tasks to take from, as number `share` of those who do so, until none is left. */
export type Stage = {
  [Work in keyof WorkOf]: {
    readonly kind: 'stage';
    readonly work: Work;
    readonly tasks: readonly WorkOf[Work]['task'][];
    readonly shares: TaskShares;
    readonly share: number;
  };
}[keyof WorkOf];

/** To a thread of a team. Both sides are this program's own, in one process: nothing is validated. */
export type ThreadOrder =
  /** Of all jobs from now on. It stays: much is derived from its faces, which a copy would lose. */
  | { readonly kind: 'analysis'; readonly analysis: Analysis }
  | { readonly kind: 'begin'; readonly job: Omit<RenderJob, 'analysis'> }
  /** The one that tasks are about from now on. */
  | { readonly kind: 'piece'; readonly piece: Piece }
  /** What another thread prepared. */
  | { readonly kind: 'keep'; readonly entry: KeptEntry }
  /** Lets go of the picture. */
  | { readonly kind: 'end' }
  /** A face that tasks of stitching name by its number. It stays until another takes that: much is derived from it. */
  | { readonly kind: 'face'; readonly number: number; readonly face: Face }
  /** The only one that is answered. */
  | Stage;

export type ThreadAnswer =
  /** What a task of the stage made. */
  | { readonly kind: 'made'; readonly task: number; readonly made: unknown }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: SerializedError };
