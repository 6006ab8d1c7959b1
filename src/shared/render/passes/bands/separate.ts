import { gaussianBlur, gaussianReachPixels } from '../../../pixels/gaussian';
import { createPlane, expand, type Plane, type Rectangle } from '../../../pixels/raster';
import { enlarged, reducedCover, withoutBorder } from '../../../pixels/reduced';
import type { RenderContext } from '../../context';
import { oklabPlanes } from '../../masks/color-plane';
import { computeMask } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import type { Separation } from './bands';

type Planes = readonly [L: Plane, a: Plane, b: Plane];

/** A photo's colours in OKLab, the same without its fine detail, and its base. */
export interface Separated {
  readonly own: Planes;
  readonly blurred: Planes;
  readonly base: Planes;
}

export function separationKey({ face, within, ...numbers }: Separation): string {
  const { baseFaceWidths, edgeL, edgeChroma, fineFaceWidths } = numbers;
  return `${face.index},${baseFaceWidths},${edgeL},${edgeChroma},${fineFaceWidths},${maskKey(within)}`;
}

export function separate(
  separation: Separation,
  context: RenderContext,
  rectangle: Rectangle,
): Separated {
  const facePixels = separation.face.faceWidthPixels * context.scale;
  const fineSigma = separation.fineFaceWidths * facePixels;
  const border = gaussianReachPixels(fineSigma);
  const fine = weighedColors(separation, context, 1, expand(rectangle, border));
  const own = mapPlanes(fine.colors, (plane) => withoutBorder(plane, border));
  const average = averager(fine.weight, fineSigma);
  const blurred = mapPlanes(fine.colors, (plane) => withoutBorder(average(plane), border));
  return { own, blurred, base: baseOf(separation, context, rectangle, blurred) };
}

/**
 * Guided filter with the picture as its own guide (He, Sun & Tang 2013), on reduced pixels as in He & Sun 2015, its
 * window a Gaussian and its averages weighed by `within`, so that nothing beyond a feature's edge takes part. Applied to
 * the blurred picture, it holds none of the fine detail.
 */
function baseOf(
  separation: Separation,
  context: RenderContext,
  rectangle: Rectangle,
  blurred: Planes,
): Planes {
  const sigmaPixels =
    separation.baseFaceWidths * separation.face.faceWidthPixels * context.scale;
  const factor = Math.max(1, Math.floor(sigmaPixels / smallestReducedSigmaPixels));
  const sigma = sigmaPixels / factor;
  // Two averages follow each other.
  const border = 2 * gaussianReachPixels(sigma);
  const covered = reducedCover(rectangle, factor);
  const { colors, weight } = weighedColors(separation, context, factor, expand(covered, border));
  const average = averager(weight, sigma);
  const { edgeL, edgeChroma } = separation;
  const edges = [edgeL, edgeChroma, edgeChroma] as const;
  return mapPlanes(colors, (plane, index) => {
    const mean = average(plane);
    const square = average(combine(plane, plane, (value) => value * value));
    const slope = combine(square, mean, (meanSquare, value) => {
      const variance = Math.max(0, meanSquare - value * value);
      return variance / (variance + edges[index]! ** 2);
    });
    const offset = combine(mean, slope, (value, share) => value * (1 - share));
    const fitted = [slope, offset].map((coefficient) =>
      enlarged(withoutBorder(average(coefficient), border), covered, factor, rectangle),
    );
    const result = createPlane(rectangle.width, rectangle.height);
    for (let at = 0; at < result.data.length; at++) {
      result.data[at] = fitted[0]!.data[at]! * blurred[index]!.data[at]! + fitted[1]!.data[at]!;
    }
    return result;
  });
}

/** Standard deviation, in reduced pixels, of the base's window: coarser pixels would show in its edges. */
const smallestReducedSigmaPixels = 3;

function weighedColors(
  { within }: Separation,
  context: RenderContext,
  reduction: number,
  rectangle: Rectangle,
): { readonly colors: Planes; readonly weight: Plane } {
  return {
    colors: oklabPlanes(context.source, reduction, rectangle),
    weight: computeMask(within, context, reduction, rectangle),
  };
}

/** Normalised convolution (Knutsson & Westin 1993). Where nothing has weight the plane stays what it is. */
function averager(weight: Plane, sigmaPixels: number): (plane: Plane) => Plane {
  const share = gaussianBlur(weight, sigmaPixels);
  return (plane) => {
    const sum = gaussianBlur(
      combine(plane, weight, (value, own) => value * own),
      sigmaPixels,
    );
    const result = createPlane(plane.width, plane.height);
    for (let at = 0; at < result.data.length; at++) {
      const total = share.data[at]!;
      result.data[at] = total > leastWeight ? sum.data[at]! / total : plane.data[at]!;
    }
    return result;
  };
}

const leastWeight = 1e-3;

function combine(one: Plane, other: Plane, operation: (a: number, b: number) => number): Plane {
  const result = createPlane(one.width, one.height);
  for (let at = 0; at < result.data.length; at++) {
    result.data[at] = operation(one.data[at]!, other.data[at]!);
  }
  return result;
}

function mapPlanes([L, a, b]: Planes, map: (plane: Plane, index: number) => Plane): Planes {
  return [map(L, 0), map(a, 1), map(b, 2)];
}
