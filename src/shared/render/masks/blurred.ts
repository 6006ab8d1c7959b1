import { gaussianBlur, gaussianReachPixels } from '../../pixels/gaussian';
import { expand, type Plane, type Rectangle } from '../../pixels/raster';
import { enlarged, reducedCover, withoutBorder } from '../../pixels/reduced';

/** Sigma, in reduced pixels, that a blur keeps: a Gaussian this wide holds nothing that they could miss. */
const smallestReducedSigmaPixels = 2;

type Compute = (rectangle: Rectangle) => Plane;

/** Has the blurred plane over a rectangle of reduced pixels worked out, or finds it. */
export type Keep = (
  reduced: { readonly factor: number; readonly border: number },
  rectangle: Rectangle,
  compute: Compute,
) => Plane;

const keepNothing: Keep = (_reduced, rectangle, compute) => compute(rectangle);

/**
 * Evaluates with the border that the blur needs, blurs, and cuts the border off again. Wide blurs are done on reduced
 * pixels and enlarged: `evaluate` is asked for a rectangle of pixels that cover `factor` pixels a side. Reduced pixels
 * are counted from the picture's corner, so that parts of a picture join without a seam.
 */
export function blurred(
  evaluate: (factor: number, rectangle: Rectangle) => Plane,
  rectangle: Rectangle,
  sigmaPixels: number,
  keep: Keep = keepNothing,
): Plane {
  const factor = Math.max(1, Math.floor(sigmaPixels / smallestReducedSigmaPixels));
  const sigma = sigmaPixels / factor;
  const border = gaussianReachPixels(sigma);
  const compute: Compute = (part) =>
    withoutBorder(gaussianBlur(evaluate(factor, expand(part, border)), sigma), border);
  if (factor === 1) return keep({ factor, border }, rectangle, compute);
  const reduced = reducedCover(rectangle, factor);
  return enlarged(keep({ factor, border }, reduced, compute), reduced, factor, rectangle);
}
