import type { Box } from './gaussian-reference';
import { blurred, type BlurStep } from './gaussian-stream';
import type { Plane } from './raster';

/** How far a blur of this sigma reaches, in pixels: beyond it the kernel is cut off. */
export function gaussianReachPixels(sigmaPixels: number): number {
  return Math.ceil(3 * sigmaPixels) + 1;
}

const smallestSigmaPixels = 0.05;
/** Below this a Gaussian sampled at whole pixels is too narrow: three taps of the right variance are exact. */
const smallestSampledSigmaPixels = 0.7;
/** From here on running sums are faster than a kernel, and just as round. */
const smallestBoxSigmaPixels = 4;

/**
 * Gaussian blur; edges are extended by their last pixel. Small sigmas use a sampled and normalised kernel, larger
 * ones three extended box blurs (Gwosdek, Grewenig, Bruhn & Weickert 2011), whose cost does not grow with sigma.
 * Neither depends on where a plane begins, so tiles with a border of `gaussianReachPixels` join without a seam.
 * Returns the plane itself when the sigma is too small to matter.
 */
export function gaussianBlur(plane: Plane, sigmaPixels: number): Plane {
  return sigmaPixels < smallestSigmaPixels ? plane : blurred(plane, stepsOf(sigmaPixels));
}

/** The same into another plane of the same size, whatever the sigma. */
export function blurInto(result: Plane, plane: Plane, sigmaPixels: number): void {
  blurred(plane, stepsOf(sigmaPixels), result);
}

function stepsOf(sigmaPixels: number): BlurStep[] {
  if (sigmaPixels < smallestBoxSigmaPixels) return [gaussianKernel(sigmaPixels)];
  return Array<BlurStep>(boxPasses).fill(extendedBox(sigmaPixels));
}

/** Half of the symmetric kernel: the weight of the centre first. */
function gaussianKernel(sigmaPixels: number): Float32Array {
  if (sigmaPixels < smallestSampledSigmaPixels) {
    const neighbour = (sigmaPixels * sigmaPixels) / 2;
    return Float32Array.of(1 - 2 * neighbour, neighbour);
  }
  const kernel = Float32Array.from({ length: gaussianReachPixels(sigmaPixels) + 1 }, (_, offset) =>
    Math.exp((-offset * offset) / (2 * sigmaPixels * sigmaPixels)),
  );
  const total = kernel.reduce(
    (sum, weight, offset) => sum + (offset === 0 ? weight : 2 * weight),
    0,
  );
  return kernel.map((weight) => weight / total);
}

const boxPasses = 3;

/** The box with fractional ends whose variance, taken `boxPasses` times, is that of the Gaussian. */
function extendedBox(sigmaPixels: number): Box {
  const variance = (sigmaPixels * sigmaPixels) / boxPasses;
  const radius = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const side = 2 * radius + 1;
  const edge =
    (side * (variance * 3 - radius * (radius + 1))) /
    (6 * ((radius + 1) * (radius + 1) - variance));
  return { radius, edge, total: side + 2 * edge };
}
