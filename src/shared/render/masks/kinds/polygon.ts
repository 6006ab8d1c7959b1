import { createPlane, type Plane, type Point } from '../../../pixels/raster';
import type { MaskKind } from '../kind';
import type { PolygonMask } from '../mask';
import { boundsOf } from './lines';

/** Lines looked at in each row of pixels; along a row coverage is exact. */
const linesPerPixel = 4;

export const polygonKind: MaskKind<PolygonMask> = {
  bounds: ({ outline }, { scale }) => boundsOf(outline, 1 / scale, scale),
  isLocal: () => true,
  compute: ({ outline }, { scale }, reduction, rectangle) => {
    const result = createPlane(rectangle.width, rectangle.height);
    const corners = outline.map(({ x, y }) => ({
      x: (x * scale) / reduction - rectangle.left,
      y: (y * scale) / reduction - rectangle.top,
    }));
    for (let line = 0; line < rectangle.height * linesPerPixel; line++) {
      const crossings = crossingsAt(corners, (line + 0.5) / linesPerPixel);
      const row = Math.floor(line / linesPerPixel) * rectangle.width;
      for (let index = 0; index + 1 < crossings.length; index += 2) {
        addSpan(result, row, crossings[index]!, crossings[index + 1]!);
      }
    }
    for (let index = 0; index < result.data.length; index++) {
      result.data[index] = Math.min(1, result.data[index]! / linesPerPixel);
    }
    return result;
  },
};

function crossingsAt(corners: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  let before = corners.at(-1);
  for (const corner of corners) {
    if (before && corner.y > y !== before.y > y) {
      crossings.push(corner.x + ((y - corner.y) / (before.y - corner.y)) * (before.x - corner.x));
    }
    before = corner;
  }
  return crossings.length > 2 || crossings[0]! > crossings[1]!
    ? crossings.sort((a, b) => a - b)
    : crossings;
}

/** Adds to each pixel of a row the length of it that lies between `from` and `to`. */
function addSpan({ width, data }: Plane, row: number, from: number, to: number): void {
  const start = Math.max(0, from);
  const end = Math.min(width, to);
  for (let x = Math.floor(start); x < end; x++) {
    data[row + x] = data[row + x]! + Math.min(end, x + 1) - Math.max(start, x);
  }
}
