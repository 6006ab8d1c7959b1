import { z } from 'zod';
import { analysisSchema, faceSchema } from '../analysis/face';
import { documentSchema } from '../document/document';
import { projectContentSchema } from '../document/project';
import { errorCodes } from '../errors';
import { lookEditSchema, lookNameSchema, lookSchema } from '../looks/look';
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

/** A file that the person wants to see: a project says itself which photo it is about. */
export const openableSchema = ticketSchema.extend({ kind: z.enum(['photo', 'project']) });
export type Openable = z.infer<typeof openableSchema>;

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
  /** The make-up of a face of a guest, as edits for another face; empty where none can be told from a bare face. */
  readMakeup: method({
    input: z.object({ photo: z.string(), face: z.number().int().nonnegative() }),
    output: z.array(lookEditSchema),
    progress: progressSchema,
  }),
  /**
   * The preview with the document's transplants: what differs from the one of `open`. A draft is stitched at the
   * preview's size and comes sooner; otherwise it is the full-size picture, made smaller.
   */
  stitch: method({
    input: z.object({ document: documentSchema, draft: z.boolean() }),
    output: z.object({
      patches: z.array(patchSchema),
      /** Whether every donor could be read. A draft does not tell. */
      complete: z.boolean(),
    }),
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
  /**
   * Renders the document at full size ahead of its export, and keeps that until the call is cancelled: what an export
   * then waits for is the encoder. Never answers.
   */
  prepareExport: method({
    input: z.object({ document: documentSchema, keepMetadata: z.boolean() }),
    output: z.void(),
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

/** A project as the page knows it; without a name it was never saved. */
export const projectTicketSchema = z.object({ id: z.string(), name: z.string().nullable() });
export type ProjectTicket = z.infer<typeof projectTicketSchema>;

export const openedProjectSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('opened'),
    project: projectTicketSchema,
    /** It was kept when the program ended without having asked, and is not saved. */
    recovered: z.boolean(),
    content: projectContentSchema,
    /** Those that the document names, its own first. */
    photos: z.array(ticketSchema.extend({ state: z.enum(['same', 'changed', 'missing']) })),
  }),
  /** These are where the project does not find them. */
  z.object({
    state: z.literal('missing'),
    photos: z.array(z.object({ key: z.string(), name: z.string(), own: z.boolean() })),
  }),
]);
export type OpenedProject = z.infer<typeof openedProjectSchema>;

/** Work that was not saved when the program ended without having asked; its id opens it like a project's. */
export const recoverySchema = ticketSchema.extend({ keptAtMilliseconds: z.number() });
export type RecoveryTicket = z.infer<typeof recoverySchema>;

export const recentFileSchema = openableSchema.extend({
  /** The name of its folder, to tell files of one name apart. */
  folder: z.string(),
  thumbnail: bytesSchema.nullable(),
  missing: z.boolean(),
});
export type RecentFileTicket = z.infer<typeof recentFileSchema>;

export const appContract = {
  /** The file named on the command line, what earlier runs could not save, and the settings. */
  start: method({
    input: z.void(),
    output: z.object({
      file: openableSchema.nullable(),
      recoveries: z.array(recoverySchema),
      settings: settingsSchema,
    }),
  }),
  /** A photo or a project. */
  openDialog: method({ input: z.void(), output: openableSchema.nullable() }),
  openPhotoDialog: method({ input: z.void(), output: ticketSchema.nullable() }),
  samples: method({
    input: z.void(),
    output: z.array(ticketSchema.extend({ thumbnail: bytesSchema })),
  }),
  /** Newest first, those that are there, with a picture each. */
  recentPhotos: method({ input: z.void(), output: z.array(recentPhotoSchema) }),
  /** Remembers a photo or project that could be opened, and how it looks. */
  noteRecentFile: method({
    input: z.object({ file: z.string(), thumbnail: bytesSchema.nullable() }),
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
  /** Reads a project and finds its photos. `located`: photos by their key there; `null` goes on without it. */
  openProject: method({
    input: z.object({
      project: z.string(),
      located: z.record(z.string(), z.string().nullable()),
    }),
    output: openedProjectSchema,
  }),
  /** Lets the person show where the photo of this name is; `null` when the dialog was cancelled. */
  locatePhoto: method({ input: z.object({ name: z.string() }), output: ticketSchema.nullable() }),
  /** Writes a project to its file, or to one that the person chooses; `null` when that was cancelled. */
  saveProject: method({
    input: z.object({
      project: z.string().nullable(),
      saveAs: z.boolean(),
      content: projectContentSchema,
    }),
    output: projectTicketSchema.nullable(),
  }),
  /** Keeps what is not saved, for the case that the program ends without having asked. */
  keepRecovery: method({
    input: z.object({ project: z.string().nullable(), content: projectContentSchema }),
    output: z.void(),
  }),
  /** There is nothing to be kept any more. */
  clearRecovery: method({ input: z.void(), output: z.void() }),
  /** Forgets work of an earlier run. */
  discardRecovery: method({ input: z.object({ recovery: z.string() }), output: z.void() }),
  recentFiles: method({ input: z.void(), output: z.array(recentFileSchema) }),
  clearRecentFiles: method({ input: z.void(), output: z.void() }),
  /** What the window's title says; `file` is the ticket of the project or the photo. */
  showDocument: method({
    input: z.object({ file: z.string(), name: z.string(), modified: z.boolean() }),
    output: z.void(),
  }),
  closeWindow: method({ input: z.void(), output: z.void() }),
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
      'save',
      'save-as',
      'export',
      'undo',
      'redo',
      'fit',
      'actual-size',
      'compare',
      'language',
    ]),
  }),
  z.object({ event: z.literal('open'), file: openableSchema }),
  /** The person wants what is open to be saved, then the window to be closed. */
  z.object({ event: z.literal('save-and-close') }),
  z.object({ event: z.literal('engine-exited'), code: z.enum(errorCodes), detail: z.string() }),
]);
export type AppEvent = z.infer<typeof appEventSchema>;
