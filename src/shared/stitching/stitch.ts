import { largestPoseDifference, poseDifference } from './align';
import { finishPart, type FinishedPart } from './finish';
import { measurePair } from './measure';
import { StitchMemory } from './memory';
import type { StitchRequest } from './options';
import type { StitchPatch } from './patch';
import type { StitchReport } from './report';
import type { StitchSide } from './side';
import type { Staged } from './staged';
import { inOneThread } from './work';

export interface Stitching {
  /** As `report.features`, in the order asked for. */
  readonly patches: readonly StitchPatch[];
  readonly report: StitchReport;
}

/**
 * Takes parts of the donor's face into the target's: align, match clarity, match colour and light, add grain. All parts
 * must come from one pair of faces, because the difference in blur is fitted over them together. Nothing is drawn yet:
 * `withPatches` does. A part that one of the two does not show is left out. With a `memory` that was there before, only
 * those stages are worked out whose options changed.
 */
export function stitch(
  target: StitchSide,
  donor: StitchSide,
  requests: readonly StitchRequest[],
  memory = new StitchMemory(),
): Stitching {
  return inOneThread(stitching(target, donor, requests, memory));
}

/** The same, for whoever has more threads. */
export function* stitching(
  target: StitchSide,
  donor: StitchSide,
  requests: readonly StitchRequest[],
  memory = new StitchMemory(),
): Staged<Stitching> {
  const pair = yield* measurePair(target, donor, requests, memory);
  const finished: FinishedPart[] = [];
  for (const part of pair.parts) finished.push(yield* finishPart(part, pair, memory));
  const difference = poseDifference(target, donor);
  return {
    patches: finished.map(({ patch }) => patch),
    report: {
      sigmaDifferencePixels: pair.fit.sigmaPixels,
      softer: pair.fit.softer,
      poseDifference: difference,
      poseWarning: difference > largestPoseDifference,
      features: finished.map(({ report }) => report),
      skipped: pair.skipped,
    },
  };
}
