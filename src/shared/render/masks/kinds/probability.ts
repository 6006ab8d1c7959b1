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
  tiles,
  union,
  type Plane,
  type Point,
  type Rectangle,
} from '../../../pixels/raster';
import type { ProbabilityMask } from '../mask';
import { nothing, type MaskKind, type Range } from '../kind';
import { sharedCubicRows } from './cubic-rows';

/** A part of a face's grid with the summed probability (0-1) of some classes. */
export interface GridPart {
  readonly left: number;
  readonly top: number;
  readonly plane: Plane;
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
  return { left: part.left, top: part.top, plane };
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
  return part ? rangeOfCells(part.plane, cellsRound(part, face, scale, rectangle)) : nothing;
}

/** The cells, counted from the part's corner, that a kernel sees from anywhere in a rectangle. */
function cellsRound(
  part: GridPart,
  { gridToPhoto }: Face,
  scale: number,
  { left, top, width, height }: Rectangle,
): Rectangle {
  const [right, bottom] = [(left + width) / scale, (top + height) / scale];
  const toGrid = invertSimilarity(gridToPhoto);
  const corners = mappedCorners(toGrid, [left / scale, top / scale, right, bottom]);
  const ends = (at: 'x' | 'y'): readonly [number, number] => {
    const places = corners.map((corner) => corner[at] - part[at === 'x' ? 'left' : 'top']);
    return [
      Math.floor(Math.min(...places)) - kernelReachCells,
      Math.ceil(Math.max(...places)) + kernelReachCells,
    ];
  };
  const [[first, last], [above, below]] = [ends('x'), ends('y')];
  return { left: first, top: above, width: last - first, height: below - above };
}

function rangeOfCells({ width, height, data }: Plane, { left, top, ...size }: Rectangle): Range {
  const [right, bottom] = [left + size.width, top + size.height];
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
  const part = mergedProbability(face, classes);
  if (!part || isEmpty(rectangle)) return createPlane(rectangle.width, rectangle.height);
  const toGrid = invertSimilarity(face.gridToPhoto);
  const samples = Math.min(8, Math.ceil(similarityScale(toGrid) / scale / 1.5));
  // Cell centres lie at +0.5; places count from the part's first centre.
  const placeOf = (x: number, y: number): Point => {
    const place = applySimilarity(toGrid, { x: x / scale, y: y / scale });
    return { x: place.x - 0.5 - part.left, y: place.y - 0.5 - part.top };
  };
  const places = { placeOf, step: { x: toGrid.a / scale, y: toGrid.b / scale } };
  if (samples > 1) return bilinearPlane(part, places, rectangle, samples);
  return cubicPlane(rectangle, places, (tile) =>
    sharedCubicRows().begin(
      part.plane,
      cellsRound(part, face, scale, tile),
      places.step,
      tile.width,
    ),
  );
}

/** Where the pixels of a picture lie in a part of the grid, and the way from one to the next in a row. */
interface Places {
  readonly placeOf: (x: number, y: number) => Point;
  readonly step: Point;
}

/** Cells are made ready for so many pixels a side. */
const tileSidePixels = 256;

function cubicPlane(
  rectangle: Rectangle,
  { placeOf }: Places,
  begin: (tile: Rectangle) => void,
): Plane {
  const { left, top, width, height } = rectangle;
  const result = createPlane(width, height);
  for (const tile of tiles(rectangle, tileSidePixels)) {
    begin(tile);
    const first = placeOf(tile.left + 0.5, tile.top + 0.5);
    const into = (tile.top - top) * width + tile.left - left;
    for (let row = 0; row < tile.height; row++) {
      result.data.set(sharedCubicRows().valuesOf(first, row), into + row * width);
    }
  }
  return result;
}

/** The mean of so many samples along each side of a pixel. */
function bilinearPlane(
  part: GridPart,
  { placeOf, step }: Places,
  { left, top, width, height }: Rectangle,
  samples: number,
): Plane {
  const result = createPlane(width, height);
  const row = { data: result.data, at: 0, count: width };
  for (let y = 0; y < height; y++, row.at += width) {
    for (let line = 0; line < samples; line++) {
      for (let column = 0; column < samples; column++) {
        const start = placeOf(left + (column + 0.5) / samples, top + y + (line + 0.5) / samples);
        addBilinear(part, start, step, row);
      }
    }
  }
  const share = 1 / (samples * samples);
  for (let at = 0; at < result.data.length; at++) {
    // Rounded each, the probabilities of several classes may add up to more than 1.
    result.data[at] = Math.min(1, result.data[at]! * share);
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

function valueAt({ width, height, data }: Plane, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x]!;
}
