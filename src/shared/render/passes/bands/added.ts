import type { Planes, Rectangle } from '../../../pixels/raster';
import { runLength, runsWhere, type Runs } from '../../runs';
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
/** From black to white it would be one more than the numbers have. */
const mostSteps = 32767;
/** Less than this (0-1) rounds to no step. */
const leastChange = 0.5 / stepsPerWhole;

/** Of changes (0-1) to the pixels of `cell`. */
export function addedOf([red, green, blue]: Planes, cell: Rectangle): Added {
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

/** What is added to parts of a cell, from the top down, in one. */
export function joined(parts: readonly Added[]): Added {
  const runs = new Int32Array(parts.reduce((sum, part) => sum + part.runs.length, 0));
  const values = new Int16Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let [run, value] = [0, 0];
  for (const part of parts) {
    runs.set(part.runs, run);
    values.set(part.values, value);
    run += part.runs.length;
    value += part.values.length;
  }
  return { runs, values };
}

function isSeen(change: number): boolean {
  return change > leastChange || change < -leastChange;
}

function inSteps(change: number): number {
  return Math.min(mostSteps, rounded(change * stepsPerWhole));
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
