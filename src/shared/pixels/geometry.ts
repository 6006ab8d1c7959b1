import type { Point } from './raster';

/**
 * Rotation, uniform scale and translation in the plane:
 * x' = a x - b y + tx, y' = b x + a y + ty. Four numbers, so that it can cross any boundary as it is.
 */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

export function applySimilarity({ a, b, tx, ty }: Similarity, { x, y }: Point): Point {
  return { x: a * x - b * y + tx, y: b * x + a * y + ty };
}

/** The corners of an upright rectangle, in turn, under a similarity. */
export function mappedCorners(
  similarity: Similarity,
  [left, top, right, bottom]: readonly [number, number, number, number],
): Point[] {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ].map((corner) => applySimilarity(similarity, corner));
}

export function invertSimilarity({ a, b, tx, ty }: Similarity): Similarity {
  const square = a * a + b * b;
  const ia = a / square;
  const ib = -b / square;
  return { a: ia, b: ib, tx: -(ia * tx - ib * ty), ty: -(ib * tx + ia * ty) };
}

/** How much longer a line gets. */
export function similarityScale({ a, b }: Similarity): number {
  return Math.hypot(a, b);
}

/**
 * Least-squares similarity that takes `from` to `to` (Umeyama 1991, without reflection).
 * Both lists have the same length of two or more.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const fromMean = meanPoint(from);
  const toMean = meanPoint(to);
  let square = 0;
  let dot = 0;
  let cross = 0;
  from.forEach((point, index) => {
    const target = to[index] ?? toMean;
    const px = point.x - fromMean.x;
    const py = point.y - fromMean.y;
    const qx = target.x - toMean.x;
    const qy = target.y - toMean.y;
    square += px * px + py * py;
    dot += px * qx + py * qy;
    cross += px * qy - py * qx;
  });
  const a = dot / square;
  const b = cross / square;
  return {
    a,
    b,
    tx: toMean.x - (a * fromMean.x - b * fromMean.y),
    ty: toMean.y - (b * fromMean.x + a * fromMean.y),
  };
}

export function meanPoint(points: readonly Point[]): Point {
  const total = points.reduce((sum, { x, y }) => ({ x: sum.x + x, y: sum.y + y }), { x: 0, y: 0 });
  return { x: total.x / points.length, y: total.y / points.length };
}

export function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

/** Of length 1; none between a point and itself. */
export function directionOf(from: Point, to: Point): Point {
  const length = Math.max(1e-9, distance(from, to));
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}
