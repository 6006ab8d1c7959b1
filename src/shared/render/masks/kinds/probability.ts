import { classId } from '../../../analysis/classes';
import type { Face } from '../../../analysis/face';
import {
  applySimilarity,
  invertSimilarity,
  mappedCorners,
  similarityScale,
} from '../../../pixels/geometry';
import {
  createPlane,
  emptyRectangle,
  isEmpty,
  union,
  type Plane,
  type Point,
  type Rectangle,
} from '../../../pixels/raster';
import type { ProbabilityMask } from '../mask';
import { nothing, type MaskKind, type Range } from '../kind';

/** A part of a face's grid with the summed probability (0-1) of some classes. */
export interface GridPart {
  readonly left: number;
  readonly top: number;
  readonly plane: Plane;
  /** 1 for the cells round which, as far as a kernel sees, not all values are the same. */
  readonly isBusy: Uint8Array;
}

/** A face whose mesh was moved shows what it showed. */
const mergedBySight = new WeakMap<Face['probabilities'], Map<string, GridPart | undefined>>();

/** The sum of some classes' probabilities over the part of the grid where it is not 0; computed once a face. */
export function mergedProbability(
  face: Face,
  classes: ProbabilityMask['classes'],
): GridPart | undefined {
  const merged = mergedBySight.get(face.probabilities) ?? new Map<string, GridPart | undefined>();
  mergedBySight.set(face.probabilities, merged);
  const key = classes.join();
  if (!merged.has(key)) merged.set(key, merge(face, classes));
  return merged.get(key);
}

function merge(face: Face, classes: ProbabilityMask['classes']): GridPart | undefined {
  const maps = classes.flatMap((name) => face.probabilities[classId[name]] ?? []);
  const part = maps.reduce<Rectangle>(union, emptyRectangle);
  if (isEmpty(part)) return undefined;
  const plane = createPlane(part.width, part.height);
  for (const map of maps) addMap(map, plane, part);
  return { left: part.left, top: part.top, plane, isBusy: busyCells(plane) };
}

function addMap(
  { left, top, width, height, data }: Rectangle & { readonly data: Uint8Array },
  sum: Plane,
  part: Rectangle,
): void {
  const sums = sum.data;
  for (let y = 0; y < height; y++) {
    let into = (top - part.top + y) * part.width + left - part.left;
    for (let at = y * width; at < (y + 1) * width; at++, into++) {
      sums[into] = sums[into]! + data[at]! / 255;
    }
  }
}

/** Differences to the next cell count as far as a kernel between them may see: along rows first, then down. */
function busyCells({ width, height, data }: Plane): Uint8Array {
  // With room for what lies beyond the edges.
  const stride = width + 4;
  const along = new Uint8Array(stride * (height + 4));
  const down = new Uint8Array(stride * (height + 4));
  for (let y = 0; y < height; y++) {
    const into = (y + 2) * stride + 2;
    for (let x = 0, at = y * width; x < width; x++, at++) {
      if (x + 1 < width && data[at] !== data[at + 1]) along[into + x] = 1;
      if (y + 1 < height && data[at] !== data[at + width]) down[into + x] = 1;
    }
  }
  const alongRows = new Uint8Array(along.length);
  const downRows = new Uint8Array(down.length);
  for (let at = 1; at + 2 < along.length; at++) {
    alongRows[at] = along[at - 1]! | along[at]! | along[at + 1]!;
    downRows[at] = down[at - 1]! | down[at]! | down[at + 1]! | down[at + 2]!;
  }
  const busy = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let from = (y + 2) * stride + 2;
    for (let at = y * width; at < (y + 1) * width; at++, from++) {
      const [above, below, further] = [from - stride, from + stride, from + 2 * stride];
      const seenAlong =
        alongRows[above]! | alongRows[from]! | alongRows[below]! | alongRows[further]!;
      busy[at] = seenAlong | downRows[above]! | downRows[from]! | downRows[below]!;
    }
  }
  return busy;
}

/** Cells beyond the part's edge that a cubic kernel still sees. */
const kernelReachCells = 2;

export const probabilityKind: MaskKind<ProbabilityMask> = {
  bounds: (mask, { scale }, least) => boundsAt(mask, scale, least),
  compute: (mask, { scale }, reduction, rectangle) => sample(mask, scale / reduction, rectangle),
  range: (mask, { scale }, reduction, rectangle) => rangeOver(mask, scale / reduction, rectangle),
  isLocal: () => true,
};

/** How far, of the differences between cells, interpolation may go beyond them: its weights' sum below 0, twice over. */
const overshoot = 0.3;

