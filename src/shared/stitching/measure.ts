import { maximumSample } from '../pixels/raster';
import { bandsFor, whiteNoiseEnergy } from './bands';
import { fitClarity, type ClarityFit, type ClaritySample, type NoiseFloors } from './clarity';
import { partGeometry, type PartGeometry } from './features';
import { hidingOf, reasonToSkip } from './hidden';
import type { StitchMemory } from './memory';
import { keepFloor, knownFloor } from './noise';
import type { StitchRequest } from './options';
import { partDetail, preparePart, type PreparedPart } from './prepare';
import type { SkippedPart } from './report';
import type { Shown } from './shown';
import { apart, pairDetail, type Bands, type PairDetail } from './spectrum';
import { faceWidthPixels, type StitchSide } from './side';
import { sideBySide, task, type Staged, type TaskOf } from './staged';

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

export function* measurePair(
  target: StitchSide,
  donor: StitchSide,
  requests: readonly StitchRequest[],
  memory: StitchMemory,
): Staged<Pair> {
  const bands = bandsFor(faceWidthPixels(target));
  const found: Found[] = [];
  for (const request of requests) {
    const { part, options } = request;
    const name = [memory.nameOf(target), memory.nameOf(donor), part, options.placement];
    const prepared = yield* memory.staged(['prepared', ...name], weightOfPrepared, () =>
      preparePart(part, target, donor, options.placement),
    );
    if (prepared) found.push({ request, name, prepared });
  }
  const donorPixelsPerPixel = found[0]?.prepared.donorPixelsPerPixel ?? 1;
  const noise = yield* measured(found, target, donor, bands, donorPixelsPerPixel);
  const face = target.face.index + 1;
  const parts = found.map((part) => ({
    ...part,
    ...{ sample: samples.get(part.prepared)!, noise },
    sigmas: bands.sigmas,
    faceNumber: face,
    hiddenShare: hidingOf(donor, part.request.part).occluded,
  }));
  const fit = yield* memory.staged(
    ['fit', ...found.map(({ name }) => name)],
    () => 1,
    () => fitted(parts, target, donor, bands, noise),
  );
  const skipped = requests
    .map(({ part }) => part)
    .filter((part) => !found.some(({ request }) => request.part === part))
    .map((feature) => ({ feature, face, reason: reasonToSkip(donor, feature) ?? 'not-seen' }));
  return { bands, noise, fit, parts, skipped };
}

type Found = Pick<MeasuredPart, 'request' | 'name' | 'prepared'>;

/** Planes of a window that a prepared part holds. */
const planesOfPart = 5;

function weightOfPrepared(prepared: PreparedPart | undefined): number {
  return prepared ? planesOfPart * prepared.opacity.data.length : 1;
}

/** Measured once a part. */
const samples = new WeakMap<PreparedPart, ClaritySample>();

/** The samples of all parts, where they are kept, and how much noise there is. */
function* measured(
  found: readonly Found[],
  target: StitchSide,
  donor: StitchSide,
  bands: Bands,
  donorPixelsPerPixel: number,
): Staged<NoiseFloors> {
  const { sigmas } = bands;
  // The donor's noise after the warp lies in bands that are as much wider or finer in its own pixels.
  const least = donorPixelsPerPixel > 1 ? donorPixelsPerPixel / 2 : 0;
  const donorSigmas = sigmas.map((sigma) => Math.hypot(sigma * donorPixelsPerPixel, least));
  const unseen = found.map(({ prepared }) => prepared).filter((part) => !samples.has(part));
  const unknown = [
    { side: target, sigmas },
    { side: donor, sigmas: donorSigmas },
  ].filter(({ side, sigmas }) => !knownFloor(side, sigmas));
  const [spectra, floors] = yield* sideBySide(
    unseen.flatMap((part) => spectraTasks(part, { planes: part.donor, isEncoded: false }, bands)),
    unknown.map(({ side, sigmas }) => task('noise', side, sigmas)),
  );
  for (const part of unseen) {
    const own = spectra.splice(0, apart(part.spectrumPlaces).length);
    samples.set(part, sampleOf(pairDetail(own, part.spectrumPlaces), part.geometry));
  }
  unknown.forEach(({ side, sigmas }, at) => keepFloor(side, sigmas, floors[at]!));
  return {
    target: knownFloor(target, sigmas)!,
    donor: knownFloor(donor, donorSigmas)!,
    rounding: { target: roundingOf(target), donor: roundingOf(donor) },
  };
}

function* fitted(
  parts: readonly MeasuredPart[],
  target: StitchSide,
  donor: StitchSide,
  bands: Bands,
  noise: NoiseFloors,
): Staged<ClarityFit> {
  const all = parts.map(({ sample }) => sample);
  const eye = needsEye(all) ? yield* eyeSample(target, donor, bands) : undefined;
  return fitClarity(eye ? [...all, eye] : all, bands, noise);
}

/** Detail of all people's eyes is alike; a nose, a mouth or a brow alone says little about a lens. */
const eyes = ['left-eye', 'right-eye'] as const;
const enoughTrust = 2;
/** A mask with less than this is trusted the less, the smaller it is. */
const enoughPixels = 100;

function needsEye(all: readonly ClaritySample[]): boolean {
  return all.length > 0 && all.every(({ trust }) => trust < enoughTrust);
}

/** One eye is enough: the other says the same. */
function* eyeSample(
  target: StitchSide,
  donor: StitchSide,
  bands: Bands,
): Staged<ClaritySample | undefined> {
  for (const part of eyes) {
    const seen = yield* partDetail(part, target, donor);
    if (!seen) continue;
    const [spectra] = yield* sideBySide(spectraTasks(seen, seen.shown, bands));
    return sampleOf(pairDetail(spectra, seen.spectrumPlaces), partGeometry[part]);
  }
  return undefined;
}

/** How much detail a part shows on both sides, with what is laid over the target. */
export function* claritySample(
  part: PreparedPart,
  shown: Shown,
  bands: Bands,
): Staged<ClaritySample> {
  const [spectra] = yield* sideBySide(spectraTasks(part, shown, bands));
  return sampleOf(pairDetail(spectra, part.spectrumPlaces), part.geometry);
}

type Seen = Pick<PreparedPart, 'side' | 'window' | 'spectrumPlaces'>;

function spectraTasks(
  { side, window, spectrumPlaces }: Seen,
  shown: Shown,
  { sigmas }: Bands,
): readonly TaskOf<'spectra'>[] {
  const coarsest = sigmas.at(-1) ?? 1;
  return apart(spectrumPlaces).map((places) =>
    task('spectra', side, window, shown, places, coarsest),
  );
}

function sampleOf({ weight, ...both }: PairDetail, { clarityWeight }: PartGeometry): ClaritySample {
  return { ...both, trust: clarityWeight * Math.min(1, weight / enoughPixels) };
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
