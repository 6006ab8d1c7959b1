import { applySimilarity, invertSimilarity, type Similarity } from '../../../pixels/geometry';
import type { Point, Rectangle } from '../../../pixels/raster';
import { displacementField, reachOf, warp, type DisplacementField, type WarpPass } from './field';
import { squaredField } from './squaring';

/**
 * Shifts: smooth ways of moving a part of a photo, from which edits of shape are built. Everything is in pixels of the
 * full-size photo. A shift is 0 beyond its bounds, so the background there stays as straight as it was. Follow one
 * shift by another in passes of their own: the renderer resamples once.
 */
export interface Shift {
  /** Beyond it nothing moves. */
  readonly bounds: Rectangle;
  /** Where a place of the result takes its pixel from, as an offset from that place. */
  readonly offsetAt: (place: Point) => Point;
}

/**
 * The pass that carries out a shift; `key` names everything that the shift depends on, `softPixels` is as for `sampled`.
 */
export function shiftWarp(key: string, shift: Shift, softPixels = 0): WarpPass {
  return flowWarp(key, sampled(shift, softPixels));
}

/**
 * The pass that carries out a shift that was sampled, in many small steps, as a flow (scaling and squaring; Arsigny,
 * Commowick, Pennec & Ayache 2006), which cannot fold however far it goes; points arrive where they were sent but for a
 * few percent of their way.
 */
export function flowWarp(key: string, field: DisplacementField): WarpPass {
  return warp(key, flow(field));
}

/**
 * A shift on a lattice. `softPixels` is a Gaussian's standard deviation by which it is softened: points near to each
 * other that part ways would stretch the skin between them.
 */
export function sampled({ bounds, offsetAt }: Shift, softPixels = 0): DisplacementField {
  return softened(displacementField(bounds, offsetAt), softPixels);
}

function softened(field: DisplacementField, softPixels: number): DisplacementField {
  const { columns, rows, stepPixels, offsets } = field;
  // A binomial kernel of three has a variance of one half.
  const sweeps = Math.round(2 * (softPixels / stepPixels) ** 2);
  let from = offsets;
  for (let sweep = 0; sweep < 2 * sweeps; sweep++) {
    const [step, into] = [sweep % 2 === 0 ? 2 : columns * 2, new Float32Array(offsets.length)];
    for (let row = 1; row < rows - 1; row++) {
      for (let at = (row * columns + 1) * 2; at < ((row + 1) * columns - 1) * 2; at++) {
        into[at] = (from[at - step]! + 2 * from[at]! + from[at + step]!) / 4;
      }
    }
    from = into;
  }
  return { ...field, offsets: from };
}

/** Each doubles the number of steps. */
const squarings = 4;

function flow(field: DisplacementField): DisplacementField {
  const share = 1 / 2 ** squarings;
  const offsets = field.offsets.map((offset) => offset * share);
  return withoutTails(squaredField({ ...field, offsets }, squarings));
}

/** Share of the longest offset by which all grow shorter: no eye sees it, and what does not move costs nothing. */
const tail = 0.006;

function withoutTails(field: DisplacementField): DisplacementField {
  const least = tail * reachOf(field);
  const offsets = new Float32Array(field.offsets.length);
  for (let at = 0; at < offsets.length; at += 2) {
    const length = Math.sqrt(field.offsets[at]! ** 2 + field.offsets[at + 1]! ** 2);
    if (length <= least) continue;
    offsets[at] = field.offsets[at]! * (1 - least / length);
    offsets[at + 1] = field.offsets[at + 1]! * (1 - least / length);
  }
  return { ...field, offsets };
}

/** What lies at `from` is to be seen at `from + by`. A move by nothing holds its place. */
export interface Move {
  readonly from: Point;
  readonly by: Point;
}

/**
 * Takes each point where it is told and everything between smoothly along: interpolation by radial functions of
 * compact support (Wendland 1995, C2), a slight ridge making up for points that nearly coincide. No point moves what
 * lies `reachPixels` from where it arrives.
 */
export function movedPoints(moves: readonly Move[], reachPixels: number): Shift {
  const arrivals = moves.map(({ from, by }) => ({ x: from.x + by.x, y: from.y + by.y }));
  return spreadMoves(moves, arrivals, reachPixels);
}

/**
 * The same, with the moves told at `places` of their own. Where those stay, what moves twice as far does so everywhere,
 * and moves may be added up.
 */
export function spreadMoves(
  moves: readonly Move[],
  places: readonly Point[],
  reachPixels: number,
): Shift {
  const kernel = places.map((one) =>
    places.map((other) => wendland(Math.hypot(one.x - other.x, one.y - other.y) / reachPixels)),
  );
  const [x, y] = solveSymmetric(kernel, [
    moves.map(({ by }) => -by.x),
    moves.map(({ by }) => -by.y),
  ]);
  const nearby = new NearbyPoints(places, reachPixels);
  const offsetAt = (place: Point): Point => {
    const { alongs, downSquares, indices } = nearby;
    const count = nearby.find(place.y);
    let [offsetX, offsetY] = [0, 0];
    for (let at = 0; at < count; at++) {
      const dx = place.x - alongs[at]!;
      const square = dx * dx + downSquares[at]!;
      if (square >= reachPixels * reachPixels) continue;
      const weight = wendland(Math.sqrt(square) / reachPixels);
      offsetX += weight * x![indices[at]!]!;
      offsetY += weight * y![indices[at]!]!;
    }
    return { x: offsetX, y: offsetY };
  };
  return { bounds: boundsAround(places, reachPixels), offsetAt };
}

