import {
  emptyRectangle,
  expand,
  intersect,
  union,
  type Raster,
  type Rectangle,
} from '../../../pixels/raster';
import type { RenderContext } from '../../context';
import type { Working } from '../../working';
import { movedCells, movedParts, reachOf, type DisplacementField, type WarpPass } from './field';
import { Sampler } from './sampler';

/** Pixels beyond the place itself that cubic interpolation looks at. */
const kernelReachPixels = 2;

/** Source pixels that a warp may change, in parts that may overlap by a pixel. */
export function warpedParts({ field }: WarpPass, { scale }: RenderContext): Rectangle[] {
  return movedParts(field).map((part) => {
    const left = Math.floor((field.left + part.left * field.stepPixels) * scale);
    const top = Math.floor((field.top + part.top * field.stepPixels) * scale);
    const right = Math.ceil((field.left + part.right * field.stepPixels) * scale);
    const bottom = Math.ceil((field.top + part.bottom * field.stepPixels) * scale);
    return { left, top, width: right - left, height: bottom - top };
  });
}

/** The smallest rectangle that holds all of them. */
export function warpBounds(pass: WarpPass, context: RenderContext): Rectangle {
  return warpedParts(pass, context).reduce(union, emptyRectangle);
}

/** How far from a pixel the warps together may look, in source pixels. */
export function warpReach(warps: readonly WarpPass[], { scale }: RenderContext): number {
  if (warps.length === 0) return 0;
  const reach = warps.reduce((sum, { field }) => sum + reachOf(field), 0);
  return Math.ceil(reach * scale) + kernelReachPixels;
}

/** Rows that are warped at once: few enough for others to have their turn soon. */
const warpedRows = 96;

/** The rows of a rectangle that warps may change, in pieces of which each can be warped alone. */
export function movedRows(
  warps: readonly WarpPass[],
  context: RenderContext,
  rectangle: Rectangle,
): Rectangle[] {
  const moved = warps.map((pass) => intersect(warpBounds(pass, context), rectangle));
  const { top, height } = moved.reduce(union, emptyRectangle);
  const pieces: Rectangle[] = [];
  for (let y = top; y < top + height; y += warpedRows) {
    pieces.push({ ...rectangle, top: y, height: Math.min(warpedRows, top + height - y) });
  }
  return pieces;
}

/**
 * Carries out all warps in one resampling (Catmull-Rom; each further one would blur), into a picture of `rectangle`,
 * or of more, that holds what the other passes made. Pixels that no warp moves are left alone. `from` must reach `warpReach`
 * beyond `rectangle` wherever the photo does.
 */
export function applyWarps(
  warps: readonly WarpPass[],
  context: RenderContext,
  from: Working,
  result: Raster,
  rectangle: Rectangle,
  whole = rectangle,
): void {
  const { scale } = context;
  const reach = warpReach(warps, context);
  for (const pass of warps) {
    const moved = intersect(warpBounds(pass, context), rectangle);
    fetchWithin(from, intersect(expand(moved, reach), from.area));
  }
  // What is seen passes the last warp first on its way back to the photo.
  const fields = warps.map(({ field }) => field).reverse();
  const { channels, data } = result;
  const bits = data instanceof Uint16Array ? 16 : 8;
  const sampler = new Sampler(from, { width: rectangle.width, reach, fields, scale, bits });
  for (let y = rectangle.top; y < rectangle.top + rectangle.height; y++) {
    const first = (y - whole.top) * whole.width - whole.left;
    for (const [start, end] of spansAt(fields, (y + 0.5) / scale, scale, rectangle)) {
      sampler.find(y, start, end - start);
      sampler.sample(y, data.subarray((first + start) * channels, (first + end) * channels));
    }
  }
}

function fetchWithin(from: Working, { left, top, width, height }: Rectangle): void {
  for (let y = top; y < top + height; y++) from.fetch(y, left, left + width);
}

type Span = readonly [from: number, to: number];

/** The pixels of a row that any of the fields moves. */
function spansAt(
  fields: readonly DisplacementField[],
  photoY: number,
  scale: number,
  { left, width }: Rectangle,
): Span[] {
  const spans: Span[] = [];
  for (const field of fields) {
    const at = (column: number): number => (field.left + column * field.stepPixels) * scale;
    for (const [first, last] of movedCells(field, photoY)) {
      const from = Math.max(left, Math.floor(at(first)));
      const to = Math.min(left + width, Math.ceil(at(last)));
      if (from < to) spans.push([from, to]);
    }
  }
  if (spans.length < 2) return spans;
  const joined: [number, number][] = [];
  for (const [from, to] of spans.sort(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before && from <= before[1]) before[1] = Math.max(before[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
