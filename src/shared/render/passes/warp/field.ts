import type { Point, Rectangle } from '../../../pixels/raster';

/**
 * Where each place of a part of the photo takes its pixel from, as an offset in pixels of the full-size photo on a
 * lattice, `stepPixels` apart. On the lattice's rim the offset is 0, so that the rest of the photo stays straight.
 */
export interface DisplacementField {
  readonly left: number;
  readonly top: number;
  readonly stepPixels: number;
  readonly columns: number;
  readonly rows: number;
  /** x, y pairs, row by row. */
  readonly offsets: Float32Array;
}

/** Moves what the passes before it made. */
export interface WarpPass {
  readonly kind: 'warp';
  /** Names everything that the field depends on. */
  readonly key: string;
  readonly field: DisplacementField;
}

export function warp(key: string, field: DisplacementField): WarpPass {
  return { kind: 'warp', key, field };
}

/** Lattice points along the longer side: the offsets of a face change slowly. */
const latticePoints = 96;

/**
 * Samples `offsetAt` (photo pixels, for a place in photo pixels) over a rectangle of the photo. The function must have
 * faded to 0 at the rectangle's edge; what is left there is cut off.
 */
export function displacementField(
  { left, top, width, height }: Rectangle,
  offsetAt: (place: Point) => Point,
): DisplacementField {
  const stepPixels = Math.max(width, height) / (latticePoints - 1);
  const columns = Math.ceil(width / stepPixels) + 1;
  const rows = Math.ceil(height / stepPixels) + 1;
  const offsets = new Float32Array(columns * rows * 2);
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const { x, y } = offsetAt({ x: left + column * stepPixels, y: top + row * stepPixels });
      offsets[(row * columns + column) * 2] = x;
      offsets[(row * columns + column) * 2 + 1] = y;
    }
  }
  return { left, top, stepPixels, columns, rows, offsets };
}

/** The sum of fields on the same lattice, each times its amount. */
export function summed(
  parts: readonly { readonly field: DisplacementField; readonly amount: number }[],
): DisplacementField {
  const [first] = parts;
  if (!first) throw new RangeError('nothing to add up');
  const offsets = new Float32Array(first.field.offsets.length);
  for (const { field, amount } of parts) {
    for (let at = 0; at < offsets.length; at++) offsets[at]! += amount * field.offsets[at]!;
  }
  return { ...first.field, offsets };
}

/** The longest offset, in photo pixels. */
export function reachOf({ offsets }: DisplacementField): number {
  let square = 0;
  for (let at = 0; at < offsets.length; at += 2) {
    square = Math.max(square, offsets[at]! ** 2 + offsets[at + 1]! ** 2);
  }
  return Math.sqrt(square);
}

/** Adds the offset at a place (photo pixels), bilinear between lattice points, to `place`. */
export function displace(field: DisplacementField, place: { x: number; y: number }): void {
  const { left, top, stepPixels, columns, rows, offsets } = field;
  const x = (place.x - left) / stepPixels;
  const y = (place.y - top) / stepPixels;
  if (x <= 0 || y <= 0 || x >= columns - 1 || y >= rows - 1) return;
  const column = Math.floor(x);
  const row = Math.floor(y);
  const fx = x - column;
  const fy = y - row;
  const at = (row * columns + column) * 2;
  const below = at + columns * 2;
  const upperX = offsets[at]! + fx * (offsets[at + 2]! - offsets[at]!);
  const lowerX = offsets[below]! + fx * (offsets[below + 2]! - offsets[below]!);
  const upperY = offsets[at + 1]! + fx * (offsets[at + 3]! - offsets[at + 1]!);
  const lowerY = offsets[below + 1]! + fx * (offsets[below + 3]! - offsets[below + 1]!);
  place.x += upperX + fy * (lowerX - upperX);
  place.y += upperY + fy * (lowerY - upperY);
}

/** Cells of a row of the lattice beside each other, from one column to another, in which something is moved. */
export type MovedCells = readonly [from: number, to: number];

const movedByField = new WeakMap<DisplacementField, readonly (readonly MovedCells[])[]>();

/** What is moved at a height (photo pixels). */
export function movedCells(field: DisplacementField, y: number): readonly MovedCells[] {
  return rowsOf(field)[Math.floor((y - field.top) / field.stepPixels)] ?? [];
}

/** All that is moved, row by row, in steps of the lattice. */
export function movedParts(field: DisplacementField): readonly LatticePart[] {
  return rowsOf(field).flatMap((cells, row) =>
    cells.map(([left, right]) => ({ left, top: row, right, bottom: row + 1 })),
  );
}

interface LatticePart {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function rowsOf(field: DisplacementField): readonly (readonly MovedCells[])[] {
  const known = movedByField.get(field) ?? movedInRows(field);
  movedByField.set(field, known);
  return known;
}

/** By rows of cells. */
function movedInRows({ columns, rows, offsets }: DisplacementField): MovedCells[][] {
  return Array.from({ length: rows - 1 }, (_, row) => {
    const cells: MovedCells[] = [];
    const upper = row * columns * 2;
    const lower = upper + columns * 2;
    let from = -1;
    for (let column = 0; column < columns; column++) {
      const [x, y] = [upper + column * 2, lower + column * 2];
      const isMoved =
        offsets[x] !== 0 || offsets[x + 1] !== 0 || offsets[y] !== 0 || offsets[y + 1] !== 0;
      // A point moves the cells on both its sides; on the rim none does.
      if (isMoved && from < 0) from = column - 1;
      if (isMoved || from < 0) continue;
      cells.push([from, column]);
      from = -1;
    }
    return cells;
  });
}
