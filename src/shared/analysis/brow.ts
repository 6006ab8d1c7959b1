import { classId, type FaceClass } from './classes';
import type { Face, ProbabilityMap } from './face';
import { meshPoint, meshPoints, mixPoints, sideLines, type Side } from './mesh';
import { applySimilarity, distance, invertSimilarity, similarityScale } from '../pixels/geometry';
import type { Point } from '../pixels/raster';

/**
 * A brow's own coordinates: `t` runs from its head (0, toward the nose) to its tail (1) along a straight axis, `height`
 * is above that axis, away from the eye, in face widths. Where the brow lies is read off the parse, which is closer than
 * the mesh; the mesh says where it goes on under hair or glasses.
 */
export interface BrowFrame {
  readonly face: Face;
  readonly side: Side;
  readonly head: Point;
  /** Unit vectors in the photo: toward the tail, and up. */
  readonly along: Point;
  readonly up: Point;
  readonly lengthFaceWidths: number;
  /** Height of the middle line at t: a cubic's coefficients, the constant first. */
  readonly center: readonly number[];
  /** Half of the height of the hairs, at `stationCount` places evenly from head to tail. */
  readonly halfHeights: Float32Array;
}

export interface BrowPlace {
  readonly t: number;
  readonly height: number;
}

const stationCount = 25;
/** A smaller one, in square face widths, is a piece of a brow or none. */
const leastArea = 0.0065;
/** Glasses' mean probability over a brow that is seen through their lenses: not to be taken off the skin below. */
const mostGlasses = 0.05;
/** Share of the brow's cells that may lie beyond either end: stray ones. */
const beyondEnd = 0.01;
/** Beyond these distances from the mesh's brow a cell is not part of it. */
const mostBesideFaceWidths = 0.12;
/** The mesh follows a raised brow only part of the way. */
const mostAboveFaceWidths = 0.2;

const frames = new WeakMap<Face, Map<Side, BrowFrame | undefined>>();

/** Undefined where the network saw no brow. Worked out once a face. */
export function browFrame(face: Face, side: Side): BrowFrame | undefined {
  const known = frames.get(face) ?? new Map<Side, BrowFrame | undefined>();
  frames.set(face, known);
  if (!known.has(side)) known.set(side, frameOf(face, side));
  return known.get(side);
}

export function toBrow(
  { face, head, along, up, lengthFaceWidths }: BrowFrame,
  { x, y }: Point,
): BrowPlace {
  const dx = (x - head.x) / face.faceWidthPixels;
  const dy = (y - head.y) / face.faceWidthPixels;
  return { t: (dx * along.x + dy * along.y) / lengthFaceWidths, height: dx * up.x + dy * up.y };
}

export function fromBrow(
  { face, head, along, up, lengthFaceWidths }: BrowFrame,
  { t, height }: BrowPlace,
): Point {
  const distance = t * lengthFaceWidths;
  return {
    x: head.x + (distance * along.x + height * up.x) * face.faceWidthPixels,
    y: head.y + (distance * along.y + height * up.y) * face.faceWidthPixels,
  };
}

/** Beyond its ends the middle line goes on straight. */
export function centerHeight(
  { center: [c0 = 0, c1 = 0, c2 = 0, c3 = 0] }: BrowFrame,
  t: number,
): number {
  const inside = Math.min(1, Math.max(0, t));
  const slope = c1 + inside * (2 * c2 + inside * 3 * c3);
  return c0 + inside * (c1 + inside * (c2 + inside * c3)) + (t - inside) * slope;
}

export function halfHeight({ halfHeights }: BrowFrame, t: number): number {
  const at = Math.min(1, Math.max(0, t)) * (stationCount - 1);
  const station = Math.min(stationCount - 2, Math.floor(at));
  const before = halfHeights[station]!;
  return before + (at - station) * (halfHeights[station + 1]! - before);
}

/** The brow's outline with `marginFaceWidths` round it, another at its two ends if given, in photo pixels. */
export function browOutline(
  frame: BrowFrame,
  marginFaceWidths: number,
  beyondEndsFaceWidths = marginFaceWidths,
): Point[] {
  const beyond = beyondEndsFaceWidths / frame.lengthFaceWidths;
  const places = Array.from({ length: stationCount }, (_, at) => {
    const share = at / (stationCount - 1);
    return -beyond + share * (1 + 2 * beyond);
  });
  const edge = (sign: 1 | -1) => (t: number) => {
    const height = centerHeight(frame, t) + sign * (halfHeight(frame, t) + marginFaceWidths);
    return fromBrow(frame, { t, height });
  };
  return [...places.map(edge(1)), ...places.reverse().map(edge(-1))];
}

