import { gaussianBlur } from './gaussian';
import { createPlane, type Plane } from './raster';

export interface WeightedBlur {
  /** The mean of what counts around each pixel; 0 where nothing does. */
  readonly mean: Plane;
  /** How much of the surroundings counts, 0-1. */
  readonly weight: Plane;
}

/** Normalised convolution (Knutsson & Westin 1993) with a Gaussian: values of weight 0 do not spread. */
export function weightedBlur(plane: Plane, weights: Plane, sigmaPixels: number): WeightedBlur {
  const products = createPlane(plane.width, plane.height);
  for (let index = 0; index < products.data.length; index++) {
    const weight = weights.data[index]!;
    products.data[index] = weight > 0 ? weight * plane.data[index]! : 0;
  }
  const mean = gaussianBlur(products, sigmaPixels);
  const weight = gaussianBlur(weights, sigmaPixels);
  const result = createPlane(plane.width, plane.height);
  for (let index = 0; index < result.data.length; index++) {
    const total = weight.data[index]!;
    result.data[index] = total > 1e-6 ? mean.data[index]! / total : 0;
  }
  return { mean: result, weight };
}
