import { meshPoint, meshPoints, mixPoints, sideLines, type Side } from '../analysis/mesh';
import type { Face } from '../analysis/face';
import {
  applySimilarity,
  directionOf,
  distance,
  invertSimilarity,
  meanPoint,
} from '../pixels/geometry';
import type { Point } from '../pixels/raster';
import { mergedProbability, type GridPart } from '../render/masks/kinds/probability';

/** One eye as it lies in the photo (photo pixels). Lines run from the outer corner to the inner one. */
export interface Eye {
  readonly side: Side;
  readonly outer: Point;
  readonly inner: Point;
  /** The rims, each beginning and ending in the corners: between lid and eyeball. */
  readonly upper: readonly Point[];
  readonly lower: readonly Point[];
  /** The brow's lower edge, over the whole width of the eye and a little beyond. */
  readonly brow: readonly Point[];
  /** Unit vectors: toward the outer corner, and from the eye toward the brow. */
  readonly outward: Point;
  readonly upward: Point;
  readonly iris: { readonly center: Point; readonly radius: number };
}

/** Points of a rim: enough for a smooth curve. */
const columns = 25;
const leastProbability = 0.5;
/** A region of fewer cells is no eye. */
const leastCells = 12;
const scanStepCells = 0.2;

const eyesByFace = new WeakMap<Face, Readonly<Record<Side, Eye | undefined>>>();

/**
 * The eye of a side, or nothing where the network saw none. The mesh says which eye it is and what is up; its lids
 * are off by up to half of an eye's height, so the rims are read from the parse: the outline of the eye at a
 * probability of one half.
 */
export function eyeOf(face: Face, side: Side): Eye | undefined {
  const present = eyesByFace.get(face);
  if (present) return present[side];
  const found = { left: findEye(face, 'left'), right: findEye(face, 'right') };
  eyesByFace.set(face, found);
  return found[side];
}

/** Both eyes, as far as they are seen. */
export function eyesOf(face: Face): readonly Eye[] {
  return [eyeOf(face, 'right'), eyeOf(face, 'left')].filter((eye) => eye !== undefined);
}

/** From corner to corner, in photo pixels. */
export function widthOf({ outer, inner }: Pick<Eye, 'outer' | 'inner'>): number {
  return distance(outer, inner);
}

/** The point at a share (0-1) of a line's points. */
export function pointAlong(line: readonly Point[], share: number): Point {
  const at = share * (line.length - 1);
  const index = Math.min(line.length - 2, Math.floor(at));
  const [from, to] = [line[index], line[index + 1]];
  return from && to ? mixPoints(from, to, at - index) : { x: 0, y: 0 };
}

/** A point moved along the eye's own directions, in photo pixels. */
export function moved({ outward, upward }: Eye, { x, y }: Point, out: number, up: number): Point {
  return {
    x: x + out * outward.x + up * upward.x,
    y: y + out * outward.y + up * upward.y,
  };
}

/** Grid coordinates along the eye (u, toward its outer corner) and across it (v, upward), from its middle. */
interface Frame {
  readonly origin: Point;
  readonly along: Point;
  readonly across: Point;
}

interface Span {
  readonly low: number;
  readonly high: number;
}

function findEye(face: Face, side: Side): Eye | undefined {
  const part = mergedProbability(face, [`${side}-eye`]);
  const frame = part && frameOf(part, face, side);
  if (!frame) return undefined;
  const extent = extentOf(part, frame);
  if (!extent) return undefined;
  const at = Array.from({ length: columns }, (_, index) => {
    // Closer together toward the corners, where the rims turn.
    const share = 0.5 - 0.5 * Math.cos((index / (columns - 1)) * Math.PI);
    return extent.high + share * (extent.low - extent.high);
  });
  const spans = at.map((u) => spanAt(part, frame, u));
  const place = (u: number, v: number): Point =>
    applySimilarity(face.gridToPhoto, inGrid(frame, u, v));
  const rim = (edge: keyof Span): Point[] => {
    const heights = smoothed(
      spans.map((span, index) => (isEnd(index) ? middleOf(span) : (span?.[edge] ?? 0))),
    );
    return heights.map((v, index) => place(at[index] ?? 0, v));
  };
  const upper = rim('high');
  const lower = rim('low');
  const outward = directionOf(place(0, 0), place(1, 0));
  const upward = directionOf(place(0, 0), place(0, 1));
  return {
    side,
    outer: upper[0] ?? place(extent.high, 0),
    inner: upper.at(-1) ?? place(extent.low, 0),
    upper,
    lower,
    brow: browAbove(face, side, { frame, extent, place, upper, lower }),
    outward,
    upward,
    iris: irisOf(face, side),
  };
}

function isEnd(index: number): boolean {
  return index === 0 || index === columns - 1;
}

function middleOf(span: Span | undefined): number {
  return span ? (span.low + span.high) / 2 : 0;
}

