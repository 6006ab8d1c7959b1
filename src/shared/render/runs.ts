import type { Plane, Rectangle } from '../pixels/raster';

/**
 * Where in a rectangle of the picture a pass does something, as pieces of rows: `y`, `from` and `to` (exclusive), one
 * after the other, in source pixels. Most of what lies between cheeks, hair and lips needs no work at all.
 */
export type Runs = Int32Array;

/** Numbers that one run takes. */
export const runLength = 3;

/** Gaps shorter than this are no gap: a run's start costs more than a few pixels of nothing. */
const smallestGapPixels = 12;

/** Weights up to this add less than one 16-bit level to a usual change: nobody sees what is left out. */
export const leastWeight = 1 / 16384;

/** The runs of pixels at which any of some masks over `rectangle` does something. */
export function runsOfMasks(planes: readonly Plane[], rectangle: Rectangle): Runs {
  return runsWhere(rectangle, (index) => {
    for (const { data } of planes) if (data[index]! > leastWeight) return true;
    return false;
  });
}

/** The runs of pixels, by their place in `rectangle`, of which `isThere` is true. */
export function runsWhere(rectangle: Rectangle, isThere: (index: number) => boolean): Runs {
  const { left, top, width, height } = rectangle;
  const runs: number[] = [];
  for (let y = 0; y < height; y++) {
    let from = -1;
    let last = -1;
    for (let x = 0; x < width; x++) {
      if (!isThere(y * width + x)) continue;
      if (from >= 0 && x - last > smallestGapPixels) {
        runs.push(top + y, left + from, left + last + 1);
        from = x;
      } else if (from < 0) from = x;
      last = x;
    }
    if (from >= 0) runs.push(top + y, left + from, left + last + 1);
  }
  return Int32Array.from(runs);
}
