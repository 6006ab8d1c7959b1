import { gaussianBlur } from '../pixels/gaussian';
import type { Plane } from '../pixels/raster';
import { largestPoseDifference, poseDifference } from './align';
import { bandRatio, bandsFor, noiseLeft, whiteNoiseEnergy } from './bands';
import { withCover } from './cover';
import { fitClarity, type ClarityFit, type ClaritySample, type NoiseFloors } from './clarity';
import type { StitchPart } from './features';
import { grainFor, type GrainBalance } from './grain';
import { relit } from './light';
import { grainFloor, noiseFloor } from './noise';
import { withOwnColor } from './own-color';
import type { StitchPatch } from './patch';
import { neutralPreparation, preparePart, type PreparedPart, type PrepareOptions } from './prepare';
import { mapped } from './region';
import type { ClarityLimit, PartReport, StitchReport } from './report';
import { largestSharpeningSigmaPixels, sharpened, sharpeningNoiseLimit } from './sharpen';
import { bandEnergies, spectraOf, type Bands, type Spectrum } from './spectrum';
import {
  encoded,
  encodedLuma,
  faceWidthPixels,
  mapPlanes,
  type Planes,
  type StitchSide,
} from './side';

export interface StitchOptions extends PrepareOptions {
  /** 0 keeps the feature's own colour, 1 takes the target's; `null`: as usual for the feature. */
  readonly colorMatch: number | null;
  /** 0 keeps the donor's light and skin tone, 1 takes the target's. */
  readonly lightMatch: number;
  readonly clarity: 'match' | 'off';
  readonly grain: 'match' | 'off';
  /** 0-1 */
  readonly strength: number;
}

export const usualStitchOptions: StitchOptions = {
  ...neutralPreparation,
  colorMatch: null,
  lightMatch: 1,
  clarity: 'match',
  grain: 'match',
  strength: 1,
};

export interface Stitching {
  readonly patches: readonly StitchPatch[];
  readonly report: StitchReport;
}

/**
 * Takes parts of the donor's face into the target's: align, match clarity, match colour and light, add grain. All parts
 * must come from one pair of faces, because the difference in blur is fitted over them together. Nothing is drawn yet:
 * `withPatches` does. A part that one of the two does not show is left out.
 */
export function stitch(
  target: StitchSide,
  donor: StitchSide,
  parts: readonly StitchPart[],
  options: StitchOptions = usualStitchOptions,
): Stitching {
  const prepared = parts.flatMap((part) => preparePart(part, target, donor, options) ?? []);
  const pair = measurePair(target, donor, prepared);
  const finished = prepared.map((one, index) =>
    finishPart(one, pair.samples[index]!, pair, target, options),
  );
  const difference = poseDifference(target, donor);
  return {
    patches: finished.map(({ patch }) => patch),
    report: {
      sigmaDifferencePixels: pair.fit.sigmaPixels,
      softer: pair.fit.softer,
      poseDifference: difference,
      poseWarning: difference > largestPoseDifference,
      features: finished.map(({ report }) => report),
    },
  };
}

interface Pair {
  readonly bands: Bands;
  /** Of each part. */
  readonly samples: readonly ClaritySample[];
  readonly noise: NoiseFloors;
  readonly fit: ClarityFit;
}

function measurePair(target: StitchSide, donor: StitchSide, parts: readonly PreparedPart[]): Pair {
  const bands = bandsFor(faceWidthPixels(target));
  const ratio = parts[0]?.donorPixelsPerPixel ?? 1;
  // The donor's noise after the warp lies in bands that are as much wider or finer in its own pixels.
  const least = ratio > 1 ? ratio / 2 : 0;
  const donorSigmas = bands.sigmas.map((sigma) => Math.hypot(sigma * ratio, least));
  const noise = { target: noiseFloor(target, bands.sigmas), donor: noiseFloor(donor, donorSigmas) };
  const samples = parts.map((part) => claritySample(part, encodedLuma(part.donor), bands));
  return { bands, samples, noise, fit: fitClarity(samples, bands, noise) };
}

function claritySample(
  { target, region, geometry }: PreparedPart,
  donorLuma: Plane,
  { sigmas }: Bands,
): ClaritySample {
  const coarsest = sigmas.at(-1) ?? 1;
  const [donor, ofTarget] = spectraOf(
    donorLuma,
    encodedLuma(target),
    region.opacity.data,
    coarsest,
  );
  return { donor, target: ofTarget, trust: geometry.clarityWeight };
}

/** Where clarity is measured: well inside the mask. */
function featureWeights({ data }: Plane): Float32Array {
  return data.map((opacity) => Number(opacity > 0.9));
}

interface FinishedPart {
  readonly patch: StitchPatch;
  readonly report: PartReport;
}

