import type { StitchPart } from './features';
import type { SkipReason } from './hidden';
import type { PartRemark } from './remarks';

/** What was found out and done about clarity and grain; sigmas in pixels of the target, noise and grain in 8-bit levels. */
export interface StitchReport {
  /** By which Gaussian the two sides differ. */
  readonly sigmaDifferencePixels: number;
  readonly softer: 'donor' | 'target' | 'none';
  /** 0 for the same pose, about 1 for a profile against a frontal face. */
  readonly poseDifference: number;
  readonly poseWarning: boolean;
  readonly features: readonly PartReport[];
  /** What was asked for and left out; the target keeps its own. */
  readonly skipped: readonly SkippedPart[];
}

export interface SkippedPart {
  readonly feature: StitchPart;
  /** Of the target, as in `PartReport`. */
  readonly face: number;
  /** The donor's is behind hair, a hat or glasses; or one of the two faces does not show it. */
  readonly reason: SkipReason;
}

/** Why a soft donor stays softer than the target. */
export type ClarityLimit = 'noisy-donor' | 'too-soft';

export interface PartReport {
  readonly feature: StitchPart;
  /** Of the target, counted from 1, the largest. */
  readonly face: number;
  /** Positive: the donor was blurred by it; negative: sharpened. */
  readonly appliedSigmaPixels: number;
  readonly donorNoise: number;
  readonly targetNoise: number;
  /** Standard deviation of what was added. */
  readonly grainAdded: number;
  /** Fine detail over coarse, as amplitudes, in the same mask. */
  readonly bandRatioTarget: number;
  readonly bandRatioPasted: number;
  readonly bandRatioResult: number;
  readonly limited: boolean;
  readonly limit: ClarityLimit | null;
  /** Of the difference, what is left. */
  readonly remainingSigmaPixels: number;
  /** Share of the donor's feature, 0-1, that is behind hair, a hat or glasses: there the target keeps its own. */
  readonly hiddenShare: number;
  /** What could not be had of it, or not as usual. */
  readonly remarks: readonly PartRemark[];
}
