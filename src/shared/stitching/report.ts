import type { StitchPart } from './features';

/** What was found out and done about clarity and grain; sigmas in pixels of the target, noise and grain in 8-bit levels. */
export interface StitchReport {
  /** By which Gaussian the two sides differ. */
  readonly sigmaDifferencePixels: number;
  readonly softer: 'donor' | 'target' | 'none';
  /** 0 for the same pose, about 1 for a profile against a frontal face. */
  readonly poseDifference: number;
  readonly poseWarning: boolean;
  readonly features: readonly PartReport[];
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
}