function rangeOver({ face, classes }: ProbabilityMask, scale: number, rectangle: Rectangle): Range {
  const part = mergedProbability(face, classes);
  if (!part) return nothing;
  const { left, top, width, height } = rectangle;
  const [right, bottom] = [(left + width) / scale, (top + height) / scale];
  const toGrid = invertSimilarity(face.gridToPhoto);
  const corners = mappedCorners(toGrid, [left / scale, top / scale, right, bottom]);
  const ends = (at: 'x' | 'y'): readonly [number, number] => {
    const places = corners.map((corner) => corner[at] - part[at === 'x' ? 'left' : 'top']);
    return [
      Math.floor(Math.min(...places)) - kernelReachCells,
      Math.ceil(Math.max(...places)) + kernelReachCells,
    ];
  };
  return rangeOfCells(part.plane, ends('x'), ends('y'));
}

function rangeOfCells(
  { width, height, data }: Plane,
  [left, right]: readonly [number, number],
  [top, bottom]: readonly [number, number],
): Range {
  if (right <= 0 || bottom <= 0 || left >= width || top >= height) return nothing;
  // Beyond its edges there is nothing.
  const isWithin = left >= 0 && top >= 0 && right <= width && bottom <= height;
  let [least, most] = isWithin ? [Infinity, -Infinity] : [0, 0];
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    for (let x = Math.max(0, left); x < Math.min(width, right); x++) {
      const value = data[y * width + x]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const beyond = overshoot * (most - least);
  return { least: Math.max(0, least - beyond), most: Math.min(1, most + beyond) };
}

/** The largest sum of a Catmull-Rom kernel's positive weights: what a cell's value may grow to between cells. */
const largestOvershoot = 1.3;

const cellsByPart = new WeakMap<GridPart, Map<number, Rectangle>>();

/** The smallest rectangle of cells with all those above `least`. */
function cellsAbove(part: GridPart, least: number): Rectangle {
  const known = cellsByPart.get(part) ?? new Map<number, Rectangle>();
  cellsByPart.set(part, known);
  const present = known.get(least);
  if (present) return present;
  const { width, height, data } = part.plane;
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x]! <= least) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  }
  const cells =
    right > left
      ? { left: part.left + left, top: part.top + top, width: right - left, height: bottom - top }
      : emptyRectangle;
  known.set(least, cells);
  return cells;
}

function boundsAt({ face, classes }: ProbabilityMask, scale: number, least: number): Rectangle {
  const part = mergedProbability(face, classes);
  const cells = part ? cellsAbove(part, least / largestOvershoot) : emptyRectangle;
  if (isEmpty(cells)) return emptyRectangle;
  const left = cells.left - kernelReachCells;
  const top = cells.top - kernelReachCells;
  const right = cells.left + cells.width + kernelReachCells;
  const bottom = cells.top + cells.height + kernelReachCells;
  const corners = mappedCorners(face.gridToPhoto, [left, top, right, bottom]);
  const xs = corners.map(({ x }) => x * scale);
  const ys = corners.map(({ y }) => y * scale);
  const x = Math.floor(Math.min(...xs));
  const y = Math.floor(Math.min(...ys));
  return {
    left: x,
    top: y,
    width: Math.ceil(Math.max(...xs)) - x,
    height: Math.ceil(Math.max(...ys)) - y,
  };
}

/**
 * Samples the grid at every pixel of a rectangle: Catmull-Rom where pixels are finer than cells, and the mean of
 * several bilinear samples where they are coarser.
 */
function sample({ face, classes }: ProbabilityMask, scale: number, rectangle: Rectangle): Plane {
  const result = createPlane(rectangle.width, rectangle.height);
  const part = mergedProbability(face, classes);
  if (!part) return result;
  const toGrid = invertSimilarity(face.gridToPhoto);
  const cellsPerPixel = similarityScale(toGrid) / scale;
  const samples = Math.min(8, Math.ceil(cellsPerPixel / 1.5));
  const step = { x: toGrid.a / scale, y: toGrid.b / scale };
  const row = { data: result.data, at: 0, count: rectangle.width };
  for (let y = 0; y < rectangle.height; y++, row.at += rectangle.width) {
    for (let line = 0; line < samples; line++) {
      for (let column = 0; column < samples; column++) {
        const start = applySimilarity(toGrid, {
          x: (rectangle.left + (column + 0.5) / samples) / scale,
          y: (rectangle.top + y + (line + 0.5) / samples) / scale,
        });
        // Cell centres lie at +0.5; the samplers count from the first centre.
        const place = { x: start.x - 0.5 - part.left, y: start.y - 0.5 - part.top };
        if (samples > 1) addBilinear(part, place, step, row);
        else addCatmullRom(part, place, step, row);
      }
    }
  }
  const share = 1 / (samples * samples);
  for (let index = 0; index < result.data.length; index++) {
    const value = result.data[index]! * share;
    result.data[index] = value < 0 ? 0 : value > 1 ? 1 : value;
  }
  return result;
}

