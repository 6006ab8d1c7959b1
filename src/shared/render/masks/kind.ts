import type { Plane, Rectangle } from '../../pixels/raster';
import type { RenderContext } from '../context';
import type { Mask } from './mask';

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
}

export const everywhere: Rectangle = { left: -1e9, top: -1e9, width: 2e9, height: 2e9 };
