import type { Rectangle } from '../../pixels/raster';
import type { RenderContext } from '../context';
import type { Working } from '../working';

/** How one kind of pass is carried out. */
export interface PassKind<P> {
  /** Two passes with the same key, on the same photo, do the same. */
  readonly key: (pass: P) => string;
  /** The only source pixels that it can change; may reach beyond the picture. */
  readonly bounds: (pass: P, context: RenderContext) => Rectangle;
  /** Works out, ahead of the first cell, what serves all of them: a step of its own. */
  readonly begin?: {
    /** Under which it is kept. */
    readonly key: (pass: P) => string;
    readonly prepare: (pass: P, context: RenderContext) => void;
  };
  /** Works out, ahead of a cell, what is kept for it: again a step of its own. */
  readonly ahead?: (pass: P, context: RenderContext, cell: Rectangle) => void;
  /**
   * Changes `target` inside `cell`, a rectangle within `bounds` that depends on nothing but the pass and the photo,
   * so that what is derived for it can be kept; only the part of it that `target` covers is written.
   */
  readonly apply: (pass: P, context: RenderContext, target: Working, cell: Rectangle) => void;
}
