import { gaussianBlur } from './gaussian';
import { createPlane, type Plane } from './raster';

export interface WeightedAverage {
  /** How much weight there is round each pixel, 0-1 for weights of 0-1. */
  readonly share: Plane;
  /** Gaussian average of a plane by the weights. Where there are next to none the plane stays what it is. */
  readonly of: (plane: Plane) => Plane;
}

/** Normalised convolution (Knutsson & Westin 1993): pixels without weight take no part in the averages. */
export function weightedAverage(weight: Plane, sigmaPixels: number): WeightedAverage {
  const share = gaussianBlur(weight, sigmaPixels);
  return { share, of: (plane) => average(plane, weight, share, sigmaPixels) };
}

function average(plane: Plane, weight: Plane, share: Plane, sigmaPixels: number): Plane {
  const { width, height, data } = plane;
  const weights = weight.data;
  const weighed = createPlane(width, height);
  for (let at = 0; at < data.length; at++) weighed.data[at] = data[at]! * weights[at]!;
  const result = gaussianBlur(weighed, sigmaPixels);
  const sums = result === weighed ? weighed.data.slice() : result.data;
  const totals = share.data;
  for (let at = 0; at < data.length; at++) {
    sums[at] = totals[at]! > leastWeight ? sums[at]! / totals[at]! : data[at]!;
  }
  return { width, height, data: sums };
}

const leastWeight = 1e-3;
