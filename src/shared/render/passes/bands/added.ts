import type { Plane, Rectangle } from '../../../pixels/raster';
import { runLength, RunsOfRow, runsWhere, type Runs } from '../../runs';
import { maximumWorkingSample } from '../../working';

/** What a whole edit adds to red, green and blue of pixels, mask included. */
export interface Added {
  readonly runs: Runs;
  /** Of each pixel of the runs, one after the other, in steps of `addedStep`. */
  readonly values: Int16Array;
}

/** In 16-bit samples: with it black may become white. */
export const addedStep = 2;

const stepsPerWhole = maximumWorkingSample / addedStep;
/** Less than this (0-1) rounds to no step. */
const leastChange = 0.5 / stepsPerWhole;

export type ColorPlanes = readonly [red: Plane, green: Plane, blue: Plane];

/** Of changes (0-1) to the pixels of `cell`. */
export function addedOf([red, green, blue]: ColorPlanes, cell: Rectangle): Added {
  const runs = runsWhere(
    cell,
    (index) => isSeen(red.data[index]!) || isSeen(green.data[index]!) || isSeen(blue.data[index]!),
  );
  const values = new Int16Array(pixelsOf(runs) * 3);
  let into = 0;
  for (let run = 0; run < runs.length; run += runLength) {
    const start = (runs[run]! - cell.top) * cell.width - cell.left;
    for (let x = runs[run + 1]!; x < runs[run + 2]!; x++, into += 3) {
      values[into] = inSteps(red.data[start + x]!);
      values[into + 1] = inSteps(green.data[start + x]!);
      values[into + 2] = inSteps(blue.data[start + x]!);
    }
  }
  return { runs, values };
}

/**
 * Of changes (0-1) to the reduced pixels `covered`, at every pixel of `cell`: bilinear as by `enlarged`, but only where
 * there is something, and without planes of the picture's own size in between.
 */
export function enlargedAddition(
  changes: ColorPlanes,
  covered: Rectangle,
  factor: number,
  cell: Rectangle,
): Added {
  const rows = new ReducedRow(changes, covered, factor, cell);
  const runs: number[] = [];
  for (let y = 0; y < cell.height; y++) if (rows.find(y)) rows.addRuns(y, runs);
  const result = { runs: Int32Array.from(runs), values: new Int16Array(pixelsOf(runs) * 3) };
  let into = 0;
  let found = -1;
  for (let run = 0; run < runs.length; run += runLength) {
    const y = runs[run]! - cell.top;
    if (y !== found) rows.find(y);
    found = y;
    into = rows.write(runs[run + 1]!, runs[run + 2]!, result.values, into);
  }
  return result;
}

/** One row of a cell, interpolated down but not yet along. */
class ReducedRow {
  /** Of each reduced pixel of the row: red, green and blue, in steps. */
  readonly #row: Float64Array;
  /** Of each pixel: the reduced pixel before it, and how far it lies from that one. */
  readonly #columns: Int32Array;
  readonly #shares: Float64Array;

  constructor(
    private readonly changes: ColorPlanes,
    private readonly covered: Rectangle,
    private readonly factor: number,
    private readonly cell: Rectangle,
  ) {
    this.#row = new Float64Array(covered.width * 3);
    this.#columns = new Int32Array(cell.width);
    this.#shares = new Float64Array(cell.width);
    for (let x = 0; x < cell.width; x++) {
      const at = (cell.left + x + 0.5) / factor - 0.5 - covered.left;
      this.#columns[x] = Math.floor(at);
      this.#shares[x] = at - Math.floor(at);
    }
  }

  /** Interpolates for a row of the cell; false where nothing changes in it. */
  find(y: number): boolean {
    const { covered, factor, cell } = this;
    const { width } = covered;
    const row = this.#row;
    const at = (cell.top + y + 0.5) / factor - 0.5 - covered.top;
    const above = Math.floor(at) * width;
    const share = at - Math.floor(at);
    let changes = false;
    for (const [channel, { data }] of this.changes.entries()) {
      for (let x = 0; x < width; x++) {
        const upper = data[above + x]!;
        const value = upper + share * (data[above + width + x]! - upper);
        row[x * 3 + channel] = value * stepsPerWhole;
        if (isSeen(value)) changes = true;
      }
    }
    return changes;
  }

  /** Where interpolation carries what was found. */
  addRuns(y: number, runs: number[]): void {
    const { left, top, width } = this.cell;
    const row = this.#row;
    const collected = new RunsOfRow(top + y, runs);
    const isThere = (column: number): boolean =>
      column >= 0 &&
      (Math.abs(row[column * 3]!) > 0.5 ||
        Math.abs(row[column * 3 + 1]!) > 0.5 ||
        Math.abs(row[column * 3 + 2]!) > 0.5);
    let from = 0;
    while (from < width) {
      const column = this.#columns[from]!;
      let to = from + 1;
      while (to < width && this.#columns[to] === column) to++;
      if (isThere(column) || isThere(column + 1)) collected.add(left + from, left + to);
      from = to;
    }
    collected.end();
  }

  /** Writes the pixels from `from` to before `to` and returns where the next ones go. */
  write(from: number, to: number, values: Int16Array, start: number): number {
    const { left } = this.cell;
    const row = this.#row;
    let into = start;
    for (let x = from - left; x < to - left; x++, into += 3) {
      const at = this.#columns[x]! * 3;
      const share = this.#shares[x]!;
      const red = row[at]!;
      const green = row[at + 1]!;
      const blue = row[at + 2]!;
      values[into] = rounded(red + share * (row[at + 3]! - red));
      values[into + 1] = rounded(green + share * (row[at + 4]! - green));
      values[into + 2] = rounded(blue + share * (row[at + 5]! - blue));
    }
    return into;
  }
}

function isSeen(change: number): boolean {
  return change > leastChange || change < -leastChange;
}

function inSteps(change: number): number {
  return rounded(change * stepsPerWhole);
}

/** Math.round is several times slower than cutting a positive number off. */
function rounded(steps: number): number {
  return Math.trunc(steps + 65536.5) - 65536;
}

function pixelsOf(runs: ArrayLike<number>): number {
  let pixels = 0;
  for (let run = 0; run < runs.length; run += runLength) pixels += runs[run + 2]! - runs[run + 1]!;
  return pixels;
}