/** The few of some points that are no farther from a height than they reach; a lattice is asked for row by row. */
class NearbyPoints {
  readonly indices: Int32Array;
  readonly alongs: Float64Array;
  readonly downSquares: Float64Array;
  #y = Number.NaN;
  #count = 0;

  constructor(
    private readonly points: readonly Point[],
    private readonly reachPixels: number,
  ) {
    this.indices = new Int32Array(points.length);
    this.alongs = new Float64Array(points.length);
    this.downSquares = new Float64Array(points.length);
  }

  /** Their count, which is as long as what is there of each of them. */
  find(y: number): number {
    if (y === this.#y) return this.#count;
    this.#y = y;
    let count = 0;
    for (const [index, point] of this.points.entries()) {
      const dy = y - point.y;
      if (Math.abs(dy) >= this.reachPixels) continue;
      this.indices[count] = index;
      this.alongs[count] = point.x;
      this.downSquares[count] = dy * dy;
      count += 1;
    }
    this.#count = count;
    return count;
  }
}

/** Half axes in pixels, the first along `angleDegrees` (clockwise from the photo's x). */
export interface Ellipse {
  readonly center: Point;
  readonly alongPixels: number;
  readonly acrossPixels: number;
  readonly angleDegrees: number;
}

/**
 * Takes what lies inside an ellipse to where `motion` (photo to photo) brings it, unbent, so that round things stay
 * round; from there the motion fades to nothing at `reach` (above 1) times the ellipse's size.
 */
export function movedEllipse(ellipse: Ellipse, reach: number, motion: Similarity): Shift {
  const back = invertSimilarity(motion);
  const { alongPixels, acrossPixels } = ellipse;
  const center = applySimilarity(motion, ellipse.center);
  const angle = (ellipse.angleDegrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const offsetAt = (place: Point): Point => {
    const dx = place.x - center.x;
    const dy = place.y - center.y;
    const u = (dx * cosine + dy * sine) / alongPixels;
    const v = (dy * cosine - dx * sine) / acrossPixels;
    const share = 1 - smootherstep((Math.hypot(u, v) - 1) / (reach - 1));
    if (share === 0) return { x: 0, y: 0 };
    const from = applySimilarity(back, place);
    return { x: share * (from.x - place.x), y: share * (from.y - place.y) };
  };
  return { bounds: boundsAround([center], reach * Math.max(alongPixels, acrossPixels)), offsetAt };
}

/** Turns by an angle (clockwise), scales about a point, then shifts. */
export function motionAbout(
  { x, y }: Point,
  { scale = 1, degrees = 0, by = { x: 0, y: 0 } }: { scale?: number; degrees?: number; by?: Point },
): Similarity {
  const angle = (degrees * Math.PI) / 180;
  const a = scale * Math.cos(angle);
  const b = scale * Math.sin(angle);
  return { a, b, tx: x + by.x - (a * x - b * y), ty: y + by.y - (b * x + a * y) };
}

/** Wendland's function of smoothness C2 for the plane: 1 at 0, 0 from 1 on. */
function wendland(ratio: number): number {
  if (ratio >= 1) return 0;
  const rest = 1 - ratio;
  return rest * rest * rest * rest * (4 * ratio + 1);
}

/** From 0 to 1 with two vanishing derivatives at each end (Perlin 2002). */
function smootherstep(value: number): number {
  const t = Math.min(1, Math.max(0, value));
  return t * t * t * (t * (6 * t - 15) + 10);
}

const ridge = 0.02;

/** Solves a positive definite system for several right-hand sides by Cholesky's decomposition. */
function solveSymmetric(
  matrix: readonly (readonly number[])[],
  rightHandSides: readonly (readonly number[])[],
): Float64Array[] {
  const size = matrix.length;
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row]![column]! + (row === column ? ridge : 0);
      for (let k = 0; k < column; k++) sum -= lower[row * size + k]! * lower[column * size + k]!;
      lower[row * size + column] =
        row === column ? Math.sqrt(sum) : sum / lower[column * size + column]!;
    }
  }
  return rightHandSides.map((values) => {
    const result = Float64Array.from(values);
    for (let row = 0; row < size; row++) {
      for (let k = 0; k < row; k++) result[row]! -= lower[row * size + k]! * result[k]!;
      result[row]! /= lower[row * size + row]!;
    }
    for (let row = size - 1; row >= 0; row--) {
      for (let k = row + 1; k < size; k++) result[row]! -= lower[k * size + row]! * result[k]!;
      result[row]! /= lower[row * size + row]!;
    }
    return result;
  });
}

function boundsAround(points: readonly Point[], reachPixels: number): Rectangle {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const left = Math.min(...xs) - reachPixels;
  const top = Math.min(...ys) - reachPixels;
  return {
    left,
    top,
    width: Math.max(...xs) + reachPixels - left,
    height: Math.max(...ys) + reachPixels - top,
  };
}
