import { createPlane, intersect, type Plane, type Rectangle } from '../pixels/raster';
import type { Alignment } from './align';
import type { Spans } from './spans';
import { createPlanes, readInterleaved, type Planes, type StitchSide } from './side';

/** Donor positions of every pixel of a rectangle of the target, in donor pixels from the donor's first pixel centre. */
export interface PositionField {
  readonly x: Plane;
  readonly y: Plane;
  readonly donorPixelsPerPixel: number;
}

/** The map is smooth: it is worked out on every eighth pixel and interpolated. */
const stepPixels = 8;

interface Nodes {
  readonly columns: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function nodesIn({ toDonor }: Alignment, rectangle: Rectangle, reduction: number): Nodes {
  const columns = Math.ceil(rectangle.width / stepPixels) + 1;
  const rows = Math.ceil(rectangle.height / stepPixels) + 1;
  const nodes = {
    columns,
    x: new Float64Array(columns * rows),
    y: new Float64Array(columns * rows),
  };
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const { x, y } = toDonor({
        x: (rectangle.left + column * stepPixels + 0.5) * reduction,
        y: (rectangle.top + row * stepPixels + 0.5) * reduction,
      });
      nodes.x[at] = x - 0.5;
      nodes.y[at] = y - 0.5;
    }
  }
  return nodes;
}

/** Positions along one row of pixels. */
interface PositionRow {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function fillRow({ columns, x, y }: Nodes, row: number, positions: PositionRow): void {
  const node = Math.floor(row / stepPixels) * columns;
  const down = (row % stepPixels) / stepPixels;
  const count = positions.x.length;
  for (let column = 0; column < count; column++) {
    const at = node + ((column / stepPixels) | 0);
    const along = (column % stepPixels) / stepPixels;
    const upperX = x[at]! + along * (x[at + 1]! - x[at]!);
    const upperY = y[at]! + along * (y[at + 1]! - y[at]!);
    const below = at + columns;
    positions.x[column] =
      upperX + down * (x[below]! + along * (x[below + 1]! - x[below]!) - upperX);
    positions.y[column] =
      upperY + down * (y[below]! + along * (y[below + 1]! - y[below]!) - upperY);
  }
}

/** `rectangle` may be of pixels that each cover `reduction` pixels of the target a side; positions stay the donor's. */
export function positionsIn(
  alignment: Alignment,
  rectangle: Rectangle,
  reduction = 1,
): PositionField {
  const { width, height } = rectangle;
  const nodes = nodesIn(alignment, rectangle, reduction);
  const x = createPlane(width, height);
  const y = createPlane(width, height);
  const positions = { x: new Float64Array(width), y: new Float64Array(width) };
  for (let row = 0; row < height; row++) {
    fillRow(nodes, row, positions);
    x.data.set(positions.x, row * width);
    y.data.set(positions.y, row * width);
  }
  return { x, y, donorPixelsPerPixel: alignment.donorPixelsPerPixel * reduction };
}

/** The donor's pixels that a field looks at, with a border, inside the picture. */
export function reachedBy(
  { x, y }: PositionField,
  borderPixels: number,
  side: StitchSide,
): Rectangle {
  const whole = { left: 0, top: 0, width: side.source.width, height: side.source.height };
  return intersect(around(x.data, y.data, borderPixels), whole);
}

function around(x: ArrayLike<number>, y: ArrayLike<number>, borderPixels: number): Rectangle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < x.length; index++) {
    left = Math.min(left, x[index]!);
    right = Math.max(right, x[index]!);
    top = Math.min(top, y[index]!);
    bottom = Math.max(bottom, y[index]!);
  }
  return {
    left: Math.floor(left) - borderPixels,
    top: Math.floor(top) - borderPixels,
    width: Math.ceil(right) - Math.floor(left) + 2 * borderPixels + 1,
    height: Math.ceil(bottom) - Math.floor(top) + 2 * borderPixels + 1,
  };
}

/** Lobes of the kernel on each side. */
const lobes = 3;
/** Places between two pixels that are told apart: the position is off by a thousandth of a pixel at most. */
const phases = 512;

interface Kernel {
  readonly taps: number;
  /** For each phase the weights of the taps, which sum to 1. */
  readonly weights: Float32Array;
}

/** Lanczos with three lobes, stretched where the donor has more pixels than the target. */
function kernelFor(donorPixelsPerPixel: number): Kernel {
  const stretch = Math.max(1, donorPixelsPerPixel);
  const reach = Math.ceil(lobes * stretch);
  const taps = 2 * reach;
  const weights = new Float32Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    const row = weights.subarray(phase * taps, (phase + 1) * taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      row[tap] = lanczos((reach - 1 + phase / phases - tap) / stretch);
      sum += row[tap]!;
    }
    for (let tap = 0; tap < taps; tap++) row[tap] = row[tap]! / sum;
  }
  return { taps, weights };
}

function lanczos(distance: number): number {
  if (Math.abs(distance) >= lobes) return 0;
  const t = Math.PI * distance;
  return t === 0 ? 1 : (lobes * Math.sin(t) * Math.sin(t / lobes)) / (t * t);
}

/**
 * The donor's linear light at every pixel of a rectangle of the target: each sample is a mean over the area that it
 * covers. The only resampling on the way. Beyond the spans the values at their ends go on.
 */
