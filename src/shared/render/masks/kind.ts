import type { Plane, Rectangle } from '../../pixels/raster';
import type { RenderContext } from '../context';
import type { Mask } from './mask';

/** Numbers between which the values of a mask lie. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export const nothing: Range = { least: 0, most: 0 };
export const anything: Range = { least: 0, most: 1 };

/** How one kind of mask is worked out. Combinations ask for their parts through `evaluate.ts`. */
export interface MaskKind<M extends Mask> {
  /** Source pixels outside of which the mask is at most `least`; may reach beyond the picture. */
  readonly bounds: (mask: M, context: RenderContext, least: number) => Rectangle;
  /**
   * The mask's values over a rectangle of reduced pixels, each of which covers `reduction` source pixels a side and
   * is counted from the picture's corner. The rectangle may reach beyond the picture. The plane is the caller's own.
   */
  readonly compute: (
    mask: M,
    context: RenderContext,
    reduction: number,
    rectangle: Rectangle,
  ) => Plane;
  /**
   * Between which numbers all of those values lie: told in a fraction of the time, so that large parts in which a mask
   * is the same everywhere need not be looked at pixel by pixel. `anything` within its bounds unless told.
   */
  readonly range?: (
    mask: M,
    context: RenderContext,
    reduction: number,
    rectangle: Rectangle,
  ) => Range;
  /** Whether small parts of it, at the picture's own size, cost no more than they do as one. No unless told. */
  readonly isLocal?: (mask: M, context: RenderContext) => boolean;
}

export const everywhere: Rectangle = { left: -1e9, top: -1e9, width: 2e9, height: 2e9 };
