import { bandWeight, noiseLeft, whiteNoiseEnergy } from './bands';
import { bandEnergies, type Bands, type Detail } from './spectrum';

/** Detail of a feature as both sides show it at the target's size, before anything is matched. */
export interface ClaritySample {
  readonly donor: Detail;
  readonly target: Detail;
  /** How much this feature is trusted. */
  readonly trust: number;
}

/** Energies of noise in each band. */
export interface NoiseFloors {
  readonly target: Float64Array;
  readonly donor: Float64Array;
  /** Variance that rounding to whole levels gave each side: calm skin, where noise is measured, shows less of it. */
  readonly rounding: { readonly target: number; readonly donor: number };
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
/**
 * By how much a blur has to explain the bands better than none, in a feature's own cost: between faces of one photo,
 * equally sharp, the best blur gains up to 0.13; a blur of 0.7 px gains several times that.
 */
const leastEvidence = 0.15;

const noiseShares = [0.5, 0.65, 0.8, 1, 1.15] as const;
const gains = Array.from({ length: 17 }, (_, index) => -1.6 + 0.2 * index);
const gainSpread = 0.8;
const gainWeight = 1;
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
  const trust = samples.reduce((sum, sample) => sum + sample.trust, 0);
  const evidence = Math.min(blurDonor.unchangedCost, blurTarget.unchangedCost) - better.cost;
  const isUncertain = evidence < leastEvidence * trust;
  if (isUncertain || better.sigmaPixels < smallestSigmaPixels)
    return { softer: 'none', sigmaPixels: 0 };
  const softer = better === blurDonor ? 'target' : 'donor';
  return { softer, sigmaPixels: better.sigmaPixels };
}

interface Candidate {
  readonly sigmaPixels: number;
  readonly cost: number;
  /** Without any blur. */
  readonly unchangedCost: number;
}

function bestSigma(
  samples: readonly ClaritySample[],
  bands: Bands,
  noise: NoiseFloors,
  blurred: 'donor' | 'target',
): Candidate {
  const fixed = blurred === 'donor' ? 'target' : 'donor';
  const wanted = samples.map((sample) => bandEnergies(sample[fixed], bands));
  const floor = floorOf(noise[fixed], noise.rounding[fixed], bands);
  let best: Candidate = { sigmaPixels: 0, cost: Infinity, unchangedCost: Infinity };
  for (let sigma = 0; sigma <= largestSigmaPixels; sigma += searchStepPixels) {
    const left = noise[blurred].map(
      (energy, band) => energy * noiseLeft(bands.sigmas, band, sigma),
    );
    let cost = 0;
    samples.forEach((sample, index) => {
      const clean = bandEnergies(sample[blurred], bands, sigma).map((energy, band) =>
        Math.max(leastCleanShare * energy, energy - left[band]!),
      );
      cost += sample.trust * featureCost(clean, floor, wanted[index]!);
    });
    if (sigma === 0) best = { sigmaPixels: 0, cost, unchangedCost: cost };
    else if (cost < best.cost) best = { ...best, sigmaPixels: sigma, cost };
  }
  return best;
}

interface Floor {
  readonly noise: Float64Array;
  readonly rounding: Float64Array;
}

function floorOf(noise: Float64Array, rounding: number, { sigmas }: Bands): Floor {
  const energies = noise.map(
    (_, band) => rounding * whiteNoiseEnergy(sigmas[band] ?? 0, sigmas[band + 1] ?? 1),
  );
  return { noise, rounding: energies };
}

function featureCost(
  clean: Float64Array,
  { noise, rounding }: Floor,
  wanted: Float64Array,
): number {
  let best = Infinity;
  for (const gain of gains) {
    const factor = Math.exp(gain);
    const penalty = gainWeight * (gain / gainSpread) ** 2;
    if (penalty >= best) continue;
    for (const share of noiseShares) {
      let cost = penalty;
      for (let band = 0; band < wanted.length; band++) {
        const expected = factor * clean[band]! + share * noise[band]! + rounding[band]! + 1e-12;
        cost += bandWeight(band) * Math.log(expected / (wanted[band]! + 1e-12)) ** 2;
      }
      best = Math.min(best, cost);
    }
  }
  return best;
}
