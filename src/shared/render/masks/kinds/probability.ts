import { classId } from '../../../analysis/classes';
import type { Face } from '../../../analysis/face';
import { applySimilarity, invertSimilarity, similarityScale } from '../../../pixels/geometry';
import {
  createPlane,
  emptyRectangle,
  isEmpty,
  union,
  type Plane,
  type Rectangle,
} from '../../../pixels/raster';
import type { ProbabilityMask } from '../mask';
import type { MaskKind } from '../kind';

/** A part of a face's grid with the summed probability (0-1) of some classes. */
export interface GridPart {
  readonly left: number;
  readonly top: number;
  readonly plane: Plane;
  /** 1 for the cells round which, as far as a kernel sees, not all values are the same. */
  readonly isBusy: Uint8Array;
}

const mergedByFace = new WeakMap<Face, Map<string, GridPart | undefined>>();

/** The sum of some classes' probabilities over the part of the grid where it is not 0; computed once a face. */
export function mergedProbability(
  face: Face,
  classes: ProbabilityMask['classes'],
): GridPart | undefined {
  const merged = mergedByFace.get(face) ?? new Map<string, GridPart | undefined>();
  mergedByFace.set(face, merged);
  const key = classes.join();
  if (!merged.has(key)) merged.set(key, merge(face, classes));
  return merged.get(key);
}

function merge(face: Face, classes: ProbabilityMask['classes']): GridPart | undefined {
  const maps = classes.flatMap((name) => face.probabilities[classId[name]] ?? []);
  const part = maps.reduce<Rectangle>(union, emptyRectangle);
  if (isEmpty(part)) return undefined;
  const plane = createPlane(part.width, part.height);
  for (const map of maps) {
    for (let y = 0; y < map.height; y++) {
      const target = (map.top - part.top + y) * part.width + map.left - part.left;
      for (let x = 0; x < map.width; x++) {
        plane.data[target + x] = plane.data[target + x]! + map.data[y * map.width + x]! / 255;
      }
    }
  }
  return { left: part.left, top: part.top, plane, isBusy: busyCells(plane) };
}

function busyCells({ width, height, data }: Plane): Uint8Array {
  const busy = new Uint8Array(width * height);
  const mark = (left: number, top: number, right: number, bottom: number): void => {
    const from = Math.max(0, left);
    for (let row = Math.max(0, top); row <= Math.min(height - 1, bottom); row++)
      busy.fill(1, row * width + from, row * width + Math.min(width, right + 1));
  };
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (x + 1 < width && data[at] !== data[at + 1]) mark(x - 1, y - 2, x + 1, y + 1);
      if (y + 1 < height && data[at] !== data[at + width]) mark(x - 2, y - 1, x + 1, y + 1);
    }
  }
  return busy;
}

/** Cells beyond the part's edge that a cubic kernel still sees. */
const kernelReachCells = 2;

export const probabilityKind: MaskKind<ProbabilityMask> = {
  bounds: (mask, { scale }, least) => boundsAt(mask, scale, least),
  compute: (mask, { scale }, reduction, rectangle) => sample(mask, scale / reduction, rectangle),
};

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
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ].map((corner) => applySimilarity(face.gridToPhoto, corner));
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
  const sampler = samples > 1 ? bilinear : catmullRom;
  const stepX = toGrid.a / scale;
  const stepY = toGrid.b / scale;
  for (let y = 0; y < rectangle.height; y++) {
    for (let row = 0; row < samples; row++) {
      for (let column = 0; column < samples; column++) {
        const start = applySimilarity(toGrid, {
          x: (rectangle.left + (column + 0.5) / samples) / scale,
          y: (rectangle.top + y + (row + 0.5) / samples) / scale,
        });
        // Cell centres lie at +0.5; the samplers count from the first centre.
        let gridX = start.x - 0.5 - part.left;
        let gridY = start.y - 0.5 - part.top;
        const target = y * rectangle.width;
        for (let x = 0; x < rectangle.width; x++) {
          result.data[target + x] = result.data[target + x]! + sampler(part, gridX, gridY);
          gridX += stepX;
          gridY += stepY;
        }
      }
    }
  }
  const share = 1 / (samples * samples);
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] = Math.min(1, Math.max(0, result.data[index]! * share));
  }
  return result;
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

/** Cubic convolution with a = -1/2 (Keys 1981). */
function catmullRom({ plane, isBusy }: GridPart, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  if (x0 < -2 || y0 < -2 || x0 > plane.width || y0 > plane.height) return 0;
  const fx = x - x0;
  const fy = y - y0;
  if (x0 >= 1 && y0 >= 1 && x0 + 2 < plane.width && y0 + 2 < plane.height) {
    if (isBusy[y0 * plane.width + x0] === 0) return plane.data[y0 * plane.width + x0]!;
    return catmullRomInside(plane, (y0 - 1) * plane.width + x0 - 1, fx, fy);
  }
  const before = cubicOuter(1 - fx);
  const first = cubicInner(fx);
  const second = cubicInner(1 - fx);
  const after = cubicOuter(fx);
  let sum = 0;
  for (let row = -1; row <= 2; row++) {
    const weight =
      row === -1
        ? cubicOuter(1 - fy)
        : row === 0
          ? cubicInner(fy)
          : row === 1
            ? cubicInner(1 - fy)
            : cubicOuter(fy);
    sum +=
      weight *
      (before * valueAt(plane, x0 - 1, y0 + row) +
        first * valueAt(plane, x0, y0 + row) +
        second * valueAt(plane, x0 + 1, y0 + row) +
        after * valueAt(plane, x0 + 2, y0 + row));
  }
  return sum;
}

/** The same where all 16 cells are there; `start` is the first of them. Written out, for speed. */
function catmullRomInside({ data, width }: Plane, start: number, fx: number, fy: number): number {
  const a = cubicOuter(1 - fx);
  const b = cubicInner(fx);
  const c = cubicInner(1 - fx);
  const d = cubicOuter(fx);
  const second = start + width;
  const third = second + width;
  const last = third + width;
  return (
    cubicOuter(1 - fy) *
      (a * data[start]! + b * data[start + 1]! + c * data[start + 2]! + d * data[start + 3]!) +
    cubicInner(fy) *
      (a * data[second]! + b * data[second + 1]! + c * data[second + 2]! + d * data[second + 3]!) +
    cubicInner(1 - fy) *
      (a * data[third]! + b * data[third + 1]! + c * data[third + 2]! + d * data[third + 3]!) +
    cubicOuter(fy) *
      (a * data[last]! + b * data[last + 1]! + c * data[last + 2]! + d * data[last + 3]!)
  );
}

/** Keys' kernel at a distance of t, 0-1. */
function cubicInner(t: number): number {
  return (1.5 * t - 2.5) * t * t + 1;
}

/** Keys' kernel at a distance of 1 + t, 0-1: the weight of the farther neighbour. */
function cubicOuter(t: number): number {
  return ((-0.5 * t + 1) * t - 0.5) * t;
}

function valueAt({ width, height, data }: Plane, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x]!;
}
