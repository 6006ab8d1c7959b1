import {
  emptyRectangle,
  expand,
  intersect,
  type Raster,
  type Rectangle,
} from '../../../pixels/raster';
import type { RenderContext } from '../../context';
import { maximumWorkingSample, narrowSample, type Working } from '../../working';
import {
  displace,
  movedColumns,
  movedPart,
  offsetsAlong,
  reachOf,
  type DisplacementField,
  type WarpPass,
} from './field';

/** Pixels beyond the place itself that cubic interpolation looks at. */
const kernelReachPixels = 2;

/** Source pixels that the warps may change. */
export function warpBounds({ field }: WarpPass, { scale }: RenderContext): Rectangle {
  const moved = movedPart(field);
  if (!moved) return emptyRectangle;
  const left = Math.floor((field.left + moved.left * field.stepPixels) * scale);
  const top = Math.floor((field.top + moved.top * field.stepPixels) * scale);
  const right = Math.ceil((field.left + moved.right * field.stepPixels) * scale);
  const bottom = Math.ceil((field.top + moved.bottom * field.stepPixels) * scale);
  return { left, top, width: right - left, height: bottom - top };
}

/** How far from a pixel the warps together may look, in source pixels. */
export function warpReach(warps: readonly WarpPass[], { scale }: RenderContext): number {
  if (warps.length === 0) return 0;
  const reach = warps.reduce((sum, { field }) => sum + reachOf(field), 0);
  return Math.ceil(reach * scale) + kernelReachPixels;
}

/**
 * Carries out all warps in one resampling (Catmull-Rom; each further one would blur), into a picture of `rectangle`
 * that holds what the other passes made. Pixels that no warp moves are left alone. `from` must reach `warpReach`
 * beyond `rectangle` wherever the photo does.
 */
export function applyWarps(
  warps: readonly WarpPass[],
  context: RenderContext,
  from: Working,
  result: Raster,
  rectangle: Rectangle,
): void {
  const { scale } = context;
  const reach = warpReach(warps, context);
  for (const pass of warps) {
    const moved = intersect(warpBounds(pass, context), rectangle);
    fetchWithin(from, intersect(expand(moved, reach), from.area));
  }
  // What is seen passes the last warp first on its way back to the photo.
  const fields = warps.map(({ field }) => field).reverse();
  const row = new RowOfPlaces(fields, scale, rectangle.width);
  const colors = new Uint16Array(rectangle.width * colorChannels);
  for (let y = rectangle.top; y < rectangle.top + rectangle.height; y++) {
    const spans = spansAt(fields, (y + 0.5) / scale, scale, rectangle);
    for (const [start, end] of spans) {
      row.find(y, start, end);
      sampleRow(from, row, end - start, colors);
      const target =
        ((y - rectangle.top) * rectangle.width + start - rectangle.left) * from.channels;
      put(colors, row, end - start, result, target);
    }
  }
}

const colorChannels = 3;

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
    const columns = movedColumns(field, photoY);
    if (!columns) continue;
    const at = (column: number): number => (field.left + column * field.stepPixels) * scale;
    const from = Math.max(left, Math.floor(at(columns.first - 1)));
    const to = Math.min(left + width, Math.ceil(at(columns.last + 1)));
    if (from < to) spans.push([from, to]);
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

/** Where pixels of a row take their colour from, in source pixels (centres at whole numbers). */
class RowOfPlaces {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 0 where that is the pixel itself. */
  readonly isMoved: Uint8Array;
  readonly #first: DisplacementField | undefined;
  readonly #further: readonly DisplacementField[];
  readonly #offsets: Float64Array;

  constructor(
    [first, ...further]: readonly DisplacementField[],
    private readonly scale: number,
    width: number,
  ) {
    this.x = new Float64Array(width);
    this.y = new Float64Array(width);
    this.isMoved = new Uint8Array(width);
    this.#first = first;
    this.#further = further;
    this.#offsets = new Float64Array((first?.columns ?? 0) * 2);
  }

  /** For the pixels from `start` to before `end`. */
  find(row: number, start: number, end: number): void {
    const { scale } = this;
    this.#followFirst((row + 0.5) / scale, start, end);
    const further = this.#further;
    if (further.length === 0) return;
    const place = { x: 0, y: 0 };
    for (let at = 0; at < end - start; at++) {
      place.x = (this.x[at]! + 0.5) / scale;
      place.y = (this.y[at]! + 0.5) / scale;
      for (const field of further) displace(field, place);
      this.x[at] = place.x * scale - 0.5;
      this.y[at] = place.y * scale - 0.5;
      this.isMoved[at] = 1;
    }
  }

  #followFirst(photoY: number, start: number, end: number): void {
    const { x, y, isMoved, scale } = this;
    const first = this.#first;
    const row = this.#offsets;
    const moves = !!first && offsetsAlong(first, photoY, row);
    for (let at = 0; at < end - start; at++) {
      x[at] = start + at;
      y[at] = photoY * scale - 0.5;
      isMoved[at] = 0;
      if (!moves) continue;
      const along = ((start + at + 0.5) / scale - first.left) / first.stepPixels;
      if (along <= 0 || along >= first.columns - 1) continue;
      const column = Math.floor(along);
      const share = along - column;
      const index = column * 2;
      const dx = row[index]! + share * (row[index + 2]! - row[index]!);
      const dy = row[index + 1]! + share * (row[index + 3]! - row[index + 1]!);
      if (dx === 0 && dy === 0) continue;
      x[at] = x[at]! + dx * scale;
      y[at] = y[at]! + dy * scale;
      isMoved[at] = 1;
    }
  }
}

