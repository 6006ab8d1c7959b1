import type { Analysis } from '@shared/analysis/face';
import type { Document } from '@shared/document/document';
import type { SerializedError } from '@shared/errors';
import type { Raster } from '@shared/pixels/raster';
import type { KeptEntry } from '@shared/render/context';
import type { Piece, Task } from '@shared/render/together';
import type { TaskShares } from './task-shares';

/** A picture to be rendered. Passes hold functions, which no message can carry: each thread plans for itself. */
export interface RenderJob {
  /** In shared memory. */
  readonly source: Raster;
  readonly document: Document;
  readonly analysis: Analysis;
}

/** To a rendering thread. Both sides are this program's own, in one process: nothing is validated. */
export type RenderOrder =
  /** Of all jobs from now on. It stays: much is derived from its faces, which a copy would lose. */
  | { readonly kind: 'analysis'; readonly analysis: Analysis }
  | { readonly kind: 'begin'; readonly job: Omit<RenderJob, 'analysis'> }
  /** The one that tasks are about from now on. */
  | { readonly kind: 'piece'; readonly piece: Piece }
  /** What another thread prepared. */
  | { readonly kind: 'keep'; readonly entry: KeptEntry }
  /** Tasks to take from, as number `share` of those who do so, until none is left. The only one that is answered. */
  | {
      readonly kind: 'stage';
      readonly tasks: readonly Task[];
      readonly shares: TaskShares;
      readonly share: number;
    }
  /** Lets go of the picture. */
  | { readonly kind: 'end' };

export type RenderAnswer =
  /** For the others. */
  | { readonly kind: 'prepared'; readonly entry: KeptEntry }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: SerializedError };
