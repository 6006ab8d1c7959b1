import { reducedPlace } from '../../../pixels/enlarging';
import type { Rectangle } from '../../../pixels/raster';
import { maximumWorkingSample, type Working } from '../../working';
import { changeNumbers, columnsAmong, sharedChangeEnlarger, type Columns } from './enlarger';

/** What is added to reduced pixels, each of which covers `factor` pixels a side. */
export interface ReducedChanges {
  readonly covered: Rectangle;
  readonly factor: number;
  /** Red, green, blue and nothing of each, in 16-bit samples. */
  readonly numbers: Float32Array;
  /** Of each row, the columns from which on and before which it changes anything. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Where the cell's pixels lie among the reduced ones. */
  readonly columns: Columns;
}

/** Less than this rounds to nothing. */
const leastChange = 0.5;

/** For a cell that the reduced pixels cover. */
export function emptyChanges(covered: Rectangle, factor: number, cell: Rectangle): ReducedChanges {
  const { width, height } = covered;
  return {
    covered,
    factor,
    numbers: new Float32Array(width * height * changeNumbers),
    from: new Int32Array(height).fill(width),
    to: new Int32Array(height),
    columns: columnsAmong(cell.left, cell.width, factor, covered.left),
  };
}

/** Of a reduced pixel, 0-1; those of a row from left to right. */
export function setChange(
  { covered: { width }, numbers, from, to }: ReducedChanges,
  index: number,
  red: number,
  green: number,
  blue: number,
): void {
  const at = index * changeNumbers;
  numbers[at] = red * maximumWorkingSample;
  numbers[at + 1] = green * maximumWorkingSample;
  numbers[at + 2] = blue * maximumWorkingSample;
  const most = Math.max(Math.abs(red), Math.abs(green), Math.abs(blue)) * maximumWorkingSample;
  if (most < leastChange) return;
  const row = Math.floor(index / width);
  const column = index - row * width;
  if (column < from[row]!) from[row] = column;
  to[row] = column + 1;
}

export function weighReduced({ numbers }: ReducedChanges): number {
  return numbers.length;
}

/** Adds them to the pixels of a cell, which they cover. */
export function addReduced(
  { covered, factor, numbers, from, to, columns }: ReducedChanges,
  strength: number,
  target: Working,
  cell: Rectangle,
): void {
  const { area, channels, located } = target;
  const top = Math.max(cell.top, area.top);
  const right = Math.min(cell.left + cell.width, area.left + area.width);
  const bottom = Math.min(cell.top + cell.height, area.top + area.height);
  if (top >= bottom) return;
  const rowAt = (y: number): number => Math.floor(reducedPlace(y, factor) - covered.top);
  const [firstRow, endRow] = [rowAt(top), rowAt(bottom - 1) + 2];
  const rowNumbers = covered.width * changeNumbers;
  const enlarger = sharedChangeEnlarger();
  const rows = numbers.subarray(firstRow * rowNumbers, endRow * rowNumbers);
  enlarger.begin(rows, covered.width, columns);
  for (let y = top; y < bottom; y++) {
    const place = reducedPlace(y, factor) - covered.top;
    const above = Math.floor(place);
    const first = Math.min(from[above]!, from[above + 1]!);
    const last = Math.max(to[above]!, to[above + 1]!);
    // Interpolation carries a change to the middles of the columns beside it.
    const start = Math.max(cell.left, area.left, Math.floor((covered.left + first - 0.5) * factor));
    const end = Math.min(right, Math.ceil((covered.left + last + 0.5) * factor));
    if (first >= last || start >= end) continue;
    target.open(y, start, end);
    const [column, count] = [start - cell.left, end - start];
    enlarger.startRow(above - firstRow, place - above, strength, column, count);
    const sample = ((y - area.top) * area.width + start - area.left) * channels;
    enlarger.add(located, sample, channels, column, count);
  }
}