function finishPart(
  prepared: PreparedPart,
  sample: ClaritySample,
  { bands, noise, fit }: Pair,
  target: StitchSide,
  options: StitchOptions,
): FinishedPart {
  const { region, window, part } = prepared;
  const { sigmas } = bands;
  const donorNoise = noiseLevel(noise.donor, sigmas);
  const clear = clearedDonor(prepared.donor, fit, donorNoise, options.clarity);
  const unit = faceWidthPixels(target);
  const matched = withTargetColor(prepared, clear.planes, unit, options);
  const covered = withCover(matched, prepared.target, region, unit);
  const color = mapPlanes(covered.color, (plane) => mapped(plane, encoded));
  const opacity = mapped(covered.opacity, (value) => value * options.strength);
  const weights = featureWeights(region.opacity);
  const contrast = contrastChange(clear.planes, matched, weights);
  const left = noise.donor.map((energy, band) => energy * noiseLeft(sigmas, band, clear.blurSigma));
  const balance = { target: noise.target, pasted: left.map((energy) => energy * contrast) };
  const grain = options.grain === 'match' ? matchedGrain(prepared, opacity, balance, sigmas) : null;
  const result = claritySample(prepared, lumaOfEncoded(color, grain), bands);
  const ratioOf = (spectrum: Spectrum): number => bandRatio(bandEnergies(spectrum, bands));
  return {
    patch: { rectangle: window, color, opacity, grain },
    report: {
      feature: part,
      face: target.face.index + 1,
      appliedSigmaPixels: clear.blurSigma - clear.sharpenSigma,
      donorNoise: donorNoise * 255,
      targetNoise: noiseLevel(noise.target, sigmas) * 255,
      grainAdded: grain ? deviationOf(grain, weights) * 255 : 0,
      bandRatioTarget: ratioOf(sample.target),
      bandRatioPasted: ratioOf(sample.donor),
      bandRatioResult: ratioOf(result.donor),
      limited: clear.limit !== null,
      limit: clear.limit,
      remainingSigmaPixels: clear.limit === null ? 0 : remainingSigma(result, bands, noise),
    },
  };
}

function matchedGrain(
  { target, region, window }: PreparedPart,
  opacity: Plane,
  balance: GrainBalance,
  sigmas: readonly number[],
): Plane | null {
  const calm = grainFloor(balance.target, encodedLuma(target), region.opacity, sigmas);
  return grainFor(opacity, sigmas, { ...balance, target: calm }, window);
}

/** By how much the result is still softer than the target. */
function remainingSigma(result: ClaritySample, bands: Bands, noise: NoiseFloors): number {
  const { softer, sigmaPixels } = fitClarity([result], bands, noise);
  return softer === 'donor' ? sigmaPixels : 0;
}

/** The donor in the target's light, its own colour as near to the target's as is asked for. */
function withTargetColor(
  { target, region, geometry }: PreparedPart,
  donor: Planes,
  unitPixels: number,
  { lightMatch, colorMatch }: StitchOptions,
): Planes {
  const light = { share: geometry.lightShare, strength: lightMatch };
  const lit = relit(target, donor, region, unitPixels, light);
  const amount = colorMatch ?? geometry.colorMatch;
  return withOwnColor(lit, region.donorOwn, target, region.targetOwn, amount);
}

interface ClearedDonor {
  readonly planes: Planes;
  readonly blurSigma: number;
  readonly sharpenSigma: number;
  readonly limit: ClarityLimit | null;
}

function clearedDonor(
  planes: Planes,
  { softer, sigmaPixels }: ClarityFit,
  donorNoise: number,
  clarity: StitchOptions['clarity'],
): ClearedDonor {
  const same = { planes, blurSigma: 0, sharpenSigma: 0, limit: null };
  if (clarity === 'off' || softer === 'none') return same;
  if (softer === 'target') {
    const blurred = mapPlanes(planes, (plane) => gaussianBlur(plane, sigmaPixels));
    return { ...same, planes: blurred, blurSigma: sigmaPixels };
  }
  if (donorNoise >= sharpeningNoiseLimit) return { ...same, limit: 'noisy-donor' };
  const sigma = Math.min(sigmaPixels, largestSharpeningSigmaPixels);
  return {
    ...same,
    planes: sharpened(planes, sigma),
    sharpenSigma: sigma,
    limit: 'too-soft',
  };
}

/** Standard deviation of white noise with the energy of the two finest bands. */
function noiseLevel(energies: Float64Array, sigmas: readonly number[]): number {
  const levels = [0, 1].map((band) =>
    Math.sqrt((energies[band] ?? 0) / whiteNoiseEnergy(sigmas[band] ?? 0, sigmas[band + 1] ?? 1)),
  );
  return Math.max(...levels);
}

/** By how much matching light changed the energy of encoded noise. */
function contrastChange(before: Planes, after: Planes, weights: Float32Array): number {
  let from = 0;
  let to = 0;
  for (let index = 0; index < weights.length; index += 3) {
    if (weights[index] === 0) continue;
    from += encoded(before[1].data[index]!);
    to += encoded(after[1].data[index]!);
  }
  return from > 0 ? (to / from) ** 2 : 1;
}

function lumaOfEncoded([red, green, blue]: Planes, grain: Plane | null): Plane {
  return mapped(
    red,
    (value, index) =>
      0.2126 * value +
      0.7152 * green.data[index]! +
      0.0722 * blue.data[index]! +
      (grain ? grain.data[index]! : 0),
  );
}

function deviationOf({ data }: Plane, weights: Float32Array): number {
  let squares = 0;
  let count = 0;
  for (let index = 0; index < data.length; index++) {
    if (weights[index] === 0) continue;
    squares += data[index]! ** 2;
    count++;
  }
  return count > 0 ? Math.sqrt(squares / count) : 0;
}
