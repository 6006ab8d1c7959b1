import { createPlane, intersect, type Plane, type Point, type Rectangle } from '../pixels/raster';
import type { Alignment } from './align';
import { createPlanes, readLinear, type Planes, type StitchSide } from './side';

/** Donor positions of every pixel of a rectangle of the target, in donor pixels from the donor's first pixel centre. */
export interface PositionField {
  readonly x: Plane;
  readonly y: Plane;
  readonly donorPixelsPerPixel: number;
}

/** The map is smooth: it is worked out on every eighth pixel and interpolated. */
const stepPixels = 8;

/** `rectangle` may be of pixels that each cover `reduction` pixels of the target a side; positions stay the donor's. */
export function positionsIn(
  { toDonor, donorPixelsPerPixel }: Alignment,
  rectangle: Rectangle,
  reduction = 1,
): PositionField {
  const columns = Math.ceil(rectangle.width / stepPixels) + 1;
  const rows = Math.ceil(rectangle.height / stepPixels) + 1;
  const nodes: Point[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      nodes.push(
        toDonor({
          x: (rectangle.left + column * stepPixels + 0.5) * reduction,
          y: (rectangle.top + row * stepPixels + 0.5) * reduction,
        }),
      );
    }
  }
  const x = createPlane(rectangle.width, rectangle.height);
  const y = createPlane(rectangle.width, rectangle.height);
  for (let row = 0, index = 0; row < rectangle.height; row++) {
    const node = Math.floor(row / stepPixels) * columns;
    const down = (row % stepPixels) / stepPixels;
    for (let column = 0; column < rectangle.width; column++, index++) {
      const at = node + Math.floor(column / stepPixels);
      const along = (column % stepPixels) / stepPixels;
      const [a, b, c, d] = [
        nodes[at]!,
        nodes[at + 1]!,
        nodes[at + columns]!,
        nodes[at + columns + 1]!,
      ];
      const upperX = a.x + along * (b.x - a.x);
      const upperY = a.y + along * (b.y - a.y);
      x.data[index] = upperX + down * (c.x + along * (d.x - c.x) - upperX) - 0.5;
      y.data[index] = upperY + down * (c.y + along * (d.y - c.y) - upperY) - 0.5;
    }
  }
  return { x, y, donorPixelsPerPixel: donorPixelsPerPixel * reduction };
}

/** The donor's pixels that a field looks at, with a border, inside the picture. */
export function reachedBy(
  { x, y }: PositionField,
  borderPixels: number,
  side: StitchSide,
): Rectangle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < x.data.length; index++) {
    left = Math.min(left, x.data[index]!);
    right = Math.max(right, x.data[index]!);
    top = Math.min(top, y.data[index]!);
    bottom = Math.max(bottom, y.data[index]!);
  }
  const reached = {
    left: Math.floor(left) - borderPixels,
    top: Math.floor(top) - borderPixels,
    width: Math.ceil(right) - Math.floor(left) + 2 * borderPixels + 1,
    height: Math.ceil(bottom) - Math.floor(top) + 2 * borderPixels + 1,
  };
  const whole = { left: 0, top: 0, width: side.source.width, height: side.source.height };
  return intersect(reached, whole);
}

/** Lobes of the kernel on each side. */
const lobes = 3;
const tableSteps = 512;
const lanczosTable = Float32Array.from({ length: lobes * tableSteps + 1 }, (_, index) => {
  const t = (index / tableSteps) * Math.PI;
  return t === 0 ? 1 : (lobes * Math.sin(t) * Math.sin(t / lobes)) / (t * t);
});

/**
 * The donor's linear light at the field's positions: Lanczos with three lobes, stretched where the donor has more
 * pixels than the target, so that each sample is a mean over the area that it covers. The only resampling on the way.
 */
export function resample(donor: StitchSide, field: PositionField): Planes {
  const { width, height } = field.x;
  const stretch = Math.max(1, field.donorPixelsPerPixel);
  const reach = Math.ceil(lobes * stretch);
  const part = reachedBy(field, reach + 1, donor);
  const result = createPlanes(width, height);
  if (part.width === 0) return result;
  const source = readLinear(donor, part);
  const taps = 2 * reach;
  const weightsX = new Float32Array(taps);
  const weightsY = new Float32Array(taps);
  const columns = new Int32Array(taps);
  for (let index = 0; index < width * height; index++) {
    const x = field.x.data[index]! - part.left;
    const y = field.y.data[index]! - part.top;
    const firstX = Math.floor(x) - reach + 1;
    const firstY = Math.floor(y) - reach + 1;
    const sumX = kernel(weightsX, x - firstX, stretch);
    const sumY = kernel(weightsY, y - firstY, stretch);
    for (let tap = 0; tap < taps; tap++) {
      columns[tap] = Math.min(part.width - 1, Math.max(0, firstX + tap));
    }
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let row = 0; row < taps; row++) {
      const weightY = weightsY[row]!;
      if (weightY === 0) continue;
      const start = Math.min(part.height - 1, Math.max(0, firstY + row)) * part.width;
      for (let tap = 0; tap < taps; tap++) {
        const weight = weightY * weightsX[tap]!;
        const at = start + columns[tap]!;
        red += weight * source[0].data[at]!;
        green += weight * source[1].data[at]!;
        blue += weight * source[2].data[at]!;
      }
    }
    const share = 1 / (sumX * sumY);
    result[0].data[index] = Math.max(0, red * share);
    result[1].data[index] = Math.max(0, green * share);
    result[2].data[index] = Math.max(0, blue * share);
  }
  return result;
}

/** Fills the weights of the taps from 0 on for a position among them; answers with their sum. */
function kernel(weights: Float32Array, position: number, stretch: number): number {
  let sum = 0;
  for (let tap = 0; tap < weights.length; tap++) {
    const at = (Math.abs(position - tap) / stretch) * tableSteps;
    const index = at | 0;
    const weight =
      index >= lobes * tableSteps
        ? 0
        : lanczosTable[index]! + (at - index) * (lanczosTable[index + 1]! - lanczosTable[index]!);
    weights[tap] = weight;
    sum += weight;
  }
  return sum;
}

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
