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
  const { plane, factor, reduced } = reducedBlur(evaluate, rectangle, sigmaPixels, keep);
  return factor === 1 ? plane : enlarged(plane, reduced, factor, rectangle);
}

/** Pixels along a side of what a blur takes together. */
export function blurFactor(sigmaPixels: number): number {
  return Math.max(1, Math.floor(sigmaPixels / smallestReducedSigmaPixels));
}

/** The same before it is enlarged: over the pixels `reduced`, each of which covers `factor` a side. */
export function reducedBlur(
  evaluate: (factor: number, rectangle: Rectangle) => Plane,
  rectangle: Rectangle,
  sigmaPixels: number,
  keep: Keep,
): { readonly plane: Plane; readonly factor: number; readonly reduced: Rectangle } {
  const factor = blurFactor(sigmaPixels);
  const sigma = sigmaPixels / factor;
  const border = gaussianReachPixels(sigma);
  const compute: Compute = (part) =>
    withoutBorder(gaussianBlur(evaluate(factor, expand(part, border)), sigma), border);
  const reduced = factor === 1 ? rectangle : reducedCover(rectangle, factor);
  return { plane: keep({ factor, border }, reduced, compute), factor, reduced };
}
