import { expand, intersect, isEmpty, type Rectangle } from '../../../pixels/raster';
import type { RenderContext } from '../../context';
import { maximumWorkingSample, type Working } from '../../working';
import { displace, offsetsAlong, reachOf, type DisplacementField, type WarpPass } from './field';

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
  [first, ...further]: readonly DisplacementField[],
  scale: number,
  from: Working,
  { area, channels, data }: Working,
  part: Rectangle,
): void {
  if (!first) return;
  const { left, stepPixels, columns } = first;
  const row = new Float64Array(columns * 2);
  const place = { x: 0, y: 0 };
  for (let y = part.top; y < part.top + part.height; y++) {
    const photoY = (y + 0.5) / scale;
    const isMoved = offsetsAlong(first, photoY, row);
    if (!isMoved && further.length === 0) continue;
    for (let x = part.left; x < part.left + part.width; x++) {
      const photoX = (x + 0.5) / scale;
      place.x = photoX;
      place.y = photoY;
      const along = (photoX - left) / stepPixels;
      if (isMoved && along > 0 && along < columns - 1) {
        const column = Math.floor(along);
        const share = along - column;
        const at = column * 2;
        place.x += row[at]! + share * (row[at + 2]! - row[at]!);
        place.y += row[at + 1]! + share * (row[at + 3]! - row[at + 1]!);
      }
      for (const field of further) displace(field, place);
      if (place.x === photoX && place.y === photoY) continue;
      const target = ((y - area.top) * area.width + x - area.left) * channels;
      sample(from, place.x * scale - 0.5, place.y * scale - 0.5, data, target);
    }
  }
}

/** Keys' cubic kernel with a = -1/2 (1981), for the pixels from one before to two after a place, by phases. */
const phases = 512;
const kernel = new Float64Array((phases + 1) * 4);
for (let phase = 0; phase <= phases; phase++) {
  const t = phase / phases;
  const rest = 1 - t;
  kernel[phase * 4] = -0.5 * t * rest * rest;
  kernel[phase * 4 + 1] = (1.5 * t - 2.5) * t * t + 1;
  kernel[phase * 4 + 2] = (1.5 * rest - 2.5) * rest * rest + 1;
  kernel[phase * 4 + 3] = -0.5 * rest * t * t;
}

/** Catmull-Rom at a place in source pixels (centres at whole numbers); the photo's edge pixels go on beyond it. */
function sample(from: Working, x: number, y: number, into: Uint16Array, target: number): void {
  const { area, channels, data } = from;
  const column = Math.floor(x);
  const row = Math.floor(y);
  const left = column - 1 - area.left;
  const top = row - 1 - area.top;
  const isInside = left >= 0 && top >= 0 && left + 3 < area.width && top + 3 < area.height;
  const across = Math.round((x - column) * phases) * 4;
  const down = Math.round((y - row) * phases) * 4;
  const first = kernel[across]!;
  const second = kernel[across + 1]!;
  const third = kernel[across + 2]!;
  const fourth = kernel[across + 3]!;
  const start = (isInside ? left : clamp(left, area.width)) * channels;
  const next = isInside ? start + channels : clamp(left + 1, area.width) * channels;
  const nextButOne = isInside ? next + channels : clamp(left + 2, area.width) * channels;
  const last = isInside ? nextButOne + channels : clamp(left + 3, area.width) * channels;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let tap = 0; tap < 4; tap++) {
    const line = (isInside ? top + tap : clamp(top + tap, area.height)) * area.width * channels;
    const weight = kernel[down + tap]!;
    const a = line + start;
    const b = line + next;
    const c = line + nextButOne;
    const d = line + last;
    red += weight * (first * data[a]! + second * data[b]! + third * data[c]! + fourth * data[d]!);
    green +=
      weight *
      (first * data[a + 1]! + second * data[b + 1]! + third * data[c + 1]! + fourth * data[d + 1]!);
    blue +=
      weight *
      (first * data[a + 2]! + second * data[b + 2]! + third * data[c + 2]! + fourth * data[d + 2]!);
  }
  into[target] = toSample(red);
  into[target + 1] = toSample(green);
  into[target + 2] = toSample(blue);
}

const largestSample = maximumWorkingSample;

function toSample(value: number): number {
  return value <= 0 ? 0 : value >= largestSample ? largestSample : value + 0.5;
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}
