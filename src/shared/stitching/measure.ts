import { maximumSample } from '../pixels/raster';
import { bandsFor, whiteNoiseEnergy } from './bands';
import { fitClarity, type ClarityFit, type ClaritySample, type NoiseFloors } from './clarity';
import { partGeometry } from './features';
import { hidingOf, reasonToSkip } from './hidden';
import type { StitchMemory } from './memory';
import { noiseFloor } from './noise';
import type { StitchRequest } from './options';
import { partDetail, preparePart, targetLuma, type PartDetail, type PreparedPart } from './prepare';
import type { SkippedPart } from './report';
import { detailUnder, type Bands, type LumaIn } from './spectrum';
import { faceWidthPixels, lumaIn, type StitchSide } from './side';

/** A part with what is known of its detail. */
export interface MeasuredPart {
  readonly request: StitchRequest;
  /** In the memory: the pair, the part and where it was put. */
  readonly name: readonly unknown[];
  readonly prepared: PreparedPart;
  readonly sample: ClaritySample;
  readonly noise: NoiseFloors;
  readonly sigmas: readonly number[];
  readonly faceNumber: number;
  /** Of the donor's, 0-1. */
  readonly hiddenShare: number;
}

/** What is measured of two faces together. */
export interface Pair {
  readonly bands: Bands;
  readonly noise: NoiseFloors;
  readonly fit: ClarityFit;
  readonly parts: readonly MeasuredPart[];
  readonly skipped: readonly SkippedPart[];
}

export function measurePair(
  target: StitchSide,
  donor: StitchSide,
  requests: readonly StitchRequest[],
  memory: StitchMemory,
): Pair {
  const bands = bandsFor(faceWidthPixels(target));
  const measured = (request: StitchRequest): Found[] => {
    const { part, options } = request;
    const name = [memory.nameOf(target), memory.nameOf(donor), part, options.placement];
    const one = memory.get(['measured', ...name], weightOfMeasured, () =>
      measurePart(part, target, donor, options.placement, bands),
    );
    return one ? [{ request, name, ...one }] : [];
  };
  const found = requests.flatMap(measured);
  const face = target.face.index + 1;
  const noise = noiseOf(target, donor, bands, found[0]?.prepared.donorPixelsPerPixel ?? 1);
  const parts = found.map((part) => ({
    ...part,
    noise,
    sigmas: bands.sigmas,
    faceNumber: face,
    hiddenShare: hidingOf(donor, part.request.part).occluded,
  }));
  const fit = memory.get(
    ['fit', ...found.map(({ name }) => name)],
    () => 1,
    () => {
      const samples = found.map(({ sample }) => sample);
      const eye = needsEye(samples) ? eyeSample(target, donor, bands) : undefined;
      return fitClarity(eye ? [...samples, eye] : samples, bands, noise);
    },
  );
  const skipped = requests
    .map(({ part }) => part)
    .filter((part) => !found.some(({ request }) => request.part === part))
    .map((feature) => ({ feature, face, reason: reasonToSkip(donor, feature) ?? 'not-seen' }));
  return { bands, noise, fit, parts, skipped };
}

type Found = Measured & Pick<MeasuredPart, 'request' | 'name'>;

/** Detail of all people's eyes is alike; a nose, a mouth or a brow alone says little about a lens. */
const eyes = ['left-eye', 'right-eye'] as const;
const enoughTrust = 2;
/** A mask with less than this is trusted the less, the smaller it is. */
const enoughPixels = 100;

function needsEye(samples: readonly ClaritySample[]): boolean {
  return samples.length > 0 && samples.every(({ trust }) => trust < enoughTrust);
}

/** One eye is enough: the other says the same. */
function eyeSample(target: StitchSide, donor: StitchSide, bands: Bands): ClaritySample | undefined {
  for (const part of eyes) {
    const detail = partDetail(part, target, donor);
    if (detail) return sampleOf(detail, partGeometry[part].clarityWeight, bands);
  }
  return undefined;
}

interface Measured {
  readonly prepared: PreparedPart;
  readonly sample: ClaritySample;
}

function measurePart(
  part: StitchRequest['part'],
  target: StitchSide,
  donor: StitchSide,
  placement: StitchRequest['options']['placement'],
  bands: Bands,
): Measured | undefined {
  const prepared = preparePart(part, target, donor, placement);
  return prepared && { prepared, sample: claritySample(prepared, lumaIn(prepared.donor), bands) };
}

/** Planes of a window that a prepared part holds. */
const planesOfPart = 5;

function weightOfMeasured(measured: Measured | undefined): number {
  return measured ? planesOfPart * measured.prepared.opacity.data.length : 1;
}

function noiseOf(
  target: StitchSide,
  donor: StitchSide,
  { sigmas }: Bands,
  donorPixelsPerPixel: number,
): NoiseFloors {
  // The donor's noise after the warp lies in bands that are as much wider or finer in its own pixels.
  const least = donorPixelsPerPixel > 1 ? donorPixelsPerPixel / 2 : 0;
  const donorSigmas = sigmas.map((sigma) => Math.hypot(sigma * donorPixelsPerPixel, least));
  return {
    target: noiseFloor(target, sigmas),
    donor: noiseFloor(donor, donorSigmas),
    rounding: { target: roundingOf(target), donor: roundingOf(donor) },
  };
}

export function claritySample(
  prepared: PreparedPart,
  donorLuma: LumaIn,
  bands: Bands,
): ClaritySample {
  const { spectrumPlaces, geometry } = prepared;
  const detail = { spectrumPlaces, donor: donorLuma, target: targetLuma(prepared) };
  return sampleOf(detail, geometry.clarityWeight, bands);
}

function sampleOf(detail: PartDetail, trust: number, { sigmas }: Bands): ClaritySample {
  const coarsest = sigmas.at(-1) ?? 1;
  const { donor, target, spectrumPlaces } = detail;
  const { weight, ...both } = detailUnder(donor, target, spectrumPlaces, coarsest);
  return { ...both, trust: trust * Math.min(1, weight / enoughPixels) };
}

/** Of luma, 0-1: three channels, each rounded on its own. */
function roundingOf({ source }: StitchSide): number {
  const level = 1 / maximumSample(source.data);
  return ((0.2126 ** 2 + 0.7152 ** 2 + 0.0722 ** 2) * level * level) / 12;
}

/** Standard deviation of white noise with the energy of the two finest bands. */
export function noiseLevel(energies: Float64Array, sigmas: readonly number[]): number {
  const levels = [0, 1].map((band) =>
    Math.sqrt((energies[band] ?? 0) / whiteNoiseEnergy(sigmas[band] ?? 0, sigmas[band + 1] ?? 1)),
  );
  return Math.max(...levels);
}
