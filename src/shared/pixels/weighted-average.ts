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
  return {
    share,
    of: (plane) => {
      const weighed = createPlane(plane.width, plane.height);
      for (let at = 0; at < weighed.data.length; at++) {
        weighed.data[at] = plane.data[at]! * weight.data[at]!;
      }
      const sum = gaussianBlur(weighed, sigmaPixels);
      const result = createPlane(plane.width, plane.height);
      for (let at = 0; at < result.data.length; at++) {
        const total = share.data[at]!;
        result.data[at] = total > leastWeight ? sum.data[at]! / total : plane.data[at]!;
      }
      return result;
    },
  };
}

const leastWeight = 1e-3;
