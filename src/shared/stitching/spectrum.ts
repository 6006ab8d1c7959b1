import { fourierTransform, powerOfTwoAtLeast, type ComplexField } from '../pixels/fourier';
import { gaussianBlur } from '../pixels/gaussian';
import type { Plane } from '../pixels/raster';

/**
 * Energy by frequency, whatever the direction. Bin i holds frequencies about i / bins * sqrt(1/2) cycles a pixel; the
 * sum over all bins is the weighted mean square of the detail.
 */
export type Spectrum = Float64Array;

const bins = 256;
/** Detail coarser than this would leak into every band. */
const coarsestSigmaFactor = 1.5;

/** Spectra of two pictures under the same weights (0-1, falling softly), from one transform. */
export function spectraOf(
  first: Plane,
  second: Plane,
  weights: Float32Array,
  coarsestSigmaPixels: number,
): readonly [Spectrum, Spectrum] {
  const sigma = coarsestSigmaFactor * coarsestSigmaPixels;
  const detail = [first, second].map((plane) => ({ plane, smooth: gaussianBlur(plane, sigma) }));
  const box = boundsOf(weights, first.width);
  const field = emptyField(powerOfTwoAtLeast(box.width), powerOfTwoAtLeast(box.height));
  let total = 0;
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const from = (box.top + y) * first.width + box.left + x;
      const to = y * field.width + x;
      const weight = weights[from]!;
      total += weight * weight;
      const [a, b] = detail.map(({ plane, smooth }) => plane.data[from]! - smooth.data[from]!) as [
        number,
        number,
      ];
      field.real[to] = weight * a;
      field.imaginary[to] = weight * b;
    }
  }
  fourierTransform(field);
  return separated(field, total);
}

function emptyField(width: number, height: number): ComplexField {
  const count = width * height;
  return { width, height, real: new Float32Array(count), imaginary: new Float32Array(count) };
}

function boundsOf(weights: Float32Array, width: number) {
  let [left, top, right, bottom] = [width, Infinity, 0, 0];
  for (let index = 0; index < weights.length; index++) {
    if (weights[index] === 0) continue;
    const x = index % width;
    const y = (index - x) / width;
    if (x < left) left = x;
    if (x >= right) right = x + 1;
    if (top === Infinity) top = y;
    bottom = y + 1;
  }
  return right > left
    ? { left, top, width: right - left, height: bottom - top }
    : { left: 0, top: 0, width: 0, height: 0 };
}

/** One picture was the real part and one the imaginary: symmetry tells them apart. */
function separated(
  { width, height, real, imaginary }: ComplexField,
  total: number,
): [Spectrum, Spectrum] {
  const spectra: [Spectrum, Spectrum] = [new Float64Array(bins), new Float64Array(bins)];
  if (total === 0) return spectra;
  const scale = 1 / (4 * width * height * total);
  for (let row = 0; row < height; row++) {
    const fy = Math.min(row, height - row) / height;
    const mirrorRow = ((height - row) % height) * width;
    for (let column = 0; column < width; column++) {
      const fx = Math.min(column, width - column) / width;
      const at = row * width + column;
      const mirror = mirrorRow + ((width - column) % width);
      const sumReal = real[at]! + real[mirror]!;
      const sumImaginary = imaginary[at]! - imaginary[mirror]!;
      const otherReal = imaginary[at]! + imaginary[mirror]!;
      const otherImaginary = real[mirror]! - real[at]!;
      const bin = Math.min(bins - 1, (Math.hypot(fx, fy) * Math.SQRT2 * bins) | 0);
      spectra[0][bin] = spectra[0][bin]! + scale * (sumReal ** 2 + sumImaginary ** 2);
      spectra[1][bin] = spectra[1][bin]! + scale * (otherReal ** 2 + otherImaginary ** 2);
    }
  }
  return spectra;
}

/** What lies between Gaussians of ascending sigmas, in pixels. */
export interface Bands {
  readonly sigmas: readonly number[];
  /** Share of each bin's energy that a band lets through. */
  readonly shares: readonly Float64Array[];
}

export function bandsBetween(sigmas: readonly number[]): Bands {
  const shares = sigmas.slice(1).map((coarse, band) =>
    Float64Array.from({ length: bins }, (_, bin) => {
      const decay = decayOf(bin);
      return (Math.exp(decay * sigmas[band]! ** 2) - Math.exp(decay * coarse ** 2)) ** 2;
    }),
  );
  return { sigmas, shares };
}

/** A Gaussian of sigma 1 leaves its exponential of this bin's amplitude. */
function decayOf(bin: number): number {
  const frequency = (bin + 0.5) / (bins * Math.SQRT2);
  return -2 * (Math.PI * frequency) ** 2;
}

/** Mean square of each band after a blur: what a Gaussian leaves of each frequency is known. */
export function bandEnergies(spectrum: Spectrum, { shares }: Bands, blurSigma = 0): Float64Array {
  const energies = new Float64Array(shares.length);
  for (let bin = 0; bin < bins; bin++) {
    const power = spectrum[bin]!;
    if (power === 0) continue;
    const left = blurSigma > 0 ? power * Math.exp(2 * decayOf(bin) * blurSigma * blurSigma) : power;
    for (let band = 0; band < energies.length; band++) {
      energies[band] = energies[band]! + left * shares[band]![bin]!;
    }
  }
  return energies;
}
