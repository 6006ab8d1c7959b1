import { maximumSample, type Plane } from '../pixels/raster';
import { bandsFor, whiteNoiseEnergy } from './bands';
import { fitClarity, type ClarityFit, type ClaritySample, type NoiseFloors } from './clarity';
import type { StitchMemory } from './memory';
import { noiseFloor } from './noise';
import { requestsFor, type StitchRequest } from './options';
import { preparePart, type PreparedPart } from './prepare';
import { spectraOf, type Bands } from './spectrum';
import { encodedLuma, faceWidthPixels, type StitchSide } from './side';

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
}

/** What is measured of two faces together. */
export interface Pair {
  readonly bands: Bands;
  readonly noise: NoiseFloors;
  readonly fit: ClarityFit;
  readonly parts: readonly MeasuredPart[];
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
  const noise = noiseOf(target, donor, bands, found[0]?.prepared.donorPixelsPerPixel ?? 1);
  const parts = found.map((part) => ({
    ...part,
    noise,
    sigmas: bands.sigmas,
    faceNumber: target.face.index + 1,
  }));
  const witnesses = needsEye(found) ? [...found, ...firstOf(requestsFor(eyes), measured)] : found;
  const fit = memory.get(
    ['fit', ...witnesses.map(({ name }) => name)],
    () => 1,
    () =>
      fitClarity(
        witnesses.map(({ sample }) => sample),
        bands,
        noise,
      ),
  );
  return { bands, noise, fit, parts };
}

type Found = Measured & Pick<MeasuredPart, 'request' | 'name'>;

/** Detail of all people's eyes is alike; a nose, a mouth or a brow alone says little about a lens. */
const eyes = ['left-eye', 'right-eye'] as const;
const enoughTrust = 2;

function needsEye(found: readonly Found[]): boolean {
  return found.length > 0 && found.every(({ sample }) => sample.trust < enoughTrust);
}

/** One eye is enough: the other says the same. */
function firstOf(
  requests: readonly StitchRequest[],
  measured: (request: StitchRequest) => Found[],
): readonly Found[] {
  for (const request of requests) {
    const one = measured(request);
    if (one.length > 0) return one;
  }
  return [];
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
  return (
    prepared && { prepared, sample: claritySample(prepared, encodedLuma(prepared.donor), bands) }
  );
}

/** Planes of a window that a prepared part holds. */
const planesOfPart = 12;

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
  { targetLuma, clarityWeights, geometry }: PreparedPart,
  donorLuma: Plane,
  { sigmas }: Bands,
): ClaritySample {
  const coarsest = sigmas.at(-1) ?? 1;
  const [donor, ofTarget] = spectraOf(donorLuma, targetLuma, clarityWeights, coarsest);
  return { donor, target: ofTarget, trust: geometry.clarityWeight };
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
