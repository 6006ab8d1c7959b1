import { largestPoseDifference, poseDifference } from './align';
import { finishPart } from './finish';
import { measurePair } from './measure';
import { StitchMemory } from './memory';
import type { StitchRequest } from './options';
import type { StitchPatch } from './patch';
import type { StitchReport } from './report';
import type { StitchSide } from './side';

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
  const pair = measurePair(target, donor, requests, memory);
  const finished = pair.parts.map((part) => finishPart(part, pair, memory));
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
