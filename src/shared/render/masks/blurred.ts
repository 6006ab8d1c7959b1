import { gaussianBlur, gaussianReachPixels } from '../../pixels/gaussian';
import { expand, type Plane, type Rectangle } from '../../pixels/raster';
import { enlarged, reducedCover, withoutBorder } from '../../pixels/reduced';

/** Sigma, in reduced pixels, that a blur keeps: a Gaussian this wide holds nothing that they could miss. */
const smallestReducedSigmaPixels = 2;

/**
 * Evaluates with the border that the blur needs, blurs, and cuts the border off again. Wide blurs are done on reduced
 * pixels and enlarged: `evaluate` is asked for a rectangle of pixels that cover `factor` pixels a side. Reduced pixels
 * are counted from the picture's corner, so that parts of a picture join without a seam.
 */
export function blurred(
  evaluate: (factor: number, rectangle: Rectangle) => Plane,
  rectangle: Rectangle,
  sigmaPixels: number,
): Plane {
  const factor = Math.max(1, Math.floor(sigmaPixels / smallestReducedSigmaPixels));
  const sigma = sigmaPixels / factor;
  const border = gaussianReachPixels(sigma);
  const reduced = factor === 1 ? rectangle : reducedCover(rectangle, factor);
  const plane = gaussianBlur(evaluate(factor, expand(reduced, border)), sigma);
  const inner = withoutBorder(plane, border);
  return factor === 1 ? inner : enlarged(inner, reduced, factor, rectangle);
}