export function resample(
  donor: StitchSide,
  alignment: Alignment,
  rectangle: Rectangle,
  spans?: Spans,
): Planes {
  const { width, height } = rectangle;
  const nodes = nodesIn(alignment, rectangle, 1);
  const kernel = kernelFor(alignment.donorPixelsPerPixel);
  const part = around(nodes.x, nodes.y, kernel.taps / 2 + 1);
  const result = createPlanes(width, height);
  const source = { data: readInterleaved(donor, part), width: part.width };
  const positions = { x: new Float64Array(width), y: new Float64Array(width) };
  const sampleRow = kernel.taps === 2 * lobes ? sixTaps : anyTaps;
  for (let row = 0; row < height; row++) {
    const start = spans ? spans.starts[row]! : 0;
    const end = spans ? spans.ends[row]! : width;
    if (end <= start) continue;
    fillRow(nodes, row, positions);
    for (let column = start; column < end; column++) {
      positions.x[column] = positions.x[column]! - part.left;
      positions.y[column] = positions.y[column]! - part.top;
    }
    sampleRow(source, positions, kernel, [start, end], result, row * width);
    for (const { data } of result) {
      data.fill(data[row * width + start]!, row * width, row * width + start);
      data.fill(data[row * width + end - 1]!, row * width + end, (row + 1) * width);
    }
  }
  return result;
}

/** Red, green and blue of each pixel one after the other. */
interface Interleaved {
  readonly data: Float32Array;
  readonly width: number;
}

type SampleRow = (
  source: Interleaved,
  positions: PositionRow,
  kernel: Kernel,
  span: readonly [number, number],
  result: Planes,
  at: number,
) => void;

const anyTaps: SampleRow = (source, { x, y }, { taps, weights }, [start, end], result, at) => {
  const { data, width } = source;
  const before = taps / 2 - 1;
  for (let column = start; column < end; column++) {
    const left = Math.floor(x[column]!);
    const top = Math.floor(y[column]!);
    const ofX = Math.round((x[column]! - left) * phases) * taps;
    const ofY = Math.round((y[column]! - top) * phases) * taps;
    let [red, green, blue] = [0, 0, 0];
    for (let row = 0; row < taps; row++) {
      const weightY = weights[ofY + row]!;
      let from = ((top - before + row) * width + left - before) * 3;
      for (let tap = 0; tap < taps; tap++, from += 3) {
        const weight = weightY * weights[ofX + tap]!;
        red += weight * data[from]!;
        green += weight * data[from + 1]!;
        blue += weight * data[from + 2]!;
      }
    }
    result[0].data[at + column] = Math.max(0, red);
    result[1].data[at + column] = Math.max(0, green);
    result[2].data[at + column] = Math.max(0, blue);
  }
};

/** The same, written out for the usual case, for speed. */
const sixTaps: SampleRow = (source, { x, y }, { weights }, [start, end], result, at) => {
  const { data, width } = source;
  const [reds, greens, blues] = [result[0].data, result[1].data, result[2].data];
  const step = 3 * width;
  for (let column = start; column < end; column++) {
    const left = Math.floor(x[column]!);
    const top = Math.floor(y[column]!);
    const ofX = Math.round((x[column]! - left) * phases) * 6;
    const ofY = Math.round((y[column]! - top) * phases) * 6;
    const a = weights[ofX]!;
    const b = weights[ofX + 1]!;
    const c = weights[ofX + 2]!;
    const d = weights[ofX + 3]!;
    const e = weights[ofX + 4]!;
    const f = weights[ofX + 5]!;
    let red = 0;
    let green = 0;
    let blue = 0;
    let p = (top - 2) * step + (left - 2) * 3;
    for (let row = 0; row < 6; row++, p += step) {
      const weight = weights[ofY + row]!;
      red +=
        weight *
        (a * data[p]! +
          b * data[p + 3]! +
          c * data[p + 6]! +
          d * data[p + 9]! +
          e * data[p + 12]! +
          f * data[p + 15]!);
      green +=
        weight *
        (a * data[p + 1]! +
          b * data[p + 4]! +
          c * data[p + 7]! +
          d * data[p + 10]! +
          e * data[p + 13]! +
          f * data[p + 16]!);
      blue +=
        weight *
        (a * data[p + 2]! +
          b * data[p + 5]! +
          c * data[p + 8]! +
          d * data[p + 11]! +
          e * data[p + 14]! +
          f * data[p + 17]!);
    }
    reds[at + column] = red > 0 ? red : 0;
    greens[at + column] = green > 0 ? green : 0;
    blues[at + column] = blue > 0 ? blue : 0;
  }
};

/**
 * A plane of the donor at the field's positions, bilinearly; 0 outside of it. It covers `part` of the donor's pixels,
 * each of which may be `reduction` pixels a side.
 */
export function samplePlane(
  { data, width, height }: Plane,
  part: Rectangle,
  field: PositionField,
  reduction: number,
): Plane {
  const result = createPlane(field.x.width, field.x.height);
  for (let index = 0; index < result.data.length; index++) {
    const x = (field.x.data[index]! + 0.5) / reduction - 0.5 - part.left;
    const y = (field.y.data[index]! + 0.5) / reduction - 0.5 - part.top;
    const left = Math.floor(x);
    const top = Math.floor(y);
    if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) continue;
    const at = top * width + left;
    const upper = data[at]! + (x - left) * (data[at + 1]! - data[at]!);
    const lower = data[at + width]! + (x - left) * (data[at + width + 1]! - data[at + width]!);
    result.data[index] = upper + (y - top) * (lower - upper);
  }
  return result;
}
