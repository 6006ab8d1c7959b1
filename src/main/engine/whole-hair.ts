import { classId } from '@shared/analysis/classes';
import type { ProbabilityMap } from '@shared/analysis/face';
import { smoothstep } from '@shared/pixels/color';
import { applySimilarity, type Similarity } from '@shared/pixels/geometry';
import { gaussianBlur } from '@shared/pixels/gaussian';
import type { Rectangle, Size } from '@shared/pixels/raster';
import { gridSide, mapOf, planeOf, type ClassPlanes } from './probabilities';

/*
 * Hair is the one part of a face that does not end with the square in which the network looks at it. Where it leaves
 * that square, the network looks once more at a wider one, and the map of hair goes on beyond the grid in cells of
 * the same size. Tried on 16 long-haired portraits: the network finds hair in squares of up to 2.8 times the side,
 * although it was trained on none above 1.4.
 */

/** The wider square, in cells of the grid: most of what is new lies below, where hair falls. */
export const wideCells: Rectangle = { left: -160, top: -64, width: 576, height: 576 };

export function widerSquare(square: Similarity): Similarity {
  const factor = wideCells.width / gridSide;
  const corner = { x: wideCells.left / gridSide, y: wideCells.top / gridSide };
  const { x, y } = applySimilarity(square, corner);
  return { a: square.a * factor, b: square.b * factor, tx: x, ty: y };
}

/** As a probability: below it hair at the edge is a doubt of the network. */
const leastAtEdge = 0.3;

/** Whether hair runs out of the grid into more of the photo. */
export function hairLeavesGrid(classes: ClassPlanes, toPhoto: Similarity, photo: Size): boolean {
  const hair = planeOf(classes, 'hair');
  const last = classes.side - 1;
  for (let along = 0; along <= last; along++) {
    for (const [x, y] of [
      [along, 0],
      [along, last],
      [0, along],
      [last, along],
    ] as const) {
      if (hair[y * classes.side + x]! < leastAtEdge) continue;
      const at = applySimilarity(toPhoto, { x: x + 0.5, y: y + 0.5 });
      if (at.x > 0 && at.y > 0 && at.x < photo.width && at.y < photo.height) return true;
    }
  }
  return false;
}

/** Over so many cells the grid's own answer gives way to the wider one. */
const seamCells = 28;
/** Over so many the wider answer fades to none at its own edge: hair that goes on loses its edit softly. */
const fadeCells = 72;

/** A scrap at the edge, narrower than this (standard deviation in cells), is no hat that goes on. */
const narrowHatCells = 8;
/** As probabilities: what goes on from a hat at the grid's edge is the hat, whatever the wider look says. */
const hardlyHat = 0.2;
const surelyHat = 0.6;

/** Hair over the wider square: the grid's own map inside it, the wider one beyond. */
export function wholeHair(own: ClassPlanes, wide: ClassPlanes): ProbabilityMap | null {
  const { left, top, width, height } = wideCells;
  const inner = planeOf(own, 'hair');
  const outer = planeOf(wide, 'hair');
  const size = { width: own.side, height: own.side };
  const hat = gaussianBlur({ ...size, data: planeOf(own, 'hat') }, narrowHatCells).data;
  const cells = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fade = smoothstep(0, fadeCells, edgeDistance(x, y, width, height));
      const share = (wide.side / width) * (x + 0.5) - 0.5;
      const down = (wide.side / height) * (y + 0.5) - 0.5;
      const [gridX, gridY] = [x + left, y + top];
      const nearest = within(gridY, own.side) * own.side + within(gridX, own.side);
      const isHair = smoothstep(surelyHat, hardlyHat, hat[nearest]!);
      const beyond = isHair * fade * bilinear(outer, wide.side, share, down);
      const inside = smoothstep(0, seamCells, edgeDistance(gridX, gridY, own.side, own.side));
      const at = gridY * own.side + gridX;
      cells[y * width + x] = inside > 0 ? beyond + inside * (inner[at]! - beyond) : beyond;
    }
  }
  dropStrangers(cells, width, height, (x, y) => {
    const [gridX, gridY] = [x + left, y + top];
    return edgeDistance(gridX, gridY, own.side, own.side) >= 0;
  });
  return mapOf(cells, wideCells);
}

/** As a probability: hair hangs together through cells of at least this much. */
const leastLink = 0.2;

/** Takes away what does not hang together with the hair of cells that are known: a fur collar, somebody behind. */
function dropStrangers(
  cells: Float32Array,
  width: number,
  height: number,
  isKnown: (x: number, y: number) => boolean,
): void {
  const linked = new Uint8Array(cells.length);
  const open: number[] = [];
  const visit = (cell: number): void => {
    if (linked[cell] || cells[cell]! < leastLink) return;
    linked[cell] = 1;
    open.push(cell);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (isKnown(x, y)) visit(y * width + x);
  }
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const x = cell % width;
    if (x > 0) visit(cell - 1);
    if (x + 1 < width) visit(cell + 1);
    if (cell >= width) visit(cell - width);
    if (cell + width < cells.length) visit(cell + width);
  }
  for (let cell = 0; cell < cells.length; cell++) {
    if (linked[cell] || isKnown(cell % width, Math.floor(cell / width))) continue;
    cells[cell] = 0;
  }
}

/** Of a cell to the nearest edge of a grid; negative outside. */
function edgeDistance(x: number, y: number, width: number, height: number): number {
  return Math.min(x, y, width - 1 - x, height - 1 - y);
}

function within(cell: number, side: number): number {
  return Math.min(side - 1, Math.max(0, cell));
}

function bilinear(plane: Float32Array, side: number, x: number, y: number): number {
  const left = Math.min(side - 2, Math.max(0, Math.floor(x)));
  const top = Math.min(side - 2, Math.max(0, Math.floor(y)));
  const along = Math.min(1, Math.max(0, x - left));
  const down = Math.min(1, Math.max(0, y - top));
  const at = top * side + left;
  const upper = plane[at]! + along * (plane[at + 1]! - plane[at]!);
  const lower = plane[at + side]! + along * (plane[at + side + 1]! - plane[at + side]!);
  return upper + down * (lower - upper);
}

/** Puts the whole hair in place of what the grid holds of it. */
export function withHair(
  maps: readonly (ProbabilityMap | null)[],
  hair: ProbabilityMap,
): (ProbabilityMap | null)[] {
  return maps.map((map, id) => (id === classId.hair ? hair : map));
}
