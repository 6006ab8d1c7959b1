import { luminanceOf } from '../pixels/color';
import { gaussianBlur } from '../pixels/gaussian';
import { createPlane, createPlanes, type Plane, type Planes } from '../pixels/raster';

const iterations = 5;
/** What one picture holds cannot be told beyond this. */
export const largestSharpeningSigmaPixels = 1.5;
/** Luma noise, 0-1, from which on sharpening shows more noise than detail. */
export const sharpeningNoiseLimit = 3 / 255;
/** Of the local step, what an edge may go beyond it. */
const overshoot = 0.05;
const floorLinear = 1e-4;

/**
 * Richardson-Lucy deconvolution (Richardson 1972; Lucy 1974) of the luminance with a Gaussian, a few iterations in
 * linear light; the colours follow in proportion. Each value stays within those around it in the soft picture and a
 * twentieth of their span, so that no edge gets a halo. In memory that threads share.
 */
export function sharpened(planes: Planes, sigmaPixels: number): Planes {
  const sigma = Math.min(sigmaPixels, largestSharpeningSigmaPixels);
  const soft = luminance(planes);
  let estimate: Plane = soft;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const expected = gaussianBlur(estimate, sigma);
    const ratio = createPlane(soft.width, soft.height);
    for (let index = 0; index < ratio.data.length; index++) {
      ratio.data[index] = soft.data[index]! / Math.max(floorLinear, expected.data[index]!);
    }
    const correction = gaussianBlur(ratio, sigma);
    const next = createPlane(soft.width, soft.height);
    for (let index = 0; index < next.data.length; index++) {
      next.data[index] = estimate.data[index]! * correction.data[index]!;
    }
    estimate = next;
  }
  const bounded = withinNeighbours(estimate, soft, Math.ceil(1.5 * sigma));
  const result = createPlanes(soft.width, soft.height);
  planes.forEach(({ data }, channel) => {
    const sharp = result[channel]!.data;
    for (let index = 0; index < sharp.length; index++) {
      const before = Math.max(floorLinear, soft.data[index]!);
      sharp[index] = (data[index]! * bounded.data[index]!) / before;
    }
  });
  return result;
}

function luminance([red, green, blue]: Planes): Plane {
  const result = createPlane(red.width, red.height);
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] = Math.max(
      floorLinear,
      luminanceOf(red.data[index]!, green.data[index]!, blue.data[index]!),
    );
  }
  return result;
}

function withinNeighbours(estimate: Plane, soft: Plane, reach: number): Plane {
  const lowest = extreme(soft, reach, Math.min);
  const highest = extreme(soft, reach, Math.max);
  const result = createPlane(soft.width, soft.height);
  for (let index = 0; index < result.data.length; index++) {
    const low = lowest.data[index]!;
    const high = highest.data[index]!;
    const room = overshoot * (high - low);
    result.data[index] = Math.min(high + room, Math.max(low - room, estimate.data[index]!));
  }
  return result;
}

/** Smallest or largest value in a square of 2 `reach` + 1 pixels. */
function extreme(plane: Plane, reach: number, choose: (a: number, b: number) => number): Plane {
  return extremeAlong(extremeAlong(plane, reach, choose, true), reach, choose, false);
}

function extremeAlong(
  { width, height, data }: Plane,
  reach: number,
  choose: (a: number, b: number) => number,
  horizontal: boolean,
): Plane {
  const result = createPlane(width, height);
  const step = horizontal ? 1 : width;
  for (let y = 0, index = 0; y < height; y++) {
    for (let x = 0; x < width; x++, index++) {
      const at = horizontal ? x : y;
      const last = (horizontal ? width : height) - 1;
      let value = data[index]!;
      for (let offset = -Math.min(reach, at); offset <= Math.min(reach, last - at); offset++) {
        value = choose(value, data[index + offset * step]!);
      }
      result.data[index] = value;
    }
  }
  return result;
}
