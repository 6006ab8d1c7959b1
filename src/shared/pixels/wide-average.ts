import { gaussianBlur } from './gaussian';
import { createPlane, type Plane, type Rectangle } from './raster';
import { enlarged, reducedCover } from './reduced';
import { weightedAverage } from './weighted-average';

/** Of the Gaussian, in reduced pixels: it holds nothing that they could miss. */
const smallestSigmaPixels = 2.5;

/**
 * Averages wider than a few pixels, by weights, as `weightedAverage` gives them but worked out on reduced pixels, each
 * the weighed mean of a square: a fraction of the work.
 */
export class WideAverage {
  /** Pixels along a side of what a reduced pixel covers. */
  readonly factor: number;
  /** The reduced pixels, counted from the planes' own corner, with one more each way for interpolation. */
  readonly covered: Rectangle;
  /** How much weight there is round each reduced pixel, 0-1 for weights of 0-1. */
  readonly share: Plane;
  readonly #weights: Plane;
  readonly #sums: Plane;
  readonly #average: (plane: Plane) => Plane;
  readonly #whole: Rectangle;

  constructor(weights: Plane, sigmaPixels: number) {
    const { width, height } = weights;
    this.factor = Math.max(1, Math.floor(sigmaPixels / smallestSigmaPixels));
    this.#whole = { left: 0, top: 0, width, height };
    this.covered = reducedCover(this.#whole, this.factor);
    this.#weights = weights;
    this.#sums = this.#reduced(weights.data);
    const { share, of } = weightedAverage(this.#sums, sigmaPixels / this.factor);
    this.share = share;
    this.#average = of;
  }

  /** On reduced pixels. Where there is next to no weight it is the plane itself. */
  of({ data }: Plane): Plane {
    const weights = this.#weights.data;
    const own = this.#reduced(data);
    const weighed = this.#reduced(data, weights);
    const sums = this.#sums.data;
    for (let at = 0; at < sums.length; at++) {
      if (sums[at]! > 1e-6) own.data[at] = weighed.data[at]! / sums[at]!;
    }
    return this.#average(own);
  }

  /** From reduced pixels back to the planes' own size. */
  enlarged(plane: Plane): Plane {
    return enlarged(plane, this.covered, this.factor, this.#whole);
  }

  /** 1 for reduced pixels of which any pixel is marked. */
  marked(marks: Uint8Array): Uint8Array {
    return Uint8Array.from(this.#reduced(marks).data, (share) => Number(share > 0));
  }

  /** Means of squares, of products where there are factors; beyond the edge the last pixels go on. */
  #reduced(values: Float32Array | Uint8Array, factors?: Float32Array): Plane {
    const { factor, covered } = this;
    const { width, height } = this.#whole;
    const result = createPlane(covered.width, covered.height);
    const columns = Int32Array.from({ length: covered.width * factor }, (_, x) =>
      Math.min(width - 1, Math.max(0, covered.left * factor + x)),
    );
    const sums = new Float64Array(covered.width);
    const share = 1 / (factor * factor);
    for (let y = 0; y < covered.height; y++) {
      sums.fill(0);
      for (let line = 0; line < factor; line++) {
        const at = (covered.top + y) * factor + line;
        const row = Math.min(height - 1, Math.max(0, at)) * width;
        if (factors) addProducts(sums, values, factors, row, columns, factor);
        else addValues(sums, values, row, columns, factor);
      }
      const into = y * covered.width;
      for (let x = 0; x < covered.width; x++) result.data[into + x] = share * sums[x]!;
    }
    return result;
  }
}

/** Gaussian blur of a whole plane; edges are extended by their last pixel. */
export function wideBlur(plane: Plane, sigmaPixels: number): Plane {
  if (sigmaPixels < 2 * smallestSigmaPixels) return gaussianBlur(plane, sigmaPixels);
  const { width, height } = plane;
  const average = new WideAverage(
    { width, height, data: new Float32Array(width * height).fill(1) },
    sigmaPixels,
  );
  return average.enlarged(average.of(plane));
}

function addValues(
  sums: Float64Array,
  values: Float32Array | Uint8Array,
  row: number,
  columns: Int32Array,
  factor: number,
): void {
  for (let x = 0, column = 0; x < sums.length; x++) {
    let sum = sums[x]!;
    for (const end = column + factor; column < end; column++)
      sum += values[row + columns[column]!]!;
    sums[x] = sum;
  }
}

function addProducts(
  sums: Float64Array,
  values: Float32Array | Uint8Array,
  factors: Float32Array,
  row: number,
  columns: Int32Array,
  factor: number,
): void {
  for (let x = 0, column = 0; x < sums.length; x++) {
    let sum = sums[x]!;
    for (const end = column + factor; column < end; column++) {
      const at = row + columns[column]!;
      sum += values[at]! * factors[at]!;
    }
    sums[x] = sum;
  }
}
