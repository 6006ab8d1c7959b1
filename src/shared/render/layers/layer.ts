import { occupied, partOfPlane } from '../../pixels/occupied';
import { expand, intersect, type Rectangle } from '../../pixels/raster';
import { kept, type RenderContext } from '../context';

/** A picture over a part of the photo, in source pixels: a colour and how much of it there is. */
export interface LayerPixels {
  readonly area: Rectangle;
  /** Linear light, red, green and blue interleaved. In a layer that is multiplied 1 lets everything through. */
  readonly colors: Float32Array;
  /** 0-1 */
  readonly coverage: Float32Array;
}

/**
 * Something derived from the unedited photo and laid over it: clean skin where a brow was, the hairs of a brow. It is
 * worked out once for the whole photo, and kept while sliders move.
 */
export interface Layer {
  /** Names everything that `compute` depends on, but for the photo. */
  readonly key: string;
  /** Source pixels outside of which there is none of it; cheap. */
  readonly bounds: (context: RenderContext) => Rectangle;
  readonly compute: (context: RenderContext) => LayerPixels;
}

export function layerPixels(layer: Layer, context: RenderContext): LayerPixels {
  return kept(context, layerKey(layer), weigh, () => layer.compute(context));
}

/** Under which its pixels are kept. */
export function layerKey({ key }: Layer): string {
  return `layer ${key}`;
}

/** What lies round a layer so that it may be interpolated up to its edge. */
const borderPixels = 3;

/** The part of a layer in which there is any of it, with a narrow border. */
export function shownPart({ area, colors, coverage }: LayerPixels): LayerPixels {
  const part = intersect(expand(occupied({ ...area, data: coverage }, area), borderPixels), area);
  const shown = new Float32Array(part.width * part.height * 3);
  for (let y = 0; y < part.height; y++) {
    const start = (part.top - area.top + y) * area.width + part.left - area.left;
    shown.set(colors.subarray(start * 3, (start + part.width) * 3), y * part.width * 3);
  }
  const { data } = partOfPlane({ ...area, data: coverage }, area, part);
  return { area: part, colors: shown, coverage: data };
}

function weigh({ colors, coverage }: LayerPixels): number {
  return colors.length + coverage.length;
}
