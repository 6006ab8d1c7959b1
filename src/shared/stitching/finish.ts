import { createPlane, type Plane } from '../pixels/raster';
import { bandRatio, noiseLeft } from './bands';
import { cleared, clearingFor, type Clearing } from './clear';
import { fitClarity, type ClaritySample } from './clarity';
import { coveringSkin, withCover } from './cover';
import { grainFor, type GrainBalance } from './grain';
import { relit, skinLights } from './light';
import { claritySample, noiseLevel, type MeasuredPart, type Pair } from './measure';
import { weightOf, type StitchMemory } from './memory';
import { grainFloor } from './noise';
import { withOwnColor } from './own-color';
import type { StitchPatch } from './patch';
import type { PreparedPart } from './prepare';
import { mapped } from './planes';
import { opacityOf } from './region';
import type { PartReport } from './report';
import { bandEnergies, type Spectrum } from './spectrum';
import { encoded, encodedLuma, mapPlanes, type Planes } from './side';

export interface FinishedPart {
  readonly patch: StitchPatch;
  readonly report: PartReport;
}

/** Clarity, light, colour, what is left of the target's own feature, grain: each stage is kept for the next call. */
export function finishPart(part: MeasuredPart, pair: Pair, memory: StitchMemory): FinishedPart {
  const { prepared, request, sample, name } = part;
  const { options } = request;
  const { bands, noise, fit } = pair;
  const { sigmas } = bands;
  const { region, window } = prepared;
  const donorNoise = noiseLevel(noise.donor, sigmas);
  const clearing = clearingFor(fit, donorNoise, options.clarity);
  const { color: donorColor, contrast } = matchedColor(part, clearing, memory);
  const skin = memory.get(['cover', ...name], weightOfPlanes, () => {
    const planes = coveringSkin(prepared.target, region, part.unitPixels);
    return planes && mapPlanes(planes, encodedPlane);
  });
  const feathered = opacityOf(region, window, options.feather);
  const { color, opacity: full } = withCover(donorColor, skin, feathered, region);
  const opacity = mapped(full, (value) => value * options.strength);
  const left = noise.donor.map(
    (energy, band) => energy * contrast * noiseLeft(sigmas, band, clearing.blurSigma),
  );
  const balance = { target: noise.target, pasted: left };
  const grain = options.grain === 'match' ? matchedGrain(prepared, opacity, balance, sigmas) : null;
  const weights = featureWeights(region.opacity);
  const result = claritySample(prepared, lumaOfEncoded(color, grain), bands);
  const ratioOf = (spectrum: Spectrum): number => bandRatio(bandEnergies(spectrum, bands));
  return {
    patch: { rectangle: window, color, opacity, grain },
    report: {
      feature: prepared.part,
      face: part.faceNumber,
      appliedSigmaPixels: clearing.blurSigma - clearing.sharpenSigma,
      donorNoise: donorNoise * 255,
      targetNoise: noiseLevel(noise.target, sigmas) * 255,
      grainAdded: grain ? deviationOf(grain, weights) * 255 : 0,
      bandRatioTarget: ratioOf(sample.target),
      bandRatioPasted: ratioOf(sample.donor),
      bandRatioResult: ratioOf(result.donor),
      limited: clearing.limit !== null,
      limit: clearing.limit,
      remainingSigmaPixels: clearing.limit === null ? 0 : remainingSigma(result, pair),
    },
  };
}

interface MatchedColor {
  /** Encoded. */
  readonly color: Planes;
  /** By how much matching changed the energy of encoded noise. */
  readonly contrast: number;
}

/** The donor as clear as the target, in its light, its own colour as near to the target's as is asked for. */
function matchedColor(
  { prepared, request, name, unitPixels }: MeasuredPart,
  clearing: Clearing,
  memory: StitchMemory,
): MatchedColor {
  const { target, donor, region, geometry } = prepared;
  const { lightMatch, colorMatch } = request.options;
  const amount = colorMatch ?? geometry.colorMatch;
  const { blurSigma, sharpenSigma } = clearing;
  const sigma = blurSigma - sharpenSigma;
  const clear = memory.get(['clear', ...name, sigma], weightOf, () => cleared(donor, clearing));
  const lights = memory.get(
    ['lights', ...name],
    (kept) => weightOf([...kept.target, ...kept.donor]),
    () => skinLights(target, donor, region, unitPixels),
  );
  const lit = memory.get(['lit', ...name, sigma, lightMatch], weightOf, () =>
    relit(clear, lights, region, { share: geometry.lightShare, strength: lightMatch }),
  );
  return memory.get(
    ['color', ...name, sigma, lightMatch, amount],
    ({ color }) => weightOf(color),
    () => {
      const own = withOwnColor(lit, region.donorOwn, target, region.targetOwn, amount);
      const weights = featureWeights(region.opacity);
      return {
        color: mapPlanes(own, encodedPlane),
        contrast: contrastChange(clear, own, weights),
      };
    },
  );
}

function encodedPlane(plane: Plane): Plane {
  return mapped(plane, encoded);
}

function weightOfPlanes(planes: Planes | null): number {
  return planes ? weightOf(planes) : 1;
}

/** Where clarity is measured: well inside the mask. */
function featureWeights({ data }: Plane): Float32Array {
  return data.map((opacity) => Number(opacity > 0.9));
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
function remainingSigma(result: ClaritySample, { bands, noise }: Pair): number {
  const { softer, sigmaPixels } = fitClarity([result], bands, noise);
  return softer === 'donor' ? sigmaPixels : 0;
}

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
  const result = createPlane(red.width, red.height);
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] =
      0.2126 * red.data[index]! +
      0.7152 * green.data[index]! +
      0.0722 * blue.data[index]! +
      (grain ? grain.data[index]! : 0);
  }
  return result;
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
