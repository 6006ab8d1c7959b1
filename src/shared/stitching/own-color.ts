import type { Plane, Planes } from '../pixels/raster';
import type { ColorRow } from './relight';
import { colorChannels } from './side';

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

const leastProbability = 0.7;
const leastPixels = 40;
/** Added to each variance, so that a flat colour does not make the map explode. */
const regularisation = 1e-4;
/** How much the map may raise or lower contrast. */
const contrastLimits = [0.6, 1.6] as const;

/** A linear map of cube roots of linear light, from one mean to another. */
export interface ColorTransport {
  readonly from: Vector;
  readonly to: Vector;
  readonly matrix: Matrix;
}

/**
 * From the donor's own colours of a feature to the target's: the linear map that takes one Gaussian of colours to the
 * other with the least effort (Pitié & Kokaram, "The linear Monge-Kantorovitch linear colour mapping", 2007), on cube
 * roots of linear light, where colours are spread about evenly. `undefined` where too little of it is seen.
 */
export function ownColorTransport(
  donor: Planes,
  donorOwn: Plane,
  target: Planes,
  targetOwn: Plane,
): ColorTransport | undefined {
  const from = colorsOf(donor, donorOwn);
  const to = colorsOf(target, targetOwn);
  if (!from || !to) return undefined;
  return { from: from.mean, to: to.mean, matrix: transport(from.covariance, to.covariance) };
}

/**
 * Moves linear light from one pixel of a row to before another by `amount` times the probability that it is the
 * feature's own.
 */
export function transportRow(
  [reds, greens, blues]: ColorRow,
  { from, to, matrix }: ColorTransport,
  owns: Float32Array,
  amount: number,
  [start, end]: readonly [number, number],
): void {
  const [ofRed, ofGreen, ofBlue] = matrix;
  for (let index = start; index < end; index++) {
    const share = amount * owns[index]!;
    if (share <= 0) continue;
    const red = cubeRoot(reds[index]!);
    const green = cubeRoot(greens[index]!);
    const blue = cubeRoot(blues[index]!);
    const [x, y, z] = [red - from[0], green - from[1], blue - from[2]];
    const newRed = to[0] + ofRed[0] * x + ofRed[1] * y + ofRed[2] * z;
    const newGreen = to[1] + ofGreen[0] * x + ofGreen[1] * y + ofGreen[2] * z;
    const newBlue = to[2] + ofBlue[0] * x + ofBlue[1] * y + ofBlue[2] * z;
    reds[index] = cube(red + share * (newRed - red));
    greens[index] = cube(green + share * (newGreen - green));
    blues[index] = cube(blue + share * (newBlue - blue));
  }
}

function cube(value: number): number {
  return value > 0 ? value * value * value : 0;
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
