import { emptyRectangle, union, type Plane, type Rectangle } from '../../../pixels/raster';
import { keptForCell, type RenderContext } from '../../context';
import { maskBounds, maskOfCell } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import type { LutPart, LutPass } from '../../pass';
import { leastWeight, runLength, runsOfMasks, type Runs } from '../../runs';
import { maximumWorkingSample, type Working } from '../../working';
import type { PassKind } from '../kind';
import { latticeSide, type ColorTable } from './table';

export const lutKind: PassKind<LutPass> = {
  key: ({ parts }) =>
    `lut ${parts.map(({ table, mask }) => `${table.key} ${maskKey(mask)}`).join(' ')}`,
  bounds: ({ parts }, context) =>
    parts.map(({ mask }) => maskBounds(mask, context, leastWeight)).reduce(union, emptyRectangle),
  apply: ({ parts }, context, target, cell) => {
    const weighed = parts.map(({ table, mask }) => ({
      table,
      mask: maskOfCell(mask, context, cell),
    }));
    applyColorTables(weighed, runsIn(parts, context, cell, weighed), target, cell);
  },
};

function runsIn(
  parts: readonly LutPart[],
  context: RenderContext,
  cell: Rectangle,
  weighed: readonly WeighedTable[],
): Runs {
  const { left, top, width, height } = cell;
  return keptForCell(
    context,
    () =>
      `runs ${parts.map(({ mask }) => maskKey(mask)).join(' ')}@${left},${top},${width},${height}`,
    ({ length }: Runs) => length,
    () =>
      runsOfMasks(
        weighed.map(({ mask }) => mask),
        cell,
      ),
  );
}

/** A table and how much of it each of a cell's pixels takes (0-1). */
export interface WeighedTable {
  readonly table: ColorTable;
  readonly mask: Plane;
}

/** Adds the tables' edits to `target` inside `cell`, where `runs` say that a mask is not 0. */
export function applyColorTables(
  weighed: readonly WeighedTable[],
  runs: Runs,
  target: Working,
  cell: Rectangle,
): void {
  const { area, channels } = target;
  const [bottom, right] = [area.top + area.height, area.left + area.width];
  const additions = new Float64Array(cell.width * 3);
  for (let at = 0; at < runs.length; at += runLength) {
    const y = runs[at]!;
    if (y < area.top) continue;
    if (y >= bottom) break;
    const from = Math.max(area.left, runs[at + 1]!);
    const count = Math.min(right, runs[at + 2]!) - from;
    if (count <= 0) continue;
    target.open(y, from, from + count);
    const sample = ((y - area.top) * area.width + from - area.left) * channels;
    const weightAt = (y - cell.top) * cell.width + from - cell.left;
    additions.fill(0, 0, count * 3);
    for (const { table, mask } of weighed) {
      collect(table, mask.data, weightAt, count, target, sample, additions);
    }
    add(additions, count, target, sample);
  }
}

function add(
  additions: Float64Array,
  count: number,
  { data, channels }: Working,
  start: number,
): void {
  for (let at = 0, sample = start; at < count * 3; at += 3, sample += channels) {
    data[sample] = limited(data[sample]! + additions[at]! + 0.5);
    data[sample + 1] = limited(data[sample + 1]! + additions[at + 1]! + 0.5);
    data[sample + 2] = limited(data[sample + 2]! + additions[at + 2]! + 0.5);
  }
}

function limited(value: number): number {
  return value < 0 ? 0 : value > maximumWorkingSample ? maximumWorkingSample : value;
}

const redStep = latticeSide * latticeSide * 3;
const greenStep = latticeSide * 3;
const blueStep = 3;

/**
 * The two corners between black and white of a cell that the tetrahedron of a colour has, as steps from black: by
 * whether red's fraction is below green's (4), red's below blue's (2) and green's below blue's (1).
 */
const firstSteps = new Int32Array(8);
const secondSteps = new Int32Array(8);
for (const [code, first, second] of [
  [0, redStep, greenStep],
  [1, redStep, blueStep],
  [3, blueStep, redStep],
  [4, greenStep, redStep],
  [6, greenStep, blueStep],
  [7, blueStep, greenStep],
] as const) {
  firstSteps[code] = first;
  secondSteps[code] = first + second;
}

/** Of a cell's side. */
const fractions = 65536;
const largestSample = maximumWorkingSample / fractions;

/**
 * Tetrahedral interpolation (Kasson, Plouffe & Nin 1993): the cell is cut into six tetrahedra along its grey
 * diagonal, and the colour is a weighted sum of the four corners of the one that holds it. The order of the fractions
 * is told without branches, which no processor could foretell. What the table adds to the pixels from `start` on, in
 * 16-bit samples, is added to `sums`.
 */
function collect(
  { additions, isFilled, fill }: ColorTable,
  weights: Float32Array,
  first: number,
  count: number,
  { data, channels }: Working,
  start: number,
  sums: Float64Array,
): void {
  for (let x = 0, sample = start, sum = 0; x < count; x++, sample += channels, sum += 3) {
    const weight = weights[first + x]!;
    if (weight <= leastWeight) continue;
    const red = data[sample]!;
    const green = data[sample + 1]!;
    const blue = data[sample + 2]!;
    // A sample in cells, times `fractions`: 65535 comes to the end of the last one.
    const placeR = (red << 5) + (red >>> 11) + (red >>> 15);
    const placeG = (green << 5) + (green >>> 11) + (green >>> 15);
    const placeB = (blue << 5) + (blue >>> 11) + (blue >>> 15);
    const r = (placeR >>> 16) - (placeR >>> 21);
    const g = (placeG >>> 16) - (placeG >>> 21);
    const b = (placeB >>> 16) - (placeB >>> 21);
    if (isFilled[(((r << 5) + g) << 5) + b] === 0) fill(r, g, b);
    const fr = placeR - (r << 16);
    const fg = placeG - (g << 16);
    const fb = placeB - (b << 16);
    const rg = (fr - fg) >> 31;
    const rb = (fr - fb) >> 31;
    const gb = (fg - fb) >> 31;
    const code = (rg & 4) | (rb & 2) | (gb & 1);
    const greater = fr + ((fg - fr) & rg);
    const less = fr + fg - greater;
    const high = greater + ((fb - greater) & ((greater - fb) >> 31));
    const low = fb + ((less - fb) & ((less - fb) >> 31));
    const middle = fr + fg + fb - high - low;

    const scale = weight * largestSample;
    const w0 = scale * (fractions - high);
    const w1 = scale * (high - middle);
    const w2 = scale * (middle - low);
    const w3 = scale * low;
    const i0 = r * redStep + g * greenStep + b * blueStep;
    const i1 = i0 + firstSteps[code]!;
    const i2 = i0 + secondSteps[code]!;
    const i3 = i0 + redStep + greenStep + blueStep;
    sums[sum] =
      sums[sum]! +
      (w0 * additions[i0]! + w1 * additions[i1]! + w2 * additions[i2]! + w3 * additions[i3]!);
    sums[sum + 1] =
      sums[sum + 1]! +
      (w0 * additions[i0 + 1]! +
        w1 * additions[i1 + 1]! +
        w2 * additions[i2 + 1]! +
        w3 * additions[i3 + 1]!);
    sums[sum + 2] =
      sums[sum + 2]! +
      (w0 * additions[i0 + 2]! +
        w1 * additions[i1 + 2]! +
        w2 * additions[i2 + 2]! +
        w3 * additions[i3 + 2]!);
  }
}
