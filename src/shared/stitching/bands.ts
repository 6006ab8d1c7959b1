import { gaussianBlur } from '../pixels/gaussian';
import { createPlane, type Plane } from '../pixels/raster';
import { bandsBetween, type Bands } from './spectrum';

/**
 * Detail by size: undecimated differences of Gaussians of the encoded luma, in pixels at any size of the photo, because
 * that is where blur shows; on a small face the coarsest would hold the features themselves and is left out.
 */
const usualFaceWidthPixels = 460;
const sigmasPixels = [0, 0.7, 1.2, 2, 3.2, 5] as const;
const leastBands = 4;
const weightsOfBands = [1, 1, 1, 0.8, 0.5] as const;

export function bandsFor(faceWidthPixels: number): Bands {
  const largest = 5 * (faceWidthPixels / usualFaceWidthPixels) * 1.05;
  const count = sigmasPixels.filter((sigma) => sigma <= largest).length;
  const bands = Math.max(leastBands, Math.min(count - 1, weightsOfBands.length));
  return bandsBetween(sigmasPixels.slice(0, bands + 1));
}

export function bandWeight(band: number): number {
  return weightsOfBands[band] ?? 0;
}

/** Sigma of a Gaussian whose energy is that of a single pixel: white noise of variance 1 keeps it. */
const pixelSigma = 1 / Math.sqrt(4 * Math.PI);

/** What white noise of variance 1 has in the band between two Gaussians, after a blur: by their overlap integrals. */
export function whiteNoiseEnergy(fineSigma: number, coarseSigma: number, blurSigma = 0): number {
  const extra = blurSigma * blurSigma + pixelSigma * pixelSigma;
  const a = fineSigma * fineSigma + extra;
  const b = coarseSigma * coarseSigma + extra;
  return (1 / a + 1 / b - 4 / (a + b)) / (4 * Math.PI);
}

/** How much of a band's noise a blur leaves, as energy. */
export function noiseLeft(sigmas: readonly number[], band: number, blurSigma: number): number {
  const [fine = 0, coarse = 0] = sigmas.slice(band, band + 2);
  return whiteNoiseEnergy(fine, coarse, blurSigma) / whiteNoiseEnergy(fine, coarse);
}

/** How much of the detail is fine: the two finest bands against the two coarsest, as amplitudes. */
export function bandRatio(energies: Float64Array): number {
  const [a = 0, b = 0] = energies;
  const [c = 0, d = 0] = energies.slice(-2);
  return Math.sqrt((a + b) / Math.max(1e-12, c + d));
}

/** The differences themselves, finest first. */
export function splitBands(plane: Plane, sigmas: readonly number[]): Plane[] {
  const levels = sigmas.map((sigma) => gaussianBlur(plane, sigma));
  return levels.slice(1).map((coarser, band) => {
    const result = createPlane(plane.width, plane.height);
    const finer = levels[band]!;
    for (let index = 0; index < result.data.length; index++) {
      result.data[index] = finer.data[index]! - coarser.data[index]!;
    }
    return result;
  });
}
