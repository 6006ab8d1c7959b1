import type { Transplant } from '@shared/document/document';
import { AppError, throwIfCancelled, type ErrorCode } from '@shared/errors';
import { partsOf, sidedFeatures, stitchParts, type StitchPart } from '@shared/stitching/features';
import { largestPoseDifference, poseDifference } from '@shared/stitching/align';
import { finishPart } from '@shared/stitching/finish';
import { measurePair } from '@shared/stitching/measure';
import type { StitchMemory } from '@shared/stitching/memory';
import type { StitchOptions, StitchRequest } from '@shared/stitching/options';
import type { StitchPatch } from '@shared/stitching/patch';
import type { StitchSide } from '@shared/stitching/side';
import { transplantValues } from '@shared/transplants/parameters';
import { unmeasured, type TransplantReport } from '@shared/transplants/report';
import type { StitchCrew } from './stitch-crew';

/** The faces of the open photo and of others, at one scale. */
export interface Sides {
  /** `undefined`: there is no such face. */
  target(face: number): StitchSide | undefined;
  donor(donor: Transplant['donor']): Promise<StitchSide | undefined>;
}

export interface Stitches {
  /** In the order in which they are laid on each other. */
  readonly patches: readonly StitchPatch[];
  /** One for each transplant, in their order. */
  readonly reports: readonly TransplantReport[];
}

interface Made {
  readonly part: StitchPart;
  readonly patch: StitchPatch;
}

/**
 * Stitches what transplants ask for, each measured on the untouched photo. Those between the same two faces are done
 * together, because their difference in clarity is measured together.
 */
export async function stitchTransplants(
  transplants: readonly Transplant[],
  sides: Sides,
  memory: StitchMemory,
  crew: StitchCrew,
  signal: AbortSignal | undefined,
): Promise<Stitches> {
  const singles = singlesOf(transplants);
  const made: Made[] = [];
  const reports = new Map<string, TransplantReport>();
  for (const together of pairsOf(transplants)) {
    const { face, donor } = together[0];
    const report = (told: Omit<TransplantReport, 'key'>): void =>
      together.forEach(({ key }) => reports.set(key, { ...told, key }));
    report(unmeasured);
    const side = await reachable(sides, donor);
    const target = sides.target(face);
    throwIfCancelled(signal);
    if (side.code) report({ ...unmeasured, unavailable: side.code });
    if (!target || !side.donor) continue;
    const pair = { transplants: together, target, donor: side.donor, singles };
    for (const one of await stitchPair(pair, memory, crew, signal)) {
      made.push(...one.made);
      reports.set(one.report.key, one.report);
    }
  }
  const order = ({ part }: Made): number => stitchParts.indexOf(part);
  return {
    patches: made.sort((a, b) => order(a) - order(b)).map(({ patch }) => patch),
    reports: transplants.flatMap(({ key }) => reports.get(key) ?? []),
  };
}

const placeOf = ({ face }: Transplant, part: StitchPart): string => `${face}/${part}`;

/** The eyes and brows that come on their own. */
function singlesOf(transplants: readonly Transplant[]): ReadonlySet<string> {
  return new Set(
    transplants.flatMap((transplant) =>
      sidedFeatures
        .filter((feature) => feature === transplant.feature)
        .map((part) => placeOf(transplant, part)),
    ),
  );
}

/** An eye or a brow that comes on its own takes the place of the pair's. */
function partsAsked(transplant: Transplant, singles: ReadonlySet<string>): readonly StitchPart[] {
  const parts = partsOf[transplant.feature];
  if (parts.length === 1) return parts;
  return parts.filter((part) => !singles.has(placeOf(transplant, part)));
}

type Together = readonly [Transplant, ...Transplant[]];

function pairsOf(transplants: readonly Transplant[]): readonly Together[] {
  const pairs = new Map<string, Together>();
  for (const transplant of transplants) {
    const { face, donor } = transplant;
    const pair = JSON.stringify([face, donor.photo, donor.face]);
    const others = pairs.get(pair);
    pairs.set(pair, others ? [...others, transplant] : [transplant]);
  }
  return [...pairs.values()];
}

/** A donor that cannot be read takes nothing else with it. */
async function reachable(
  sides: Sides,
  donor: Transplant['donor'],
): Promise<{ readonly donor?: StitchSide | undefined; readonly code?: ErrorCode }> {
  try {
    return { donor: await sides.donor(donor) };
  } catch (error) {
    const { code } = AppError.from(error);
    if (code === 'cancelled') throw error;
    return { code };
  }
}

interface Finished {
  readonly made: readonly Made[];
  readonly report: TransplantReport;
}

interface AskedPair {
  readonly transplants: Together;
  readonly target: StitchSide;
  readonly donor: StitchSide;
  readonly singles: ReadonlySet<string>;
}

async function stitchPair(
  { transplants, target, donor, singles }: AskedPair,
  memory: StitchMemory,
  crew: StitchCrew,
  signal: AbortSignal | undefined,
): Promise<readonly Finished[]> {
  const requests = transplants.flatMap((transplant) => requestsOf(transplant, singles));
  const pair = await crew.run(measurePair(target, donor, requests, memory), signal);
  const difference = poseDifference(target, donor);
  const finished: Finished[] = [];
  for (const transplant of transplants) {
    const asked = partsAsked(transplant, singles);
    const own = pair.parts.filter(({ request }) => asked.includes(request.part));
    const done = [];
    for (const part of own) {
      // Between pieces: a newer wish ends this one.
      throwIfCancelled(signal);
      done.push(await crew.run(finishPart(part, pair, memory), signal));
    }
    const report: TransplantReport = {
      key: transplant.key,
      unavailable: null,
      sigmaDifferencePixels: pair.fit.sigmaPixels,
      softer: pair.fit.softer,
      poseDifference: difference,
      poseWarning: difference > largestPoseDifference,
      parts: done.map(({ report }) => report),
      skipped: [
        ...pair.skipped.filter(({ feature }) => asked.includes(feature)),
        ...partsOf[transplant.feature]
          .filter((part) => !asked.includes(part))
          .map((feature) => ({
            feature,
            face: target.face.index + 1,
            reason: 'replaced' as const,
          })),
      ],
    };
    const made = done.map(({ patch, report: { feature } }) => ({ part: feature, patch }));
    finished.push({ made, report });
  }
  return finished;
}

function requestsOf(
  transplant: Transplant,
  singles: ReadonlySet<string>,
): readonly StitchRequest[] {
  const values = transplantValues(transplant);
  const { shiftX, shiftY, size, rotation, ...others } = values;
  const options: StitchOptions = {
    ...others,
    placement: { shiftX, shiftY, size, rotationDegrees: rotation },
  };
  return partsAsked(transplant, singles).map((part) => ({ part, options }));
}
