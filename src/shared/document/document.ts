import { z } from 'zod';
import { stitchFeatures, type StitchFeature } from '../stitching/features';
import { migrated } from './migrations';

export const documentSchemaVersion = 2;

const parameterValueSchema = z.union([z.number(), z.string(), z.boolean()]);

const faceIndexSchema = z.number().int().nonnegative();

export const editInstanceSchema = z
  .object({
    /** Unique in the document. */
    key: z.string(),
    /** The edit's folder name. */
    id: z.string(),
    version: z.number().int(),
    enabled: z.boolean(),
    /** Index of the face in the analysis. */
    face: faceIndexSchema,
    params: z.record(z.string(), parameterValueSchema).readonly(),
  })
  .readonly();
export type EditInstance = z.infer<typeof editInstanceSchema>;

export const transplantSchema = z
  .object({
    /** Unique among the document's transplants. */
    key: z.string(),
    /** Whose feature is replaced: index of the face in the analysis. */
    face: faceIndexSchema,
    /** The photo that the feature comes from, as an opaque id, and the face in that photo's analysis. */
    donor: z.object({ photo: z.string(), face: faceIndexSchema }).readonly(),
    feature: z.enum(stitchFeatures),
    enabled: z.boolean(),
    params: z.record(z.string(), parameterValueSchema).readonly(),
  })
  .readonly();
/** A feature of another face in place of a face's own. A face has at most one for each feature. */
export type Transplant = z.infer<typeof transplantSchema>;

export const documentSchema = z
  .object({
    schema: z.literal(documentSchemaVersion),
    /** Opaque id that main handed out; never a path. */
    photo: z.string(),
    /** Done before every edit: edits see the photo as if it had been taken like this. */
    transplants: z.array(transplantSchema).readonly(),
    edits: z.array(editInstanceSchema).readonly(),
  })
  .readonly();
/** All that a person decided about a photo. Small, immutable; pixels and masks are derived from it. */
export type Document = z.infer<typeof documentSchema>;

/** Reads a document of any format that was ever released. Throws a `ZodError` for anything else. */
export function parseDocument(value: unknown): Document {
  return documentSchema.parse(migrated(value));
}

export function createDocument(photo: string): Document {
  return { schema: documentSchemaVersion, photo, transplants: [], edits: [] };
}

/** Every photo that the document names, its own first. */
export function documentPhotos({ photo, transplants }: Document): readonly string[] {
  return [...new Set([photo, ...transplants.map(({ donor }) => donor.photo)])];
}

/** The document with other names for its photos, e.g. as they are called in a project's file. */
export function withPhotos(document: Document, rename: (photo: string) => string): Document {
  return {
    ...document,
    photo: rename(document.photo),
    transplants: document.transplants.map((transplant) => ({
      ...transplant,
      donor: { ...transplant.donor, photo: rename(transplant.donor.photo) },
    })),
  };
}

/** The same document after the faces of one of its photos got other numbers, no two the same. */
export function withFaces(
  document: Document,
  photo: string,
  renumber: (face: number) => number,
): Document {
  const own = (face: number): number => (photo === document.photo ? renumber(face) : face);
  return {
    ...document,
    transplants: document.transplants.map((transplant) => {
      const { donor, feature } = transplant;
      const face = own(transplant.face);
      return {
        ...transplant,
        face,
        key: followingKey(transplant.key, feature, transplant.face, face),
        donor: donor.photo === photo ? { ...donor, face: renumber(donor.face) } : donor,
      };
    }),
    edits: document.edits.map((edit) => {
      const face = own(edit.face);
      return { ...edit, face, key: followingKey(edit.key, edit.id, edit.face, face) };
    }),
  };
}

/** The only one of its kind on a face. */
function keyOnFace(kind: string, face: number): string {
  return `${kind}/${face}`;
}

/** A key that says the face goes with it; any other is none of our business. */
export function followingKey(key: string, kind: string, before: number, now: number): string {
  return key === keyOnFace(kind, before) ? keyOnFace(kind, now) : key;
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
  const key = keyOnFace(target.id, target.face);
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

export function findTransplant(
  document: Document,
  face: number,
  feature: StitchFeature,
): Transplant | undefined {
  return document.transplants.find((one) => one.face === face && one.feature === feature);
}

/** Adds a transplant in place of the one that the face has of this feature. */
export function withTransplant(document: Document, transplant: Omit<Transplant, 'key'>): Document {
  const added = { key: keyOnFace(transplant.feature, transplant.face), ...transplant };
  const others = document.transplants.filter(({ key }) => key !== added.key);
  return { ...document, transplants: [...others, added] };
}

/** Changes the transplant of a feature on a face, if there is one. */
export function changeTransplant(
  document: Document,
  { face, feature }: Pick<Transplant, 'face' | 'feature'>,
  change: (transplant: Transplant) => Transplant,
): Document {
  const present = findTransplant(document, face, feature);
  const changed = present && change(present);
  if (changed === present || !changed) return document;
  const transplants = document.transplants.map((one) => (one === present ? changed : one));
  return { ...document, transplants };
}

export function withoutTransplant(
  document: Document,
  { face, feature }: Pick<Transplant, 'face' | 'feature'>,
): Document {
  const present = findTransplant(document, face, feature);
  if (!present) return document;
  return { ...document, transplants: document.transplants.filter((one) => one !== present) };
}