interface Cell {
  /** On the face's grid. */
  readonly column: number;
  readonly row: number;
  /** Face widths along and above the mesh's axis. */
  readonly along: number;
  readonly height: number;
  readonly probability: number;
}

function frameOf(face: Face, side: Side): BrowFrame | undefined {
  const map = face.probabilities[classId[`${side}-brow`]];
  const meshFrame = frameOfMesh(face, side);
  if (!map || meshFrame.lengthFaceWidths === 0) return undefined;
  const cells = connected(cellsOf(map, meshFrame));
  const mass = massOf(cells);
  const cellArea = similarityScale(face.gridToPhoto) ** 2 / face.faceWidthPixels ** 2;
  if (mass * cellArea < leastArea || isBehindGlasses(face, cells)) return undefined;
  const [start, end] = ends(cells, mass, meshFrame);
  const lengthFaceWidths = end - start;
  const head = fromBrow(meshFrame, { t: start / meshFrame.lengthFaceWidths, height: 0 });
  const placed = cells.map((cell) => ({ ...cell, along: (cell.along - start) / lengthFaceWidths }));
  return {
    ...meshFrame,
    head,
    lengthFaceWidths,
    center: fittedCubic(placed),
    halfHeights: measuredHalfHeights(placed, face, lengthFaceWidths),
  };
}

function frameOfMesh(face: Face, side: Side): BrowFrame {
  const { browLower, browUpper, upperLid } = sideLines[side];
  const [lower, upper] = [meshPoints(face, browLower), meshPoints(face, browUpper)];
  const end = (index: number): Point =>
    mixPoints(lower.at(index) ?? { x: 0, y: 0 }, upper.at(index) ?? { x: 0, y: 0 }, 0.5);
  const [head, tail] = [end(-1), end(0)];
  const length = distance(head, tail);
  const along = { x: (tail.x - head.x) / length, y: (tail.y - head.y) / length };
  const eye = meshPoint(face, upperLid[4] ?? 0);
  const isUp = (head.x - eye.x) * -along.y + (head.y - eye.y) * along.x > 0;
  const up = isUp ? { x: -along.y, y: along.x } : { x: along.y, y: -along.x };
  const lengthFaceWidths = length / face.faceWidthPixels;
  const halfHeights = new Float32Array(stationCount);
  return { face, side, head, along, up, lengthFaceWidths, center: [0, 0, 0, 0], halfHeights };
}

function cellsOf(map: ProbabilityMap, frame: BrowFrame): Cell[] {
  const { face, lengthFaceWidths } = frame;
  const cells: Cell[] = [];
  map.data.forEach((byte, index) => {
    if (byte < 128) return;
    const column = map.left + (index % map.width);
    const row = map.top + Math.floor(index / map.width);
    const place = applySimilarity(face.gridToPhoto, { x: column + 0.5, y: row + 0.5 });
    const { t, height } = toBrow(frame, place);
    const along = t * lengthFaceWidths;
    const beside = Math.max(-along, along - lengthFaceWidths, -height);
    if (beside < mostBesideFaceWidths && height < mostAboveFaceWidths) {
      cells.push({ column, row, along, height, probability: byte / 255 });
    }
  });
  return cells;
}

/** The largest connected piece, and others that go on beside it: the network sees brows in creases, too. */
function connected(cells: readonly Cell[]): Cell[] {
  const pieces = piecesOf(cells).sort((one, other) => massOf(other) - massOf(one));
  const [largest = [], ...others] = pieces;
  const [from, to] = [Math.min(...largest.map(alongOf)), Math.max(...largest.map(alongOf))];
  const rest = others.filter((piece) => {
    const beside = piece.every(({ along }) => along < from || along > to);
    return beside && massOf(piece) > leastShareOfPiece * massOf(largest);
  });
  return [largest, ...rest].flat();
}

const leastShareOfPiece = 0.15;

function alongOf({ along }: Cell): number {
  return along;
}

function massOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { probability }) => sum + probability, 0);
}

function piecesOf(cells: readonly Cell[]): Cell[][] {
  const left = new Map(cells.map((cell) => [`${cell.column},${cell.row}`, cell]));
  const pieces: Cell[][] = [];
  for (const [key, first] of left) {
    left.delete(key);
    const piece = [first];
    for (const { column, row } of piece) {
      for (const near of [
        `${column - 1},${row}`,
        `${column + 1},${row}`,
        `${column},${row - 1}`,
        `${column},${row + 1}`,
      ]) {
        const cell = left.get(near);
        if (!cell) continue;
        left.delete(near);
        piece.push(cell);
      }
    }
    pieces.push(piece);
  }
  return pieces;
}

