import type { Plane, Rectangle } from '../pixels/raster';

/**
 * Where in a rectangle of the picture a pass does something, as pieces of rows: `y`, `from` and `to` (exclusive), one
 * after the other, in source pixels. Most of what lies between cheeks, hair and lips needs no work at all.
 */
export type Runs = Int32Array;

/** Numbers that one run takes. */
export const runLength = 3;

/** Gaps shorter than this are no gap: a run's start costs more than a few pixels of nothing. */
const smallestGapPixels = 24;

/** Weights up to this add less than one 16-bit level to a usual change: nobody sees what is left out. */
export const leastWeight = 1 / 16384;

/** The runs of pixels at which any of some masks over `rectangle` does something. */
export function runsOfMasks(planes: readonly Plane[], rectangle: Rectangle): Runs {
  const [first, ...others] = planes;
  if (!first) return new Int32Array();
  if (others.length > 0) {
    return runsWhere(rectangle, (index) => {
      for (const { data } of planes) if (data[index]! > leastWeight) return true;
      return false;
    });
  }
  // Nearly all passes have one mask, and most of its pixels are nothing or all next to each other.
  const { left, top, width, height } = rectangle;
  const { data } = first;
  const runs: number[] = [];
  for (let y = 0; y < height; y++) {
    const row = new RunsOfRow(top + y, runs);
    const end = (y + 1) * width;
    for (let at = y * width; at < end; at++) {
      if (!(data[at]! > leastWeight)) continue;
      const start = at;
      while (at < end && data[at]! > leastWeight) at++;
      row.add(left + start - y * width, left + at - y * width);
    }
    row.end();
  }
  return Int32Array.from(runs);
}

/** The runs of pixels, by their place in `rectangle`, of which `isThere` is true. */
export function runsWhere(rectangle: Rectangle, isThere: (index: number) => boolean): Runs {
  const { left, top, width, height } = rectangle;
  const runs: number[] = [];
  for (let y = 0; y < height; y++) {
    const row = new RunsOfRow(top + y, runs);
    for (let x = 0; x < width; x++) {
      if (!isThere(y * width + x)) continue;
      const start = x;
      while (x < width && isThere(y * width + x)) x++;
      row.add(left + start, left + x);
    }
    row.end();
  }
  return Int32Array.from(runs);
}

/** Joins the pieces of one row that are told from left to right, and writes them as runs. */
export class RunsOfRow {
  #from = -1;
  #to = -1;

  constructor(
    private readonly y: number,
    private readonly runs: number[],
  ) {}

  add(from: number, to: number): void {
    if (this.#to >= 0 && from - this.#to >= smallestGapPixels) this.end();
    if (this.#to < 0) this.#from = from;
    this.#to = to;
  }

  end(): void {
    if (this.#to >= 0) this.runs.push(this.y, this.#from, this.#to);
    this.#to = -1;
  }
}
