import type { Plane, Point } from '../../../pixels/raster';

/**
 * Cubic convolution with a = -1/2 (Keys 1981) at places that follow each other, cut off at 0 and 1: what the loops of
 * `cubic-rows.ts` give. `start` and `step` count cells from the plane's first centre; beyond the plane all is 0.
 */
export function cubicRow(plane: Plane, start: Point, step: Point, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => {
    const [x, y] = [start.x + at * step.x, start.y + at * step.y];
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const along = [-1, 0, 1, 2].map((line) =>
      between(
        [-1, 0, 1, 2].map((offset) => valueAt(plane, column + offset, row + line)),
        x - column,
      ),
    );
    return Math.min(1, Math.max(0, between(along, y - row)));
  });
}

function between([before = 0, first = 0, second = 0, after = 0]: readonly number[], t: number) {
  const square = before - 2.5 * first + 2 * second - 0.5 * after;
  const cube = 1.5 * (first - second) + 0.5 * (after - before);
  return ((cube * t + square) * t + 0.5 * (second - before)) * t + first;
}

function valueAt({ width, height, data }: Plane, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x]!;
}
