import { gaussianBlur } from './gaussian';
import { createPlane, type Plane } from './raster';

export interface WeightedBlur {
  /** Of each plane, the mean of what counts around each pixel; 0 where nothing does. */
  readonly means: Plane[];
  /** How much of the surroundings counts, 0-1. */
  readonly weight: Plane;
}

/** Normalised convolution (Knutsson & Westin 1993) with a Gaussian: values of weight 0 do not spread. */
export function weightedBlur(
  planes: readonly Plane[],
  weights: Plane,
  sigmaPixels: number,
): WeightedBlur {
  const weight = gaussianBlur(weights, sigmaPixels);
  const products = createPlane(weights.width, weights.height);
  const means = planes.map((plane) => {
    for (let index = 0; index < products.data.length; index++) {
      const own = weights.data[index]!;
      products.data[index] = own > 0 ? own * plane.data[index]! : 0;
    }
    const { data, ...size } = gaussianBlur(products, sigmaPixels);
    const mean = data === products.data ? data.slice() : data;
    for (let index = 0; index < mean.length; index++) {
      const total = weight.data[index]!;
      mean[index] = total > leastWeight ? mean[index]! / total : 0;
    }
    return { ...size, data: mean };
  });
  return { means, weight };
}

const leastWeight = 1e-6;
