import { z } from 'zod';

export const documentSchemaVersion = 1;

export const parameterValueSchema = z.union([z.number(), z.string(), z.boolean()]);
export type ParameterValue = z.infer<typeof parameterValueSchema>;

export const editInstanceSchema = z
  .object({
    /** Unique in the document. */
    key: z.string(),
    /** The edit's folder name. */
    id: z.string(),
    version: z.number().int(),
    enabled: z.boolean(),
    /** Index of the face in the analysis. */
    face: z.number().int().nonnegative(),
    params: z.record(z.string(), parameterValueSchema).readonly(),
  })
  .readonly();
export type EditInstance = z.infer<typeof editInstanceSchema>;

export const documentSchema = z
  .object({
    schema: z.literal(documentSchemaVersion),
    /** Opaque id that main handed out; never a path. */
    photo: z.string(),
    edits: z.array(editInstanceSchema).readonly(),
  })
  .readonly();
/** All that a person decided about a photo. Small, immutable; pixels and masks are derived from it. */
export type Document = z.infer<typeof documentSchema>;

export function createDocument(photo: string): Document {
  return { schema: documentSchemaVersion, photo, edits: [] };
}

export function findEdit(document: Document, id: string, face: number): EditInstance | undefined {
  return document.edits.find((edit) => edit.id === id && edit.face === face);
}

/** Sets parameters of the edit `id` on `face`, adding it with `defaults` where it is not there yet. */
export function withParams(
  document: Document,
  target: { id: string; version: number; face: number },
  defaults: EditInstance['params'],
  changes: EditInstance['params'],
): Document {
  const present = findEdit(document, target.id, target.face);
  const key = `${target.id}/${target.face}`;
  const edit: EditInstance = present
    ? { ...present, params: { ...present.params, ...changes } }
    : { ...target, key, enabled: true, params: { ...defaults, ...changes } };
  const edits = present
    ? document.edits.map((other) => (other === present ? edit : other))
    : [...document.edits, edit];
  return { ...document, edits };
}

export function withoutEdit(document: Document, id: string, face: number): Document {
  return {
    ...document,
    edits: document.edits.filter((edit) => edit.id !== id || edit.face !== face),
  };
}
