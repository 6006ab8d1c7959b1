import { z } from 'zod';
import { errorCodes } from '../errors';
import { stitchParts } from '../stitching/features';
import { partRemarks } from '../stitching/remarks';

/** What was found out and done about one piece: the numbers of a `PartReport`. */
const partReportSchema = z.object({
  feature: z.enum(stitchParts),
  face: z.number(),
  appliedSigmaPixels: z.number(),
  donorNoise: z.number(),
  targetNoise: z.number(),
  grainAdded: z.number(),
  bandRatioTarget: z.number(),
  bandRatioPasted: z.number(),
  bandRatioResult: z.number(),
  limited: z.boolean(),
  limit: z.enum(['noisy-donor', 'too-soft']).nullable(),
  remainingSigmaPixels: z.number(),
  hiddenShare: z.number(),
  remarks: z.array(z.enum(partRemarks)).readonly(),
});

const skippedPartSchema = z.object({
  feature: z.enum(stitchParts),
  face: z.number(),
  /** `replaced`: this half of a pair is taken over on its own. */
  reason: z.enum(['hidden', 'not-seen', 'replaced']),
});

export const transplantReportSchema = z.object({
  /** Of the transplant in the document. */
  key: z.string(),
  /** Why nothing was taken over: its photo could not be read. */
  unavailable: z.enum(errorCodes).nullable(),
  sigmaDifferencePixels: z.number(),
  softer: z.enum(['donor', 'target', 'none']),
  poseDifference: z.number(),
  poseWarning: z.boolean(),
  /** What was taken over, and what of the feature was left out. */
  parts: z.array(partReportSchema),
  skipped: z.array(skippedPartSchema),
});
/** What became of one transplant. */
export type TransplantReport = z.infer<typeof transplantReportSchema>;

export const unmeasured: Omit<TransplantReport, 'key'> = {
  unavailable: null,
  sigmaDifferencePixels: 0,
  softer: 'none',
  poseDifference: 0,
  poseWarning: false,
  parts: [],
  skipped: [],
};