function isBehindGlasses(face: Face, cells: readonly Cell[]): boolean {
  const seen = cells.reduce(
    (sum, { column, row }) => sum + probabilityAt(face, 'glasses', column, row),
    0,
  );
  return seen > mostGlasses * cells.length;
}

function probabilityAt(face: Face, name: FaceClass, column: number, row: number): number {
  const map = face.probabilities[classId[name]];
  if (!map) return 0;
  const x = column - map.left;
  const y = row - map.top;
  const inside = x >= 0 && y >= 0 && x < map.width && y < map.height;
  return inside ? map.data[y * map.width + x]! / 255 : 0;
}

/** Where the brow begins and ends on the mesh's axis, in face widths. */
function ends(cells: readonly Cell[], mass: number, frame: BrowFrame): [number, number] {
  const sorted = [...cells].sort((one, other) => one.along - other.along);
  let sum = 0;
  let start: number | undefined;
  let end = 0;
  for (const { along, probability } of sorted) {
    sum += probability;
    if (start === undefined && sum >= beyondEnd * mass) start = along;
    if (sum <= (1 - beyondEnd) * mass) end = along;
  }
  const visible: [number, number] = [start ?? 0, end];
  const meshEnd = frame.lengthFaceWidths;
  if (isCovered(frame, 0)) visible[0] = Math.min(visible[0], 0);
  if (isCovered(frame, 1)) visible[1] = Math.max(visible[1], meshEnd);
  return visible;
}

/** Whether hair, a hat or glasses lie on the mesh's brow there. */
function isCovered(frame: BrowFrame, t: number): boolean {
  const { face } = frame;
  const cell = applySimilarity(
    invertSimilarity(face.gridToPhoto),
    fromBrow(frame, { t, height: 0 }),
  );
  const covering = (['hair', 'hat', 'glasses'] as const).reduce(
    (sum, name) => sum + probabilityAt(face, name, Math.floor(cell.x), Math.floor(cell.y)),
    0,
  );
  return covering > 0.5;
}

/** Pulls the cubic's higher coefficients toward 0: a brow of which little is seen is taken for straight. */
const stiffness = 0.003;

/** Least squares of height over t, weighed by probability. */
function fittedCubic(cells: readonly Cell[]): number[] {
  const size = 4;
  const rows = Array.from({ length: size }, () => new Float64Array(size + 1));
  let mass = 0;
  for (const { along, height, probability } of cells) {
    mass += probability;
    const powers = [1, along, along ** 2, along ** 3];
    rows.forEach((row, i) => {
      powers.forEach((power, j) => (row[j] = row[j]! + probability * powers[i]! * power));
      row[size] = row[size]! + probability * powers[i]! * height;
    });
  }
  for (let i = 1; i < size; i++) rows[i]![i]! += stiffness * mass * (i === 1 ? 0.1 : 1);
  return solved(rows);
}

/** Gaussian elimination of a positive definite system; the last column is the right side. */
function solved(rows: readonly Float64Array[]): number[] {
  const size = rows.length;
  rows.forEach((row, pivot) => {
    rows.forEach((other, index) => {
      if (index === pivot) return;
      const factor = other[pivot]! / row[pivot]!;
      for (let at = pivot; at <= size; at++) other[at] = other[at]! - factor * row[at]!;
    });
  });
  return rows.map((row, index) => row[size]! / row[index]!);
}

const smoothingStations = 1.3;

/** From the area that the brow covers round each station; where nothing is seen, as its neighbours. */
function measuredHalfHeights(
  cells: readonly Cell[],
  face: Face,
  lengthFaceWidths: number,
): Float32Array {
  const cellFaceWidths = similarityScale(face.gridToPhoto) / face.faceWidthPixels;
  const areas = new Float64Array(stationCount);
  for (const { along, probability } of cells) {
    const at = Math.min(1, Math.max(0, along)) * (stationCount - 1);
    const station = Math.min(stationCount - 2, Math.floor(at));
    areas[station]! += (1 - at + station) * probability;
    areas[station + 1]! += (at - station) * probability;
  }
  const spacing = lengthFaceWidths / (stationCount - 1);
  return Float32Array.from(areas, (_, station) => {
    let sum = 0;
    let weights = 0;
    areas.forEach((area, other) => {
      const isEnd = other === 0 || other === stationCount - 1;
      const seen = area > 0 || isEnd ? 1 : 0.02;
      const weight = seen * Math.exp(-0.5 * ((other - station) / smoothingStations) ** 2);
      weights += weight;
      sum += weight * (area / (isEnd ? 0.5 : 1));
    });
    return ((sum / weights) * cellFaceWidths ** 2) / spacing / 2;
  });
}
