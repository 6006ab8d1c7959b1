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

/**
 * The offsets at a height (photo pixels), for every column of the lattice, x and y in turn; whether any of them moves
 * anything. A row of pixels then interpolates along it.
 */
export function offsetsAlong(
  { top, stepPixels, columns, rows, offsets }: DisplacementField,
  y: number,
  into: Float64Array,
): boolean {
  const down = (y - top) / stepPixels;
  if (down <= 0 || down >= rows - 1) return false;
  const row = Math.floor(down);
  const share = down - row;
  const upper = row * columns * 2;
  const lower = upper + columns * 2;
  let moves = false;
  for (let at = 0; at < columns * 2; at++) {
    const value = offsets[upper + at]!;
    into[at] = value + share * (offsets[lower + at]! - value);
    if (into[at] !== 0) moves = true;
  }
  return moves;
}

interface MovedColumns {
  readonly first: number;
  readonly last: number;
}

const movedByField = new WeakMap<DisplacementField, readonly (MovedColumns | undefined)[]>();

/** The lattice's columns between which something is moved at a height (photo pixels). */
export function movedColumns(field: DisplacementField, y: number): MovedColumns | undefined {
  const known = rowsOf(field);
  const row = Math.floor((y - field.top) / field.stepPixels);
  const [upper, lower] = [known[row], known[row + 1]];
  if (!upper || !lower) return upper ?? lower;
  return { first: Math.min(upper.first, lower.first), last: Math.max(upper.last, lower.last) };
}

/** The part of the lattice, in its steps, outside of which nothing is moved. */
export function movedPart(
  field: DisplacementField,
): { left: number; top: number; right: number; bottom: number } | undefined {
  const rows = rowsOf(field);
  const top = rows.findIndex((row) => row !== undefined);
  if (top < 0) return undefined;
  let bottom = rows.length - 1;
  while (rows[bottom] === undefined) bottom--;
  const moved = rows.filter((row) => row !== undefined);
  return {
    left: Math.min(...moved.map(({ first }) => first)) - 1,
    top: top - 1,
    right: Math.max(...moved.map(({ last }) => last)) + 1,
    bottom: bottom + 1,
  };
}

function rowsOf(field: DisplacementField): readonly (MovedColumns | undefined)[] {
  const known = movedByField.get(field) ?? movedInRows(field);
  movedByField.set(field, known);
  return known;
}

function movedInRows({ columns, rows, offsets }: DisplacementField): (MovedColumns | undefined)[] {
  return Array.from({ length: rows }, (_, row) => {
    const moves = (column: number): boolean => {
      const at = (row * columns + column) * 2;
      return offsets[at] !== 0 || offsets[at + 1] !== 0;
    };
    let first = 0;
    while (first < columns && !moves(first)) first++;
    if (first === columns) return undefined;
    let last = columns - 1;
    while (!moves(last)) last--;
    return { first, last };
  });
}
