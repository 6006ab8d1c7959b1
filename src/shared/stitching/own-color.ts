import type { Plane } from '../pixels/raster';
import { colorChannels, mapPlanes, type Planes } from './side';

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

const leastProbability = 0.7;
const leastPixels = 40;
/** Added to each variance, so that a flat colour does not make the map explode. */
const regularisation = 1e-4;
/** How much the map may raise or lower contrast. */
const contrastLimits = [0.6, 1.6] as const;

/**
 * Moves the feature's own colour towards the target's, by the linear map that takes one Gaussian of colours to the
 * other with the least effort (Pitié & Kokaram, "The linear Monge-Kantorovitch linear colour mapping", 2007), on
 * cube roots of linear light, where colours are spread about evenly. `amount` 0 leaves the planes as they are.
 */
export function withOwnColor(
  planes: Planes,
  donorOwn: Plane,
  target: Planes,
  targetOwn: Plane,
  amount: number,
): Planes {
  if (amount === 0) return planes;
  const from = colorsOf(planes, donorOwn);
  const to = colorsOf(target, targetOwn);
  if (!from || !to) return planes;
  const map = transport(from.covariance, to.covariance);
  const result = mapPlanes(planes, (plane) => ({ ...plane, data: plane.data.slice() }));
  const own: Triple = [0, 0, 0];
  for (let index = 0; index < donorOwn.data.length; index++) {
    const share = amount * donorOwn.data[index]!;
    if (share <= 0) continue;
    for (const channel of colorChannels) own[channel] = cubeRoot(planes[channel].data[index]!);
    const x = own[0] - from.mean[0];
    const y = own[1] - from.mean[1];
    const z = own[2] - from.mean[2];
    for (const channel of colorChannels) {
      const [a, b, c] = map[channel];
      const moved = to.mean[channel] + a * x + b * y + c * z;
      const before = own[channel];
      result[channel].data[index] = Math.max(0, before + share * (moved - before)) ** 3;
    }
  }
  return result;
}

const rootSteps = 4096;
/** Finer towards black, where the curve is steep: entry i belongs to (i / steps)². */
const rootTable = Float32Array.from({ length: rootSteps + 2 }, (_, index) =>
  Math.cbrt((index / rootSteps) ** 2),
);

/** From a table, to within 1e-4 of the value above the darkest thousandth. */
function cubeRoot(value: number): number {
  if (!(value > 0)) return 0;
  if (value >= 1) return Math.cbrt(value);
  const position = Math.sqrt(value) * rootSteps;
  const index = position | 0;
  const before = rootTable[index]!;
  return before + (position - index) * (rootTable[index + 1]! - before);
}

type Triple = [number, number, number];

interface Colors {
  readonly mean: Vector;
  readonly covariance: Matrix;
}

function colorsOf(planes: Planes, own: Plane): Colors | undefined {
  const sum = [0, 0, 0];
  const products = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const color: Triple = [0, 0, 0];
  let count = 0;
  for (let index = 0; index < own.data.length; index++) {
    if (own.data[index]! < leastProbability) continue;
    count++;
    for (const channel of colorChannels) color[channel] = cubeRoot(planes[channel].data[index]!);
    for (const row of colorChannels) {
      sum[row]! += color[row];
      for (const column of colorChannels) products[row]![column]! += color[row] * color[column];
    }
  }
  if (count < leastPixels) return undefined;
  const mean = sum.map((value) => value / count) as unknown as Vector;
  const covariance = colorChannels.map((row) =>
    colorChannels.map(
      (column) =>
        products[row]![column]! / count -
        mean[row] * mean[column] +
        (row === column ? regularisation : 0),
    ),
  ) as unknown as Matrix;
  return { mean, covariance };
}

/** A^-1/2 (A^1/2 B A^1/2)^1/2 A^-1/2, its contrast kept within limits. */
function transport(from: Matrix, to: Matrix): Matrix {
  const root = ofEigenvalues(from, Math.sqrt);
  const inverse = ofEigenvalues(from, (value) => 1 / Math.sqrt(value));
  const middle = ofEigenvalues(multiply(multiply(root, to), root), Math.sqrt);
  const map = multiply(multiply(inverse, middle), inverse);
  const [least, most] = contrastLimits;
  return ofEigenvalues(map, (value) => Math.min(most, Math.max(least, value)));
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return colorChannels.map((row) =>
    colorChannels.map(
      (column) => a[row][0] * b[0][column] + a[row][1] * b[1][column] + a[row][2] * b[2][column],
    ),
  ) as unknown as Matrix;
}

const rotations = 12;

/** The symmetric matrix with the same eigenvectors whose eigenvalues went through `map` (Jacobi's rotations). */
function ofEigenvalues(matrix: Matrix, map: (value: number) => number): Matrix {
  const a = matrix.map((row) => [...row]) as [number[], number[], number[]];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let rotation = 0; rotation < rotations; rotation++) {
    const [p, q] = (
      [
        [0, 1],
        [0, 2],
        [1, 2],
      ] as const
    )[rotation % 3]!;
    if (Math.abs(a[p][q]!) < 1e-15) continue;
    const angle = 0.5 * Math.atan2(2 * a[p][q]!, a[q][q]! - a[p][p]!);
    const cosine = Math.cos(angle);
    const sine = Math.sin(angle);
    for (const row of [...a, ...v] as number[][]) {
      const [x, y] = [row[p]!, row[q]!];
      row[p] = cosine * x - sine * y;
      row[q] = sine * x + cosine * y;
    }
    for (const column of colorChannels) {
      const [x, y] = [a[p][column]!, a[q][column]!];
      a[p][column] = cosine * x - sine * y;
      a[q][column] = sine * x + cosine * y;
    }
  }
  return colorChannels.map((row) =>
    colorChannels.map((column) =>
      colorChannels.reduce<number>(
        (sum, k) => sum + v[row]![k]! * map(Math.max(1e-12, a[k][k]!)) * v[column]![k]!,
        0,
      ),
    ),
  ) as unknown as Matrix;
}
