import { z } from 'zod';
import { analysisSchema, faceSchema } from '../analysis/face';
import { documentSchema } from '../document/document';
import { errorCodes } from '../errors';
import { lookNameSchema, lookSchema } from '../looks/look';
import { transplantReportSchema } from '../transplants/report';
import { method } from './rpc';

/**
 * The one contract between the processes. Three tables: `appContract` (renderer to main), `engineContract`
 * (renderer to engine, past main) and the events of main. The receiving side parses what arrives.
 */

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

export const exportFormats = ['jpeg', 'png', 'webp', 'avif', 'tiff'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** `z.instanceof` would demand an unshared buffer and refuse what a plain `Uint8Array` is typed as. */
const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Stands for a file that the person chose: the renderer knows its id and its name, never its path. */
export const ticketSchema = z.object({ id: z.string(), name: z.string() });
export type Ticket = z.infer<typeof ticketSchema>;

/** Upright sRGB pixels with opacity, 8 bits a sample, on their way to a canvas. */
export const pixelsSchema = z.object({
  width: z.number().int(),
  height: z.number().int(),
  data: bytesSchema,
});
export type Pixels = z.infer<typeof pixelsSchema>;

/** A part of the preview that looks otherwise than in the photo as it was taken. */
export const patchSchema = z.object({
  left: z.number().int(),
  top: z.number().int(),
  pixels: pixelsSchema,
});
export type Patch = z.infer<typeof patchSchema>;

export const photoInformationSchema = z.object({
  /** Upright: after the EXIF orientation has been applied. */
  width: z.number().int(),
  height: z.number().int(),
  format: z.string(),
  bitsPerSample: z.union([z.literal(8), z.literal(16)]),
  /** The name of the embedded ICC profile, e.g. "Display P3". */
  colorProfile: z.string().nullable(),
  hasExif: z.boolean(),
  hasOpacity: z.boolean(),
  fileBytes: z.number(),
});
export type PhotoInformation = z.infer<typeof photoInformationSchema>;

export const stages = ['read', 'detect', 'parse', 'measure', 'render', 'encode', 'write'] as const;
export const progressSchema = z.object({
  stage: z.enum(stages),
  /** 0-1 where it is known. */
  fraction: z.number().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

const rectangleSchema = z.object({
  left: z.number().int(),
  top: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});

export const exportOptionsSchema = z.object({
  format: z.enum(exportFormats),
  /** 1-100; for PNG and TIFF it is not used: they are lossless. */
  quality: z.number().int().min(1).max(100),
  /** Longest side of the written picture; `null` keeps the photo's own size. */
  longestSidePixels: z.number().int().positive().nullable(),
  /** EXIF and ICC profile. Without them the picture is written in sRGB. */
  keepMetadata: z.boolean(),
});
export type ExportOptions = z.infer<typeof exportOptionsSchema>;

export const exportResultSchema = z.object({
  width: z.number().int(),
  height: z.number().int(),
  fileBytes: z.number(),
  milliseconds: z.number(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

export const engineContract = {
  /** Decodes a photo and keeps it; answers with a preview of at most 2048 px. */
  open: method({
    input: z.object({ photo: z.string() }),
    output: z.object({ information: photoInformationSchema, preview: pixelsSchema }),
    progress: progressSchema,
  }),
  /** Finds, aligns and parses every face of an open photo. The answer is kept and comes back at once. */
  analyse: method({
    input: z.object({ photo: z.string() }),
    output: analysisSchema,
    progress: progressSchema,
  }),
  /** Reads a photo to keep beside the open one and finds its faces. It stays until it is closed. */
  openGuest: method({
    input: z.object({ photo: z.string() }),
    output: z.object({
      information: photoInformationSchema,
      preview: pixelsSchema,
      analysis: analysisSchema,
    }),
    progress: progressSchema,
  }),
  /**
   * The preview with the document's transplants: what differs from the one of `open`. A draft is stitched at the
   * preview's size and comes sooner; otherwise it is the full-size picture, made smaller.
   */
  stitch: method({
    input: z.object({ document: documentSchema, draft: z.boolean() }),
    output: z.array(patchSchema),
  }),
  /** The faces as they are with the document's transplants, under the numbers of `analyse`. */
  stitchedFaces: method({
    input: z.object({ document: documentSchema }),
    output: z.array(faceSchema),
  }),
  /** What became of the document's transplants, in their order. */
  stitchReports: method({
    input: z.object({ document: documentSchema }),
    output: z.array(transplantReportSchema),
  }),
  /** Renders a part of the full-size photo with the document's edits: what the canvas shows at 100 % and beyond. */
  view: method({
    input: z.object({ document: documentSchema, rectangle: rectangleSchema, edited: z.boolean() }),
    output: pixelsSchema,
  }),
  /** Renders the document at full size and writes it atomically to the file that `target` stands for. */
  export: method({
    input: z.object({ document: documentSchema, target: z.string(), options: exportOptionsSchema }),
    output: exportResultSchema,
    progress: progressSchema,
  }),
  /** Frees the pixels of the open photo or of a guest. */
  close: method({ input: z.object({ photo: z.string() }), output: z.void() }),
};

/** A look that the person saved. Its edits may be of another version of the program: the page understands them. */
export const ownLookSchema = z.object({ id: z.uuid(), look: lookSchema });
export type OwnLook = z.infer<typeof ownLookSchema>;

/** A photo that was opened before: the renderer knows neither its path nor whether it has changed since. */
export const recentPhotoSchema = ticketSchema.extend({ thumbnail: bytesSchema });
export type RecentPhoto = z.infer<typeof recentPhotoSchema>;

export const settingsSchema = z.object({ locale: z.enum(locales) });
export type Settings = z.infer<typeof settingsSchema>;

export const appContract = {
  /** The photo named on the command line, if any, and the settings. */
  start: method({
    input: z.void(),
    output: z.object({ photo: ticketSchema.nullable(), settings: settingsSchema }),
  }),
  openPhotoDialog: method({ input: z.void(), output: ticketSchema.nullable() }),
  samples: method({
    input: z.void(),
    output: z.array(ticketSchema.extend({ thumbnail: bytesSchema })),
  }),
  /** Newest first, with a JPEG each. */
  recentPhotos: method({ input: z.void(), output: z.array(recentPhotoSchema) }),
  /** Remembers a photo that could be opened, and how it looks. */
  noteRecentPhoto: method({
    input: z.object({ photo: z.string(), thumbnail: bytesSchema }),
    output: z.void(),
  }),
  chooseExportFile: method({
    input: z.object({ photo: z.string(), format: z.enum(exportFormats) }),
    output: ticketSchema.nullable(),
  }),
  revealExported: method({ input: z.object({ target: z.string() }), output: z.void() }),
  /** The looks that the person saved, and the names of files among them that cannot be read. */
  looks: method({
    input: z.void(),
    output: z.object({ looks: z.array(ownLookSchema), unreadable: z.array(z.string()) }),
  }),
  saveLook: method({ input: z.object({ look: lookSchema }), output: ownLookSchema }),
  renameLook: method({
    input: z.object({ id: z.uuid(), name: lookNameSchema }),
    output: z.void(),
  }),
  /** Asks the person first. */
  deleteLook: method({
    input: z.object({ id: z.uuid() }),
    output: z.object({ deleted: z.boolean() }),
  }),
  /** Lets the person choose a look file and keeps a copy; `null` when the dialog was cancelled. */
  importLook: method({ input: z.void(), output: ownLookSchema.nullable() }),
  /** Writes a look to a file that the person chooses; `null` when the dialog was cancelled. */
  shareLook: method({ input: z.object({ look: lookSchema }), output: ticketSchema.nullable() }),
  changeSettings: method({ input: settingsSchema, output: z.void() }),
  /** Asks for a fresh line to the engine; it arrives as a transferred port. Main restarts a dead engine itself. */
  connectEngine: method({ input: z.void(), output: z.void() }),
};

/** What main tells the renderer unasked. */
export const appEventSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('menu'),
    command: z.enum([
      'open',
      'export',
      'undo',
      'redo',
      'fit',
      'actual-size',
      'compare',
      'language',
    ]),
  }),
  z.object({ event: z.literal('photo'), photo: ticketSchema }),
  z.object({ event: z.literal('engine-exited'), code: z.enum(errorCodes), detail: z.string() }),
]);
export type AppEvent = z.infer<typeof appEventSchema>;
