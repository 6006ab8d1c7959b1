import { gaussianBlur, gaussianReachPixels } from '../../pixels/gaussian';
import { createPlane, expand, type Plane, type Rectangle } from '../../pixels/raster';

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

/** The reduced pixels that bilinear interpolation over `rectangle` looks at. */
function reducedCover({ left, top, width, height }: Rectangle, factor: number): Rectangle {
  const first = (at: number): number => Math.floor((at + 0.5) / factor - 0.5);
  const covered = { left: first(left), top: first(top) };
  return {
    ...covered,
    width: first(left + width - 1) + 2 - covered.left,
    height: first(top + height - 1) + 2 - covered.top,
  };
}

function withoutBorder(plane: Plane, border: number): Plane {
  const result = createPlane(plane.width - 2 * border, plane.height - 2 * border);
  for (let y = 0; y < result.height; y++) {
    const start = (y + border) * plane.width + border;
    result.data.set(plane.data.subarray(start, start + result.width), y * result.width);
  }
  return result;
}

/** Bilinear interpolation between the centres of reduced pixels. */
function enlarged(
  plane: Plane,
  covered: Rectangle,
  factor: number,
  { left, top, width, height }: Rectangle,
): Plane {
  const result = createPlane(width, height);
  const columns = new Int32Array(width);
  const shares = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const at = (left + x + 0.5) / factor - 0.5 - covered.left;
    columns[x] = Math.floor(at);
    shares[x] = at - Math.floor(at);
  }
  const row = new Float32Array(plane.width);
  for (let y = 0; y < height; y++) {
    const at = (top + y + 0.5) / factor - 0.5 - covered.top;
    const above = Math.floor(at) * plane.width;
    const share = at - Math.floor(at);
    for (let x = 0; x < plane.width; x++) {
      const upper = plane.data[above + x]!;
      row[x] = upper + share * (plane.data[above + plane.width + x]! - upper);
    }
    const target = y * width;
    for (let x = 0; x < width; x++) {
      const column = columns[x]!;
      const before = row[column]!;
      result.data[target + x] = before + shares[x]! * (row[column + 1]! - before);
    }
  }
  return result;
}
