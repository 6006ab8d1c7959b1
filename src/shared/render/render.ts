import {
  crop,
  emptyRectangle,
  intersect,
  isEmpty,
  tiles,
  union,
  type Raster,
  type Rectangle,
} from '../pixels/raster';
import { evaluateMask, maskBounds, type MaskContext } from './masks/evaluate';
import type { Pass } from './pass';
import { applyColorTable } from './passes/lut/cpu';

/** Side of the pieces that a large region is worked in: small enough for the processor's cache. */
const tileSidePixels = 512;

/**
 * A picture to render at: the unedited photo at some scale. `scale` is source pixels per photo pixel
 * (1 for the export, below 1 for the preview).
 */
export type RenderContext = MaskContext;

/** The only pixels that `passes` can change, in source pixels. */
export function changedBounds(passes: readonly Pass[], context: RenderContext): Rectangle {
  const whole = { left: 0, top: 0, width: context.source.width, height: context.source.height };
  return passes.reduce(
    (bounds, pass) => union(bounds, intersect(maskBounds(pass.mask, context), whole)),
    emptyRectangle,
  );
}

/**
 * Renders a rectangle of the photo, which must lie inside it. Pixels that no mask reaches are copied bit by bit.
 * `onTile` is called between pieces: throw there to cancel.
 */
export function render(
  passes: readonly Pass[],
  context: RenderContext,
  rectangle: Rectangle,
  onTile?: (fraction: number) => void,
): Raster {
  const result = crop(context.source, rectangle);
  passes.forEach((pass, index) => {
    const touched = intersect(maskBounds(pass.mask, context), rectangle);
    if (isEmpty(touched)) return;
    const pieces = tiles(touched, tileSidePixels);
    pieces.forEach((piece, done) => {
      onTile?.((index + done / pieces.length) / passes.length);
      const mask = evaluateMask(pass.mask, context, piece);
      applyColorTable(pass.table, result, mask, {
        left: piece.left - rectangle.left,
        top: piece.top - rectangle.top,
      });
    });
  });
  return result;
}
