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
    this.#sums = this.#reduced((at) => weights.data[at]!);
    const { share, of } = weightedAverage(this.#sums, sigmaPixels / this.factor);
    this.share = share;
    this.#average = of;
  }

  /** On reduced pixels. Where there is next to no weight it is the plane itself. */
  of({ data }: Plane): Plane {
    const weights = this.#weights.data;
    const own = this.#reduced((at) => data[at]!);
    const weighed = this.#reduced((at) => data[at]! * weights[at]!);
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
    return Uint8Array.from(this.#reduced((at) => marks[at]!).data, (share) => Number(share > 0));
  }

  /** Means of squares; beyond the edge the last pixels go on. */
  #reduced(valueAt: (at: number) => number): Plane {
    const { factor, covered } = this;
    const { width, height } = this.#whole;
    const result = createPlane(covered.width, covered.height);
    const columns = Int32Array.from({ length: covered.width * factor }, (_, x) =>
      Math.min(width - 1, Math.max(0, covered.left * factor + x)),
    );
    const share = 1 / (factor * factor);
    for (let y = 0; y < covered.height * factor; y++) {
      const row = Math.min(height - 1, Math.max(0, covered.top * factor + y)) * width;
      const into = Math.floor(y / factor) * covered.width;
      for (let x = 0; x < columns.length; x++) {
        const target = into + Math.floor(x / factor);
        result.data[target] = result.data[target]! + share * valueAt(row + columns[x]!);
      }
    }
    return result;
  }
}