/** Pixels of a row, to which samples are added. */
interface Row {
  readonly data: Float32Array;
  at: number;
  readonly count: number;
}

function addBilinear(part: GridPart, start: Point, step: Point, { data, at, count }: Row): void {
  let { x, y } = start;
  for (let pixel = at; pixel < at + count; pixel++) {
    data[pixel] = data[pixel]! + bilinear(part, x, y);
    x += step.x;
    y += step.y;
  }
}

function bilinear({ plane }: GridPart, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  if (x0 < -1 || y0 < -1 || x0 >= plane.width || y0 >= plane.height) return 0;
  const fx = x - x0;
  const fy = y - y0;
  const upper = valueAt(plane, x0, y0) * (1 - fx) + valueAt(plane, x0 + 1, y0) * fx;
  const lower = valueAt(plane, x0, y0 + 1) * (1 - fx) + valueAt(plane, x0 + 1, y0 + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}

/**
 * Cubic convolution with a = -1/2 (Keys 1981). A cell holds several pixels of a row: along it each of the four rows of
 * cells that a pixel sees is one polynomial.
 */
function addCatmullRom(
  { plane, isBusy }: GridPart,
  start: Point,
  step: Point,
  { data, at, count }: Row,
): void {
  for (let done = 0; done < count;) {
    const x = start.x + done * step.x;
    const y = start.y + done * step.y;
    const column = Math.floor(x);
    const row = Math.floor(y);
    const inCell = Math.min(pixelsWithin(x - column, step.x), pixelsWithin(y - row, step.y));
    const end = Math.min(count, done + inCell);
    if (column < -2 || row < -2 || column > plane.width || row > plane.height) done = end;
    else if (isInside(plane, column, row) && isBusy[row * plane.width + column] === 0) {
      const same = plane.data[row * plane.width + column]!;
      for (; done < end; done++) data[at + done] = data[at + done]! + same;
    } else {
      findPolynomials(plane, column, row);
      for (; done < end; done++) {
        const value = cubicAt(start.x + done * step.x - column, start.y + done * step.y - row);
        data[at + done] = data[at + done]! + value;
      }
    }
  }
}

/** Pixels that follow each other in a cell, from one that lies `fraction` of its side behind its edge. */
function pixelsWithin(fraction: number, step: number): number {
  const way = step > 0 ? 1 - fraction : fraction;
  return step === 0 ? Infinity : Math.floor(way / Math.abs(step)) + 1;
}

/** Whether all 16 cells that the kernel sees are there. */
function isInside({ width, height }: Plane, column: number, row: number): boolean {
  return column >= 1 && row >= 1 && column + 2 < width && row + 2 < height;
}

/** Of four rows, from the constant to the cube. */
const polynomials = new Float64Array(16);

function findPolynomials(plane: Plane, column: number, row: number): void {
  const areThere = isInside(plane, column, row);
  for (let line = 0; line < 4; line++) {
    const y = row - 1 + line;
    const at = y * plane.width + column - 1;
    const before = areThere ? plane.data[at]! : valueAt(plane, column - 1, y);
    const first = areThere ? plane.data[at + 1]! : valueAt(plane, column, y);
    const second = areThere ? plane.data[at + 2]! : valueAt(plane, column + 1, y);
    const after = areThere ? plane.data[at + 3]! : valueAt(plane, column + 2, y);
    const into = line * 4;
    polynomials[into] = first;
    polynomials[into + 1] = 0.5 * (second - before);
    polynomials[into + 2] = before - 2.5 * first + 2 * second - 0.5 * after;
    polynomials[into + 3] = 1.5 * (first - second) + 0.5 * (after - before);
  }
}

function cubicAt(fx: number, fy: number): number {
  const before = polynomialAt(0, fx);
  const first = polynomialAt(4, fx);
  const second = polynomialAt(8, fx);
  const after = polynomialAt(12, fx);
  const square = before - 2.5 * first + 2 * second - 0.5 * after;
  const cube = 1.5 * (first - second) + 0.5 * (after - before);
  return ((cube * fy + square) * fy + 0.5 * (second - before)) * fy + first;
}

function polynomialAt(at: number, x: number): number {
  const cube = polynomials[at + 3]!;
  return ((cube * x + polynomials[at + 2]!) * x + polynomials[at + 1]!) * x + polynomials[at]!;
}

function valueAt({ width, height, data }: Plane, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x]!;
}
