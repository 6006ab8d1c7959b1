import type { TransplantValues } from '@shared/transplants/parameters';
import type { TransplantReport } from '@shared/transplants/report';

export type PartMeasures = TransplantReport['parts'][number];

export interface Remains {
  /** By how much the feature is still softer than the photo. */
  readonly softPixels: number;
  /** In 8-bit levels; positive: more grain than the photo, negative: less. */
  readonly grainLevels: number;
}

/** What nobody sees is not told. */
const leastPixels = 0.05;
const leastLevels = 0.25;

/** What of the difference is left after everything that was done and switched off. */
export function remainsOf(
  part: PartMeasures,
  report: Pick<TransplantReport, 'sigmaDifferencePixels' | 'softer'> | undefined,
  { clarity, grain }: Pick<TransplantValues, 'clarity' | 'grain'>,
): Remains {
  const unmatched =
    clarity === 'off' && report?.softer === 'donor' ? report.sigmaDifferencePixels : 0;
  const soft = Math.max(part.remainingSigmaPixels, unmatched);
  // A blur takes the donor's noise with it. Grain is only ever added: what is too much stays.
  const own = part.appliedSigmaPixels > 0 ? 0 : part.donorNoise;
  const difference = own - part.targetNoise;
  const levels = grain === 'match' ? Math.max(0, difference) : difference;
  return {
    softPixels: soft >= leastPixels ? soft : 0,
    grainLevels: Math.abs(levels) >= leastLevels ? levels : 0,
  };
}
