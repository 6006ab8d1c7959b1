import type { Plane } from '../pixels/raster';
import { bandRatio, noiseLeft } from './bands';
import { cleared, clearingFor, type Clearing } from './clear';
import { fitClarity, type ClaritySample } from './clarity';
import { layUnder } from './cover';
import { grainFor } from './grain';
import { fullPlane } from './grid';
import { matchColor, type MatchedColor } from './matched-color';
import { claritySample, noiseLevel, type MeasuredPart, type Pair } from './measure';
import { weightOf, type StitchMemory } from './memory';
import { grainFloor, grainPlace } from './noise';
import { outlineOpacity } from './outline';
import type { StitchPatch } from './patch';
import { combined, mapped } from './planes';
import type { PreparedPart } from './prepare';
import { remarksOn } from './remarks';
import type { PartReport } from './report';
import { bandEnergies, type Detail } from './spectrum';
import type { Staged } from './staged';

export interface FinishedPart {
  readonly patch: StitchPatch;
  readonly report: PartReport;
}

/** Clarity, light, colour, what is left of the target's own feature, grain: each stage is kept for the next call. */
export function* finishPart(
  part: MeasuredPart,
  pair: Pair,
  memory: StitchMemory,
): Staged<FinishedPart> {
  const { prepared, request, sample } = part;
  const { options } = request;
  const { bands, noise, fit } = pair;
  const { sigmas } = bands;
  const donorNoise = noiseLevel(noise.donor, sigmas);
  const clearing = clearingFor(fit, donorNoise, options.clarity);
  const matched = yield* matchedColor(part, clearing, memory);
  const { color } = matched;
  const full = matched.withSkin ?? maskOf(prepared, options.feather, matched.matte);
  const { strength } = options;
  const opacity = strength === 1 ? full : mapped(full, (value) => value * strength);
  const left = noise.donor.map(
    (energy, band) => energy * matched.contrast * noiseLeft(sigmas, band, clearing.blurSigma),
  );
  const balance = { target: matched.floor, pasted: left };
  const grain =
    options.grain === 'match' ? grainFor(opacity, sigmas, balance, prepared.window) : null;
  const shown = { planes: color, isEncoded: true, grain };
  const result = yield* claritySample(prepared, shown, bands);
  const ratioOf = (detail: Detail): number => bandRatio(bandEnergies(detail, bands));
  const remainingSigmaPixels = clearing.limit === null ? 0 : remainingSigma(result, pair);
  // Sharpened all the way is not limited; noise that forbade sharpening is, whatever can be measured.
  const wasEnough = clearing.limit === 'too-soft' && remainingSigmaPixels === 0;
  const limit = wasEnough ? null : clearing.limit;
  return {
    patch: { rectangle: prepared.window, color, opacity, grain },
    report: {
      feature: prepared.part,
      face: part.faceNumber,
      appliedSigmaPixels: clearing.blurSigma - clearing.sharpenSigma,
      donorNoise: donorNoise * 255,
      targetNoise: noiseLevel(noise.target, sigmas) * 255,
      grainAdded: grain ? deviationOf(grain, prepared.opacity) * 255 : 0,
      bandRatioTarget: ratioOf(sample.target),
      bandRatioPasted: ratioOf(sample.donor),
      bandRatioResult: ratioOf(result.donor),
      limited: limit !== null,
      limit,
      remainingSigmaPixels,
      hiddenShare: part.hiddenShare,
      remarks: remarksOn(prepared),
    },
  };
}

interface Matched extends MatchedColor {
  /** Energies of the target's grain inside the feature. */
  readonly floor: Float64Array;
  /** The mask and what is covered beside it, where skin is laid there: then the colours hold it. */
  readonly withSkin: Plane | null;
}

/** Each stage is kept for the next call. */
function* matchedColor(
  { prepared, request, name, noise, sigmas }: MeasuredPart,
  clearing: Clearing,
  memory: StitchMemory,
): Staged<Matched> {
  const { donor, geometry, opacity, skin, side, window } = prepared;
  const { lightMatch, feather } = request.options;
  const amount = request.options.colorMatch ?? geometry.colorMatch;
  const sigma = clearing.blurSigma - clearing.sharpenSigma;
  const clear = yield* memory.staged(['clear', ...name, sigma], weightOf, () =>
    cleared(donor, clearing),
  );
  return yield* memory.staged(
    ['color', ...name, sigma, lightMatch, amount, skin && feather],
    ({ color, withSkin, matte }) =>
      weightOf([...color, withSkin, matte].filter((plane) => plane !== null)),
    function* () {
      const matched = yield* matchColor(prepared, clear, clearing, lightMatch, amount);
      return {
        ...matched,
        floor: grainFloor(side, noise.target, grainPlace(opacity, window), sigmas),
        withSkin: skin && layUnder(matched.color, skin, maskOf(prepared, feather, matched.matte)),
      };
    },
  );
}

/** How far the donor is shown, in the part's window. */
function maskOf(prepared: PreparedPart, feather: number, matte: Plane | null): Plane {
  const opacity = opacityOf(prepared, feather);
  return matte ? combined(opacity, matte, (shown, hair) => shown * hair) : opacity;
}

/** The mask with another feather than usual. */
function opacityOf({ opacity, outline, window, region }: PreparedPart, feather: number): Plane {
  if (feather === 1) return opacity;
  return fullPlane(outlineOpacity(outline, feather), region.grid, window);
}

/** By how much the result is still softer than the target. */
function remainingSigma(result: ClaritySample, { bands, noise }: Pair): number {
  const { softer, sigmaPixels } = fitClarity([result], bands, noise);
  return softer === 'donor' ? sigmaPixels : 0;
}

function deviationOf({ data }: Plane, { data: weights }: Plane): number {
  let squares = 0;
  let count = 0;
  for (let index = 0; index < data.length; index++) {
    if (weights[index]! <= 0.9) continue;
    squares += data[index]! ** 2;
    count++;
  }
  return count > 0 ? Math.sqrt(squares / count) : 0;
}