/** The region's middle and its longer axis (principal component), weighed by probability. */
function frameOf({ left, top, plane }: GridPart, face: Face, side: Side): Frame | undefined {
  let [sum, sumX, sumY, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  plane.data.forEach((probability, cell) => {
    if (probability < leastProbability) return;
    const x = left + (cell % plane.width) + 0.5;
    const y = top + Math.floor(cell / plane.width) + 0.5;
    sum += probability;
    sumX += probability * x;
    sumY += probability * y;
    xx += probability * x * x;
    xy += probability * x * y;
    yy += probability * y * y;
  });
  if (sum < leastCells) return undefined;
  const origin = { x: sumX / sum, y: sumY / sum };
  const angle =
    0.5 *
    Math.atan2(
      2 * (xy / sum - origin.x * origin.y),
      xx / sum - origin.x ** 2 - (yy / sum - origin.y ** 2),
    );
  const toGrid = invertSimilarity(face.gridToPhoto);
  const lid = meshPoints(face, sideLines[side].upperLid).map((point) =>
    applySimilarity(toGrid, point),
  );
  const [outer, inner] = [lid[0] ?? origin, lid.at(-1) ?? origin];
  const axis = { x: Math.cos(angle), y: Math.sin(angle) };
  const sign = axis.x * (outer.x - inner.x) + axis.y * (outer.y - inner.y) < 0 ? -1 : 1;
  const along = { x: sign * axis.x, y: sign * axis.y };
  // Rows of the aligned grid run down the face.
  const up = along.x > 0 ? 1 : -1;
  return { origin, along, across: { x: up * along.y, y: -up * along.x } };
}

function inGrid({ origin, along, across }: Frame, u: number, v: number): Point {
  return {
    x: origin.x + u * along.x + v * across.x,
    y: origin.y + u * along.y + v * across.y,
  };
}

/** How far the eye reaches along its axis. */
function extentOf(part: GridPart, frame: Frame): Span | undefined {
  const end = (direction: 1 | -1): number => {
    let u = 0;
    while (spanAt(part, frame, u)) u += direction * scanStepCells;
    return u - direction * scanStepCells;
  };
  const extent = { low: end(-1), high: end(1) };
  return extent.high - extent.low > 2 ? extent : undefined;
}

/** How far across its axis a column may be looked for the eye, in cells. */
const scanReachCells = 24;

/** The eye in one column: of its stretches above one half the one with most in it. */
function spanAt(part: GridPart, frame: Frame, u: number): Span | undefined {
  let best: (Span & { readonly weight: number }) | undefined;
  let start: number | undefined;
  let weight = 0;
  let before = 0;
  for (let v = -scanReachCells; v <= scanReachCells; v += scanStepCells) {
    const probability = probabilityAt(part, inGrid(frame, u, v));
    const crossing =
      v - (scanStepCells * (probability - leastProbability)) / (probability - before || 1);
    if (probability >= leastProbability) {
      start ??= crossing;
      weight += probability;
    } else if (start !== undefined) {
      if (!best || weight > best.weight) best = { low: start, high: crossing, weight };
      start = undefined;
      weight = 0;
    }
    before = probability;
  }
  return best;
}

function probabilityAt({ left, top, plane }: GridPart, { x, y }: Point): number {
  const column = Math.floor(x - 0.5 - left);
  const row = Math.floor(y - 0.5 - top);
  const fx = x - 0.5 - left - column;
  const fy = y - 0.5 - top - row;
  const cell = (dx: number, dy: number): number => {
    const [cx, cy] = [column + dx, row + dy];
    return cx < 0 || cy < 0 || cx >= plane.width || cy >= plane.height
      ? 0
      : (plane.data[cy * plane.width + cx] ?? 0);
  };
  return (
    (cell(0, 0) * (1 - fx) + cell(1, 0) * fx) * (1 - fy) +
    (cell(0, 1) * (1 - fx) + cell(1, 1) * fx) * fy
  );
}

/** Binomial smoothing, twice, that keeps both ends. */
function smoothed(values: readonly number[]): readonly number[] {
  const once = (line: readonly number[]): number[] =>
    line.map((value, index) => {
      const [before, after] = [line[index - 1], line[index + 1]];
      return before === undefined || after === undefined ? value : (before + 2 * value + after) / 4;
    });
  return once(once(values));
}

interface Found {
  readonly frame: Frame;
  readonly extent: Span;
  readonly place: (u: number, v: number) => Point;
  readonly upper: readonly Point[];
  readonly lower: readonly Point[];
}

/** How far beyond the eye's corners the brow is followed, in eye widths, and how far up. */
const browBeyond = 0.35;
const browPoints = 15;
const browReachCells = 40;
const leastBrow = 0.5;

/** From the parse; where it shows no brow, the mesh's, moved as far as its eye was. */
function browAbove(face: Face, side: Side, found: Found): readonly Point[] {
  const { frame, extent, place } = found;
  const part = mergedProbability(face, [`${side}-brow`]);
  const width = extent.high - extent.low;
  const from = extent.high + browBeyond * width;
  const seen = Array.from({ length: browPoints }, (_, index) => {
    const u = from - (index / (browPoints - 1)) * (1 + 2 * browBeyond) * width;
    return { u, v: part && browEdgeAt(part, frame, u) };
  }).filter((edge): edge is { u: number; v: number } => edge.v !== undefined);
  if (seen.length < browPoints / 3) return movedBrow(face, side, found);
  const heights = smoothed(seen.map(({ v }) => v));
  return seen.map(({ u }, index) => place(u, heights[index] ?? 0));
}

function browEdgeAt(part: GridPart, frame: Frame, u: number): number | undefined {
  for (let v = 2; v <= browReachCells; v += 2 * scanStepCells) {
    if (probabilityAt(part, inGrid(frame, u, v)) >= leastBrow) return v;
  }
  return undefined;
}

function movedBrow(face: Face, side: Side, { upper, lower }: Found): readonly Point[] {
  const lines = sideLines[side];
  const seen = meanPoint([...upper, ...lower]);
  const guessed = meanPoint(meshPoints(face, [...lines.upperLid, ...lines.lowerLid]));
  return meshPoints(face, lines.browLower).map(({ x, y }) => ({
    x: x + seen.x - guessed.x,
    y: y + seen.y - guessed.y,
  }));
}

function irisOf(face: Face, side: Side): Eye['iris'] {
  const center = meshPoint(face, sideLines[side].irisCenter);
  const radii = meshPoints(face, sideLines[side].irisRing).map((point) => distance(point, center));
  return { center, radius: radii.reduce((sum, radius) => sum + radius, 0) / radii.length };
}
