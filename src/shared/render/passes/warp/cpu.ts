import { expand, intersect, isEmpty, type Rectangle } from '../../../pixels/raster';
import type { RenderContext } from '../../context';
import { maximumWorkingSample, type Working } from '../../working';
import { displace, reachOf, type DisplacementField, type WarpPass } from './field';

/** Pixels beyond the place itself that cubic interpolation looks at. */
const kernelReachPixels = 2;

/** Source pixels that the warps may change. */
export function warpBounds({ field }: WarpPass, { scale }: RenderContext): Rectangle {
  const left = Math.floor(field.left * scale);
  const top = Math.floor(field.top * scale);
  const right = Math.ceil((field.left + (field.columns - 1) * field.stepPixels) * scale);
  const bottom = Math.ceil((field.top + (field.rows - 1) * field.stepPixels) * scale);
  return { left, top, width: right - left, height: bottom - top };
}

/** How far from a pixel the warps together may look, in source pixels. */
export function warpReach(warps: readonly WarpPass[], { scale }: RenderContext): number {
  if (warps.length === 0) return 0;
  const reach = warps.reduce((sum, { field }) => sum + reachOf(field), 0);
  return Math.ceil(reach * scale) + kernelReachPixels;
}

/**
 * Carries out all warps in one resampling (Catmull-Rom; each further one would blur). Pixels that none of them moves
 * are copied. `from` must reach `warpReach` beyond `rectangle` wherever the photo does.
 */
export function applyWarps(
  warps: readonly WarpPass[],
  context: RenderContext,
  from: Working,
  rectangle: Rectangle,
): Working {
  const { channels } = from;
  const to: Working = {
    area: rectangle,
    channels,
    data: new Uint16Array(rectangle.width * rectangle.height * channels),
  };
  copy(from, to);
  // What is seen passes the last warp first on its way back to the photo.
  const fields = warps.map(({ field }) => field).reverse();
  const moved = warps.map((pass) => intersect(expand(warpBounds(pass, context), 1), rectangle));
  for (const part of moved) {
    if (!isEmpty(part)) resample(fields, context.scale, from, to, part);
  }
  return to;
}

function copy(from: Working, to: Working): void {
  const { area, channels } = to;
  for (let y = 0; y < area.height; y++) {
    const start =
      ((area.top - from.area.top + y) * from.area.width + area.left - from.area.left) * channels;
    to.data.set(
      from.data.subarray(start, start + area.width * channels),
      y * area.width * channels,
    );
  }
}

function resample(
  fields: readonly DisplacementField[],
  scale: number,
  from: Working,
  { area, channels, data }: Working,
  part: Rectangle,
): void {
  const place = { x: 0, y: 0 };
  for (let y = part.top; y < part.top + part.height; y++) {
    for (let x = part.left; x < part.left + part.width; x++) {
      const photoX = (x + 0.5) / scale;
      const photoY = (y + 0.5) / scale;
      place.x = photoX;
      place.y = photoY;
      for (const field of fields) displace(field, place);
      if (place.x === photoX && place.y === photoY) continue;
      const target = ((y - area.top) * area.width + x - area.left) * channels;
      sample(from, place.x * scale - 0.5, place.y * scale - 0.5, data, target);
    }
  }
}

/** Of the four columns and four rows round a place: where they lie in the data and what they weigh. */
const columns = new Int32Array(4);
const rows = new Int32Array(4);
const columnWeights = new Float64Array(4);
const rowWeights = new Float64Array(4);

/** Catmull-Rom at a place in source pixels (centres at whole numbers); the photo's edge pixels go on beyond it. */
function sample(
  { area, channels, data }: Working,
  x: number,
  y: number,
  into: Uint16Array,
  target: number,
): void {
  const column = Math.floor(x);
  const row = Math.floor(y);
  for (let tap = 0; tap < 4; tap++) {
    columns[tap] = clamp(column + tap - 1 - area.left, area.width) * channels;
    rows[tap] = clamp(row + tap - 1 - area.top, area.height) * area.width * channels;
  }
  weigh(x - column, columnWeights);
  weigh(y - row, rowWeights);
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (let tap = 0; tap < 4; tap++) {
      const line = rows[tap]! + channel;
      const across =
        columnWeights[0]! * data[line + columns[0]!]! +
        columnWeights[1]! * data[line + columns[1]!]! +
        columnWeights[2]! * data[line + columns[2]!]! +
        columnWeights[3]! * data[line + columns[3]!]!;
      sum += rowWeights[tap]! * across;
    }
    into[target + channel] = Math.min(maximumWorkingSample, Math.max(0, Math.round(sum)));
  }
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}

/** Keys' cubic kernel with a = -1/2 (1981), for the pixels from one before to two after a place. */
function weigh(t: number, into: Float64Array): void {
  const rest = 1 - t;
  into[0] = -0.5 * t * rest * rest;
  into[1] = (1.5 * t - 2.5) * t * t + 1;
  into[2] = (1.5 * rest - 2.5) * rest * rest + 1;
  into[3] = -0.5 * rest * t * t;
}
