import { z } from 'zod';
import { faceClasses } from './classes';

/**
 * What the engine knows of one face. Positions and lengths are in pixels of the upright, full-size photo,
 * so that the same analysis serves the preview and the export.
 */

const similarity = z.object({ a: z.number(), b: z.number(), tx: z.number(), ty: z.number() });

/**
 * One class's probabilities over a part of the square grid that covers the aligned face crop. Hair alone may go on
 * beyond the grid, in cells of the same size.
 * `data` holds `width * height` bytes, 255 meaning certain; outside the part the probability is 0.
 */
export const probabilityMapSchema = z.object({
  left: z.number().int(),
  top: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  data: z.instanceof(Uint8Array),
});
export type ProbabilityMap = z.infer<typeof probabilityMapSchema>;

const oklab = z.object({ L: z.number(), a: z.number(), b: z.number() });

/** Spread of the colours of a region, in OKLab. */
export const regionStatisticsSchema = z.object({
  median: oklab,
  /** 5th and 95th percentile of lightness. */
  darkest: z.number(),
  lightest: z.number(),
  pixels: z.number().int(),
});
export type RegionStatistics = z.infer<typeof regionStatisticsSchema>;

export const statisticsRegions = [
  'lips',
  'upper-lip',
  'lower-lip',
  'skin',
  'brows',
  'left-brow',
  'right-brow',
  'hair',
  'teeth',
  'left-iris',
  'right-iris',
  'left-sclera',
  'right-sclera',
  'left-lid',
  'right-lid',
  'left-under-eye',
  'right-under-eye',
  'left-cheek',
  'right-cheek',
  'forehead',
] as const;
export type StatisticsRegion = (typeof statisticsRegions)[number];

export const faceSchema = z.object({
  /** Order in the photo: largest face first. */
  index: z.number().int(),
  /** Upright rectangle round the face. */
  box: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
  /** 478 mesh points as x, y pairs. */
  landmarks: z.instanceof(Float32Array),
  /** Distance between mesh points 234 and 454: the unit of every length in an edit. */
  faceWidthPixels: z.number(),
  rollDegrees: z.number(),
  /** From grid cells (cell centres at +0.5) to photo pixels (pixel centres at +0.5). */
  gridToPhoto: similarity,
  gridSize: z.number().int(),
  /** By class id; `null` where the class does not occur. */
  probabilities: z.array(probabilityMapSchema.nullable()).length(faceClasses.length),
  /** By region; `null` where too few pixels were found. */
  statistics: z.record(z.enum(statisticsRegions), regionStatisticsSchema.nullable()),
});
export type Face = z.infer<typeof faceSchema>;

export const analysisSchema = z.object({
  /** Of the upright, full-size photo. */
  width: z.number().int(),
  height: z.number().int(),
  faces: z.array(faceSchema),
  /** ONNX Runtime's execution provider that parsed the faces. */
  provider: z.string(),
  milliseconds: z.object({ detect: z.number(), parse: z.number(), measure: z.number() }),
});
export type Analysis = z.infer<typeof analysisSchema>;
