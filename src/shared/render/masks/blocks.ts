import { createPlane, type Plane, type Rectangle } from '../../pixels/raster';
import type { Range } from './kind';

/** Small enough to lie within a cheek, large enough to be worth the question. */
const blockSidePixels = 128;
/** Differences below this are seen nowhere, not in 16 bits either. */
const leastDifference = 1e-5;

export interface Blockwise {
  readonly range: (part: Rectangle) => Range;
  readonly compute: (part: Rectangle) => Plane;
}

/** The number that all values within a range are, where they are one. */
export function onlyValue({ least, most }: Range): number | undefined {
  if (most - least > leastDifference) return undefined;
  return most < leastDifference ? 0 : least > 1 - leastDifference ? 1 : (least + most) / 2;
}

/** A plane of which only those blocks are worked out that are not the same everywhere. */
export function inBlocks(
  rectangle: Rectangle,
  { range, compute }: Blockwise,
  sidePixels = blockSidePixels,
): Plane {
  const result = createPlane(rectangle.width, rectangle.height);
  const right = rectangle.left + rectangle.width;
  const bottom = rectangle.top + rectangle.height;
  for (let top = rectangle.top; top < bottom; top += sidePixels) {
    const height = Math.min(sidePixels, bottom - top);
    // Blocks beside each other are worked out as one.
    let start = rectangle.left;
    for (let left = start; left < right; left += sidePixels) {
      const width = Math.min(sidePixels, right - left);
      const block = { left, top, width, height };
      const value = onlyValue(range(block));
      if (value === undefined) continue;
      computeInto(result, rectangle, { left: start, top, width: left - start, height }, compute);
      if (value !== 0) fill(result, rectangle, block, value);
      start = left + width;
    }
    computeInto(result, rectangle, { left: start, top, width: right - start, height }, compute);
  }
  return result;
}

function computeInto(
  result: Plane,
  rectangle: Rectangle,
  part: Rectangle,
  compute: Blockwise['compute'],
): void {
  if (part.width === 0) return;
  const { data } = compute(part);
  for (let y = 0; y < part.height; y++) {
    const row = data.subarray(y * part.width, (y + 1) * part.width);
    result.data.set(row, placeIn(rectangle, part, y));
  }
}

function fill(result: Plane, rectangle: Rectangle, part: Rectangle, value: number): void {
  for (let y = 0; y < part.height; y++) {
    const start = placeIn(rectangle, part, y);
    result.data.fill(value, start, start + part.width);
  }
}

function placeIn(rectangle: Rectangle, part: Rectangle, row: number): number {
  return (part.top - rectangle.top + row) * rectangle.width + part.left - rectangle.left;
}
