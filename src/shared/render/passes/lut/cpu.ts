import {
  emptyRectangle,
  intersect,
  union,
  type Plane,
  type Rectangle,
} from '../../../pixels/raster';
import { evaluateMask, maskBounds } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import type { LutPass } from '../../pass';
import { maximumWorkingSample, type Working } from '../../working';
import type { PassKind } from '../kind';
import { latticeSide, type ColorTable } from './table';

const last = latticeSide - 1;
const redStep = latticeSide * latticeSide * 3;
const greenStep = latticeSide * 3;
const blueStep = 3;

export const lutKind: PassKind<LutPass> = {
  key: ({ parts }) =>
    `lut ${parts.map(({ table, mask }) => `${table.key} ${maskKey(mask)}`).join(' ')}`,
  bounds: ({ parts }, context) =>
    parts.map(({ mask }) => maskBounds(mask, context)).reduce(union, emptyRectangle),
  apply: ({ parts }, context, target, cell) => {
    const weighed = parts.map(({ table, mask }) => ({
      table,
      mask: evaluateMask(mask, context, cell),
    }));
    applyColorTables(weighed, target, cell);
  },
};

/** A table and how much of it each of a cell's pixels takes (0-1). */
export interface WeighedTable {
  readonly table: ColorTable;
  readonly mask: Plane;
}

/** Adds the tables' edits to `target` inside `cell`. Where all masks are 0 nothing is touched. */
export function applyColorTables(
  weighed: readonly WeighedTable[],
  { area, channels, data }: Working,
  cell: Rectangle,
): void {
  const part = intersect(area, cell);
  const sum = new Float32Array(3);
  for (let y = part.top; y < part.top + part.height; y++) {
    let sample = ((y - area.top) * area.width + part.left - area.left) * channels;
    let weightAt = (y - cell.top) * cell.width + part.left - cell.left;
    for (let x = 0; x < part.width; x++, sample += channels, weightAt++) {
      let touched = false;
      for (let index = 0; index < weighed.length; index++) {
        const { table, mask } = weighed[index]!;
        const weight = mask.data[weightAt]!;
        if (weight <= 0) continue;
        if (!touched) sum.fill(0);
        touched = true;
        addInterpolated(
          table,
          data[sample]! / maximumWorkingSample,
          data[sample + 1]! / maximumWorkingSample,
          data[sample + 2]! / maximumWorkingSample,
          weight,
          sum,
        );
      }
      if (!touched) continue;
      for (let channel = 0; channel < 3; channel++) {
        const changed = data[sample + channel]! + sum[channel]! * maximumWorkingSample;
        data[sample + channel] = Math.min(maximumWorkingSample, Math.max(0, changed + 0.5));
      }
    }
  }
}

/**
 * Tetrahedral interpolation (Kasson, Plouffe & Nin 1993): the cell is cut into six tetrahedra along its grey
 * diagonal, and the colour is a weighted sum of the four corners of the one that holds it.
 */
function addInterpolated(
  table: ColorTable,
  red: number,
  green: number,
  blue: number,
  weight: number,
  sum: Float32Array,
): void {
  const r = Math.min(last - 1, Math.floor(red * last));
  const g = Math.min(last - 1, Math.floor(green * last));
  const b = Math.min(last - 1, Math.floor(blue * last));
  const fr = red * last - r;
  const fg = green * last - g;
  const fb = blue * last - b;
  const origin = r * redStep + g * greenStep + b * blueStep;
  const opposite = origin + redStep + greenStep + blueStep;

  // The two corners between black and white of the cell follow from the order of the fractions.
  let high = fr;
  let middle = fg;
  let low = fb;
  let first = redStep;
  let second = redStep + greenStep;
  if (fg > fr) {
    if (fr >= fb) [high, middle, low, first, second] = [fg, fr, fb, greenStep, greenStep + redStep];
    else if (fg >= fb)
      [high, middle, low, first, second] = [fg, fb, fr, greenStep, greenStep + blueStep];
    else [high, middle, low, first, second] = [fb, fg, fr, blueStep, blueStep + greenStep];
  } else if (fb > fg) {
    if (fr >= fb) [high, middle, low, first, second] = [fr, fb, fg, redStep, redStep + blueStep];
    else [high, middle, low, first, second] = [fb, fr, fg, blueStep, blueStep + redStep];
  }

  ensure(table, origin);
  ensure(table, origin + first);
  ensure(table, origin + second);
  ensure(table, opposite);
  const { additions } = table;
  for (let channel = 0; channel < 3; channel++) {
    const added =
      (1 - high) * additions[origin + channel]! +
      (high - middle) * additions[origin + first + channel]! +
      (middle - low) * additions[origin + second + channel]! +
      low * additions[opposite + channel]!;
    sum[channel] = sum[channel]! + weight * added;
  }
}

function ensure(table: ColorTable, index: number): void {
  if (!Number.isNaN(table.additions[index]!)) return;
  const point = index / 3;
  const blue = point % latticeSide;
  const green = Math.floor(point / latticeSide) % latticeSide;
  const red = Math.floor(point / (latticeSide * latticeSide));
  table.compute(red, green, blue);
}