function put(
  colors: Uint16Array,
  { isMoved }: RowOfPlaces,
  count: number,
  { data, channels }: Raster,
  start: number,
): void {
  const isNarrow = !(data instanceof Uint16Array);
  for (let at = 0, color = 0, target = start; at < count; at++, color += 3, target += channels) {
    if (isMoved[at] === 0) continue;
    const red = colors[color]!;
    const green = colors[color + 1]!;
    const blue = colors[color + 2]!;
    data[target] = isNarrow ? narrowSample(red) : red;
    data[target + 1] = isNarrow ? narrowSample(green) : green;
    data[target + 2] = isNarrow ? narrowSample(blue) : blue;
  }
}

/** Bits of the weights along a row and then down the rows, and of what is kept between both: 32 hold every sum. */
const acrossBits = 14;
const downBits = 12;
const droppedBits = 12;

/** Keys' cubic kernel with a = -1/2 (1981), for the pixels from one before to two after a place, by phases. */
const phases = 512;

function kernelOf(bits: number): Int32Array {
  const kernel = new Int32Array((phases + 1) * 4);
  const whole = 1 << bits;
  for (let phase = 0; phase <= phases; phase++) {
    const t = phase / phases;
    const rest = 1 - t;
    const before = Math.round(-0.5 * t * rest * rest * whole);
    const own = Math.round(((1.5 * t - 2.5) * t * t + 1) * whole);
    const after = Math.round(-0.5 * rest * t * t * whole);
    kernel.set([before, own, whole - before - own - after, after], phase * 4);
  }
  return kernel;
}

const acrossKernel = kernelOf(acrossBits);
const downKernel = kernelOf(downBits);

/** Catmull-Rom, in whole numbers; the photo's edge pixels go on beyond it. */
function sampleRow(
  { area, channels, data }: Working,
  { x, y, isMoved }: RowOfPlaces,
  count: number,
  colors: Uint16Array,
): void {
  const { left, top, width, height } = area;
  const stride = width * channels;
  for (let at = 0; at < count; at++) {
    if (isMoved[at] === 0) continue;
    const column = Math.floor(x[at]!);
    const row = Math.floor(y[at]!);
    const across = Math.round((x[at]! - column) * phases) << 2;
    const down = Math.round((y[at]! - row) * phases) << 2;
    const w0 = acrossKernel[across]!;
    const w1 = acrossKernel[across + 1]!;
    const w2 = acrossKernel[across + 2]!;
    const w3 = acrossKernel[across + 3]!;
    const first = column - 1 - left;
    const isInside = first >= 0 && first + 3 < width && row > top && row + 2 - top < height;
    const start = (isInside ? first : clamp(first, width)) * channels;
    const next = isInside ? start + channels : clamp(first + 1, width) * channels;
    const nextButOne = isInside ? next + channels : clamp(first + 2, width) * channels;
    const last = isInside ? nextButOne + channels : clamp(first + 3, width) * channels;
    let line = (row - 1 - top) * stride;
    let red = half;
    let green = half;
    let blue = half;
    for (let tap = 0; tap < 4; tap++) {
      if (!isInside) line = clamp(row - 1 + tap - top, height) * stride;
      const weight = downKernel[down + tap]!;
      const a = line + start;
      const b = line + next;
      const c = line + nextButOne;
      const d = line + last;
      const lineRed =
        Math.imul(w0, data[a]!) +
        Math.imul(w1, data[b]!) +
        Math.imul(w2, data[c]!) +
        Math.imul(w3, data[d]!);
      const lineGreen =
        Math.imul(w0, data[a + 1]!) +
        Math.imul(w1, data[b + 1]!) +
        Math.imul(w2, data[c + 1]!) +
        Math.imul(w3, data[d + 1]!);
      const lineBlue =
        Math.imul(w0, data[a + 2]!) +
        Math.imul(w1, data[b + 2]!) +
        Math.imul(w2, data[c + 2]!) +
        Math.imul(w3, data[d + 2]!);
      red = (red + Math.imul(weight, lineRed >> droppedBits)) | 0;
      green = (green + Math.imul(weight, lineGreen >> droppedBits)) | 0;
      blue = (blue + Math.imul(weight, lineBlue >> droppedBits)) | 0;
      line += stride;
    }
    colors[at * 3] = limited(red >> resultBits);
    colors[at * 3 + 1] = limited(green >> resultBits);
    colors[at * 3 + 2] = limited(blue >> resultBits);
  }
}

const resultBits = acrossBits + downBits - droppedBits;
const half = 1 << (resultBits - 1);

function limited(value: number): number {
  return value < 0 ? 0 : value > maximumWorkingSample ? maximumWorkingSample : value;
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}
