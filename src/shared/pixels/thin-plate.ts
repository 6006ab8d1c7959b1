import type { Point } from './raster';

/** A thin-plate spline, worked out: `bent` takes points through it. Nothing but numbers, which any thread may be sent. */
export interface ThinPlate {
  /** Of the points that it was made from. */
  readonly center: Point;
  readonly size: number;
  /** Those points from the centre, in sizes. */
  readonly points: readonly Point[];
  /** How far each of them bends. */
  readonly weights: readonly Pair[];
  readonly constant: Pair;
  readonly alongX: Pair;
  readonly alongY: Pair;
}

type Pair = readonly [x: number, y: number];

/**
 * Thin-plate spline (Bookstein 1989) that takes each of `from` near the `to` of the same place and bends as little as
 * it can: `smoothing` of a point is 0 where it is met exactly, about 1 where the map may stay nearly affine. Three points
 * or more that lie on no line; all lists have the same length.
 */
export function thinPlate(
  from: readonly Point[],
  to: readonly Point[],
  smoothing: readonly number[],
): ThinPlate {
  const count = from.length;
  const center = { x: mean(from.map(({ x }) => x)), y: mean(from.map(({ y }) => y)) };
  const size = Math.sqrt(mean(from.map(({ x, y }) => (x - center.x) ** 2 + (y - center.y) ** 2)));
  const normal = from.map(({ x, y }) => ({ x: (x - center.x) / size, y: (y - center.y) / size }));
  const rows = normal.map((point, index) => {
    const bending = normal.map((other) =>
      kernel((point.x - other.x) ** 2 + (point.y - other.y) ** 2),
    );
    bending[index] = bending[index]! + smoothing[index]!;
    return [...bending, 1, point.x, point.y, to[index]!.x, to[index]!.y];
  });
  const side = [normal.map(() => 1), normal.map(({ x }) => x), normal.map(({ y }) => y)];
  const solved = solve([...rows, ...side.map((row) => [...row, 0, 0, 0, 0, 0])]);
  const [constant, alongX, alongY] = solved.slice(count) as [Pair, Pair, Pair];
  const weights = solved.slice(0, count);
  return { center, size, points: normal, weights, constant, alongX, alongY };
}

export function bent(plate: ThinPlate, { x, y }: Point): Point {
  const { center, size, points, weights, constant, alongX, alongY } = plate;
  const u = (x - center.x) / size;
  const v = (y - center.y) / size;
  let mappedX = constant[0] + alongX[0] * u + alongY[0] * v;
  let mappedY = constant[1] + alongX[1] * u + alongY[1] * v;
  for (let index = 0; index < points.length; index++) {
    const point = points[index]!;
    const bend = kernel((u - point.x) ** 2 + (v - point.y) ** 2);
    mappedX += weights[index]![0] * bend;
    mappedY += weights[index]![1] * bend;
  }
  return { x: mappedX, y: mappedY };
}

function kernel(squaredDistance: number): number {
  return squaredDistance > 0 ? squaredDistance * Math.log(squaredDistance) : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Gaussian elimination with pivoting; the last two columns are the right sides. */
function solve(rows: number[][]): Pair[] {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const lead = rows[column]!;
    for (let row = 0; row < size; row++) {
      const factor = rows[row]![column]! / lead[column]!;
      if (row === column || factor === 0) continue;
      for (let at = column; at < size + 2; at++)
        rows[row]![at] = rows[row]![at]! - factor * lead[at]!;
    }
  }
  return rows.map((row, index) => [row[size]! / row[index]!, row[size + 1]! / row[index]!]);
}
