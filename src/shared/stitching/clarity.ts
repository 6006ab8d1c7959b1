import { bandWeight, noiseLeft } from './bands';
import { bandEnergies, type Bands, type Spectrum } from './spectrum';

/** Detail of a feature as both sides show it at the target's size, before anything is matched. */
export interface ClaritySample {
  readonly donor: Spectrum;
  readonly target: Spectrum;
  /** How much this feature is trusted. */
  readonly trust: number;
}

/** Energies of noise in each band. */
export interface NoiseFloors {
  readonly target: Float64Array;
  readonly donor: Float64Array;
}

export interface ClarityFit {
  readonly softer: 'donor' | 'target' | 'none';
  /** By which Gaussian, in pixels of the target, the sharper side is to be blurred to be like the softer one. */
  readonly sigmaPixels: number;
}

/** Below this nobody sees a difference. */
export const smallestSigmaPixels = 0.3;
const largestSigmaPixels = 5;
const searchStepPixels = 0.05;

const noiseShares = [0.5, 0.65, 0.8, 1, 1.15] as const;
const gains = Array.from({ length: 17 }, (_, index) => -1.6 + 0.2 * index);
const gainSpread = 0.8;
/** Of a band's energy, what is taken to be detail even when noise explains it all. */
const leastCleanShare = 0.02;

/**
 * The difference in blur between two sides, one number for all features of the pair: which Gaussian on the sharper side
 * brings the energies of its bands to the softer one's. Contrast may differ by a factor (`gains`, which cost) and the
 * noise by a share; both are found anew for each feature and sigma. Only the difference is fitted: how blurred a side
 * is cannot be told from one picture.
 */
export function fitClarity(
  samples: readonly ClaritySample[],
  bands: Bands,
  noise: NoiseFloors,
): ClarityFit {
  const blurDonor = bestSigma(samples, bands, noise, 'donor');
  const blurTarget = bestSigma(samples, bands, noise, 'target');
  const better = blurDonor.cost <= blurTarget.cost ? blurDonor : blurTarget;
  if (better.sigmaPixels < smallestSigmaPixels) return { softer: 'none', sigmaPixels: 0 };
  const softer = better === blurDonor ? 'target' : 'donor';
  return { softer, sigmaPixels: better.sigmaPixels };
}

interface Candidate {
  readonly sigmaPixels: number;
  readonly cost: number;
}

function bestSigma(
  samples: readonly ClaritySample[],
  bands: Bands,
  noise: NoiseFloors,
  blurred: 'donor' | 'target',
): Candidate {
  const fixed = blurred === 'donor' ? 'target' : 'donor';
  const wanted = samples.map((sample) => bandEnergies(sample[fixed], bands));
  let best: Candidate = { sigmaPixels: 0, cost: Infinity };
  for (let sigma = 0; sigma <= largestSigmaPixels; sigma += searchStepPixels) {
    const left = noise[blurred].map(
      (energy, band) => energy * noiseLeft(bands.sigmas, band, sigma),
    );
    let cost = 0;
    samples.forEach((sample, index) => {
      const clean = bandEnergies(sample[blurred], bands, sigma).map((energy, band) =>
        Math.max(leastCleanShare * energy, energy - left[band]!),
      );
      cost += sample.trust * featureCost(clean, noise[fixed], wanted[index]!);
    });
    if (cost < best.cost) best = { sigmaPixels: sigma, cost };
  }
  return best;
}

function featureCost(clean: Float64Array, noise: Float64Array, wanted: Float64Array): number {
  let best = Infinity;
  for (const gain of gains) {
    const factor = Math.exp(gain);
    const penalty = 0.25 * (gain / gainSpread) ** 2;
    if (penalty >= best) continue;
    for (const share of noiseShares) {
      let cost = penalty;
      for (let band = 0; band < wanted.length; band++) {
        const expected = factor * clean[band]! + share * noise[band]! + 1e-12;
        cost += bandWeight(band) * Math.log(expected / (wanted[band]! + 1e-12)) ** 2;
      }
      best = Math.min(best, cost);
    }
  }
  return best;
}
