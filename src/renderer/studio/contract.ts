import { features, type Feature } from '@shared/analysis/classes';
import { analysisSchema, faceSchema } from '@shared/analysis/face';
import {
  engineContract,
  exportOptionsSchema,
  exportResultSchema,
  photoInformationSchema,
  progressSchema,
} from '@shared/contract/contract';
import { method } from '@shared/contract/rpc';
import { documentSchema } from '@shared/document/document';
import { facePlaceSchema } from '@shared/document/project-faces';
import { transplantReportSchema } from '@shared/transplants/report';
import { z } from 'zod';

/**
 * The line between the page and its worker. All pixels and probabilities stay on the worker's side; the page
 * gets what it points at and draws outlines with.
 */

export const viewSchema = z.object({
  /** Of the canvas, in device pixels. */
  width: z.number().int().nonnegative(),
  height: z.number().int().nonnegative(),
  /** Device pixels per pixel of the full-size photo. */
  scale: z.number().positive(),
  /** Where the photo's top left corner lies on the canvas, in device pixels. */
  left: z.number(),
  top: z.number(),
});
export type View = z.infer<typeof viewSchema>;

export const comparisonSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('edited') }),
  z.object({ mode: z.literal('original') }),
  /** The unedited photo left of a line, in device pixels from the canvas's left edge. */
  z.object({ mode: z.literal('split'), at: z.number() }),
]);
export type Comparison = z.infer<typeof comparisonSchema>;

/** `z.instanceof` would demand an unshared buffer and refuse what a plain `Uint8Array` is typed as. */
const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const featureNames = Object.keys(features) as [Feature, ...Feature[]];

export const faceOverviewSchema = faceSchema
  .pick({ index: true, box: true, gridToPhoto: true, gridSize: true })
  .extend({
    /** By grid cell, row by row: 0 for none, otherwise 1 + the place in `featureNames`. */
    featureCells: bytesSchema,
    /** SVG path data in pixels of the full-size photo. */
    outlines: z.array(z.object({ feature: z.enum(featureNames), path: z.string() })),
    thumbnail: z.instanceof(Blob),
    /** To know it again in another analysis of the photo. */
    place: facePlaceSchema,
  });
export type FaceOverview = z.infer<typeof faceOverviewSchema>;

export const analysisOverviewSchema = analysisSchema
  .pick({ provider: true, milliseconds: true })
  .extend({ faces: z.array(faceOverviewSchema) });
export type AnalysisOverview = z.infer<typeof analysisOverviewSchema>;

/** A photo beside the open one. */
export const guestOverviewSchema = analysisOverviewSchema.extend({
  information: photoInformationSchema,
  /** The whole photo at screen size, as a JPEG. */
  picture: z.instanceof(Blob),
  /** Its largest face, or its middle. */
  thumbnail: z.instanceof(Blob),
});
export type GuestOverview = z.infer<typeof guestOverviewSchema>;

export const openedPhotoSchema = z.object({ information: photoInformationSchema });

export const studioContract = {
  open: method({
    input: z.object({ photo: z.string() }),
    output: openedPhotoSchema,
    progress: progressSchema,
  }),
  analyse: method({ input: z.void(), output: analysisOverviewSchema, progress: progressSchema }),
  /** Reads a photo to take something from, and finds its faces. */
  openGuest: method({
    input: z.object({ photo: z.string() }),
    output: guestOverviewSchema,
    progress: progressSchema,
  }),
  /** The make-up of a guest's face, as edits. */
  readMakeup: engineContract.readMakeup,
  closeGuest: method({ input: z.object({ photo: z.string() }), output: z.void() }),
  /**
   * Answers once the canvas shows this document or a newer one. While a control is `moving`, what it takes over from
   * other photos may be shown less exactly than once it rests.
   */
  setDocument: method({
    input: z.object({ document: documentSchema, moving: z.boolean().optional() }),
    output: z.void(),
  }),
  /** What became of the document's transplants, measured at full size. */
  stitchReports: method({
    input: z.object({ document: documentSchema }),
    output: z.array(transplantReportSchema),
  }),
  /** A small picture of a face with this document's edits; made when nothing else is to be drawn. */
  thumbnail: method({
    input: z.object({ document: documentSchema, face: z.number().int().nonnegative() }),
    output: z.instanceof(Blob),
  }),
  /** Gets ready for the first touch of these edits of a face, when nothing else is to be drawn. */
  prepare: method({
    input: z.object({ edits: z.array(z.string()), face: z.number().int().nonnegative() }),
    output: z.void(),
  }),
  setView: method({ input: z.object({ view: viewSchema }), output: z.void() }),
  setComparison: method({ input: z.object({ comparison: comparisonSchema }), output: z.void() }),
  /** As the engine's. */
  prepareExport: method({
    input: z.object({ document: documentSchema, keepMetadata: z.boolean() }),
    output: z.void(),
  }),
  export: method({
    input: z.object({ document: documentSchema, target: z.string(), options: exportOptionsSchema }),
    output: exportResultSchema,
    progress: progressSchema,
  }),
  close: method({ input: z.void(), output: z.void() }),
  /** The engine is gone: what it was asked fails with `engine-restarted`, what comes next waits for a new line. */
  loseEngine: method({ input: z.void(), output: z.void() }),
};

/** Sent past the contract, because these things have to be transferred. */
export type StudioHandover =
  | { readonly handover: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly handover: 'engine'; readonly port: MessagePort };

export function isHandover(message: unknown): message is StudioHandover {
  return typeof message === 'object' && message !== null && 'handover' in message;
}
