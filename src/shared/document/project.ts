import { z } from 'zod';
import { AppError } from '../errors';
import { lookSchema } from '../looks/look';
import {
  documentPhotos,
  documentSchema,
  documentSchemaVersion,
  editInstanceSchema,
  followingKey,
  transplantSchema,
  withFaces,
  withPhotos,
  type EditInstance,
  type Transplant,
} from './document';
import { migrated } from './migrations';
import { facePlaceSchema, renumberFaces, type FacePlace } from './project-faces';

/**
 * A project file: a document, the photos that it names and where their faces are. README.md beside this file describes
 * it for people. Every version stays readable for ever; test/projects keeps a sample of each.
 */
export const projectFormat = 'maquette-project';
export const projectVersion = 1;
export const projectExtension = 'maquette';

/** Turns what was written as version n into version n + 1. Only ever appended to. */
export const projectMigrations: readonly ((
  project: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>)[] = [];

/** What tells whether a photo is still the one that was edited; `null` where that could not be read. */
export const fingerprintSchema = z
  .object({ fileBytes: z.number().int().nonnegative(), sha256: z.hex().length(64) })
  .readonly();
export type Fingerprint = z.infer<typeof fingerprintSchema>;

export const projectPhotoSchema = z
  .object({
    name: z.string().min(1),
    /** From the project's folder, with forward slashes; `null` where no way leads there, as on another drive. */
    relativePath: z.string().nullable(),
    absolutePath: z.string().min(1),
    content: fingerprintSchema.nullable(),
    /** In the order in which the document numbers them. */
    faces: z.array(facePlaceSchema).readonly(),
  })
  .readonly();
export type ProjectPhoto = z.infer<typeof projectPhotoSchema>;

/** A look as a face wears it: what was chosen and how much of it; the edits that it set are in the document. */
export const wornLookSchema = z
  .object({
    face: z.number().int().nonnegative(),
    /** Of the look where it was worn: another machine may not know it. */
    id: z.string(),
    strength: z.number().min(0).max(1),
    look: lookSchema,
  })
  .readonly();
export type WornLookOfFace = z.infer<typeof wornLookSchema>;

const wornLooksSchema = z.array(wornLookSchema).readonly().optional();

export const projectSchema = z
  .object({
    format: z.literal(projectFormat),
    version: z.literal(projectVersion),
    /** The version of the program that wrote it. */
    program: z.string(),
    /** By the key that stands for the photo in `document`. */
    photos: z.record(z.string().min(1), projectPhotoSchema).readonly(),
    /** None of a newer program is worth refusing the project for. */
    looks: wornLooksSchema.catch([]),
    /** Its edits are looked at one by one: some may be of a newer program. */
    document: z
      .looseObject({
        schema: z.number().int().positive(),
        photo: z.string(),
        transplants: z.array(z.unknown()).readonly().optional(),
        edits: z.array(z.unknown()).readonly(),
      })
      .readonly(),
  })
  .readonly();
export type Project = z.infer<typeof projectSchema>;

/**
 * What the program does not understand of a document, an edit or a transplant of a newer one: it is kept as it was, and
 * its place among the others.
 */
export const keptPartSchema = z
  .object({
    list: z.enum(['transplants', 'edits']),
    at: z.number().int().nonnegative(),
    part: z.json(),
  })
  .readonly();
export type KeptPart = z.infer<typeof keptPartSchema>;

const text = z.string().optional().catch(undefined);
/** What of a part of any program can be understood. */
const writtenPart = z
  .looseObject({
    key: text,
    id: text,
    feature: text,
    face: z.number().int().nonnegative().optional().catch(undefined),
  })
  .catch({});

/** What a project says, with the photos by the ids that they have in the running program. */
export const projectContentSchema = z
  .object({
    document: documentSchema,
    kept: z.array(keptPartSchema).readonly(),
    looks: wornLooksSchema,
    /** By photo, in the order in which the document numbers its faces. */
    faces: z.record(z.string(), z.array(facePlaceSchema).readonly()).readonly(),
  })
  .readonly();
export type ProjectContent = z.infer<typeof projectContentSchema>;

/** Checks what was read from a file and brings it to today's version. Throws `invalid-project`, `newer-project`. */
export function parseProject(json: unknown): Project {
  const head = z.looseObject({ format: z.literal(projectFormat), version: z.int().positive() });
  const parsedHead = head.safeParse(json);
  if (!parsedHead.success) throw invalid(parsedHead.error);
  const { version, program } = parsedHead.data;
  const writer = typeof program === 'string' ? `Maquette ${program}` : 'another program';
  if (version > projectVersion) throw new AppError('newer-project', `${writer}, format ${version}`);
  const migrated = projectMigrations
    .slice(version - 1)
    .reduce<unknown>(
      (current, migrate) => ({ ...migrate(current as Readonly<Record<string, unknown>>) }),
      parsedHead.data,
    );
  const parsed = projectSchema.safeParse(migrated);
  if (!parsed.success) throw invalid(parsed.error);
  const { schema, photo } = parsed.data.document;
  if (schema > documentSchemaVersion) {
    throw new AppError('newer-project', `${writer}, document ${schema}`);
  }
  if (!Object.hasOwn(parsed.data.photos, photo)) {
    throw new AppError('invalid-project', `document.photo: no photo ${photo}`);
  }
  return parsed.data;
}

/** Today's form of what a part says; `undefined` where this program cannot do it. */
export interface Understanding {
  readonly edit: (edit: EditInstance) => EditInstance | undefined;
  readonly transplant: (transplant: Transplant) => Transplant | undefined;
}

/**
 * What a project says to this program. `photoOf` gives a photo's id for its key. Throws `invalid-project` where the
 * document names a photo that the project has not.
 */
export function contentOfProject(
  project: Project,
  photoOf: (key: string) => string,
  understanding: Understanding,
): ProjectContent {
  const written = z
    .looseObject({ transplants: z.array(z.unknown()), edits: z.array(z.unknown()) })
    .safeParse(migrated(project.document));
  if (!written.success) throw invalid(written.error);
  const edits = sorted('edits', written.data.edits, editInstanceSchema, understanding.edit);
  const transplants = sorted(
    'transplants',
    written.data.transplants,
    transplantSchema,
    understanding.transplant,
  );
  const parsed = documentSchema.safeParse({
    ...written.data,
    edits: edits.understood,
    transplants: transplants.understood,
  });
  if (!parsed.success) throw invalid(parsed.error);
  const unknown = documentPhotos(parsed.data).find((key) => !Object.hasOwn(project.photos, key));
  if (unknown !== undefined) throw new AppError('invalid-project', `no photo ${unknown}`);
  return {
    document: withPhotos(parsed.data, photoOf),
    kept: [...transplants.kept, ...edits.kept],
    ...(project.looks && { looks: project.looks }),
    faces: Object.fromEntries(
      Object.entries(project.photos).map(([key, { faces }]) => [photoOf(key), faces]),
    ),
  };
}

function sorted<Part>(
  list: KeptPart['list'],
  written: readonly unknown[],
  schema: z.ZodType<Part>,
  understand: (part: Part) => Part | undefined,
): { readonly understood: readonly Part[]; readonly kept: readonly KeptPart[] } {
  const understood: Part[] = [];
  const kept: KeptPart[] = [];
  written.forEach((part, at) => {
    const parsed = schema.safeParse(part);
    const known = parsed.success ? understand(parsed.data) : undefined;
    if (known === undefined) kept.push(keptPartSchema.parse({ list, at, part }));
    else understood.push(known);
  });
  return { understood, kept };
}

export interface NamedPhoto extends Omit<ProjectPhoto, 'faces'> {
  /** In the file. */
  readonly key: string;
}

/** What to write to a file; `photos` are by their ids in the running program. */
export function projectOfContent(
  { document, kept, faces, looks = [] }: ProjectContent,
  photos: ReadonlyMap<string, NamedPhoto>,
  program: string,
): Project {
  const keyOf = (photo: string): string => photos.get(photo)?.key ?? photo;
  const written = withPhotos(document, keyOf);
  return {
    format: projectFormat,
    version: projectVersion,
    program,
    photos: Object.fromEntries(
      [...photos].map(([id, { key, ...photo }]) => [key, { ...photo, faces: faces[id] ?? [] }]),
    ),
    ...(looks.length > 0 && { looks }),
    document: {
      ...written,
      transplants: withKept('transplants', written.transplants, kept),
      edits: withKept('edits', written.edits, kept),
    },
  };
}

/** Kept parts go back to their places, unless the person has made the same one of that face anew. */
function withKept(
  list: KeptPart['list'],
  understood: readonly { readonly key: string }[],
  kept: readonly KeptPart[],
): readonly unknown[] {
  const all: unknown[] = [...understood];
  for (const { at, part } of kept.filter((one) => one.list === list)) {
    const { key } = writtenPart.parse(part);
    if (key === undefined || understood.every((one) => one.key !== key)) all.splice(at, 0, part);
  }
  return all;
}

/** Kept parts follow the faces of the document's own photo, as far as they can be understood. */
export function withKeptFaces(
  kept: readonly KeptPart[],
  renumber: (face: number) => number,
): readonly KeptPart[] {
  return kept.map((one) => {
    const { key, id, feature, face } = writtenPart.parse(one.part);
    const kind = id ?? feature;
    if (face === undefined || kind === undefined) return one;
    const now = renumber(face);
    const followed = key === undefined ? {} : { key: followingKey(key, kind, face, now) };
    return keptPartSchema.parse({
      ...one,
      part: Object.assign({}, one.part, followed, { face: now }),
    });
  });
}

/** The same content after the faces of one of its photos were found anew: what was decided of a face follows it. */
export function withFoundFaces(
  content: ProjectContent,
  photo: string,
  found: readonly FacePlace[],
): ProjectContent {
  const { document, kept, looks = [] } = content;
  const { places, renumber } = renumberFaces(content.faces[photo] ?? [], found);
  const faces = { ...content.faces, [photo]: places };
  const followed = withFaces(document, photo, renumber);
  if (photo !== document.photo) return { ...content, document: followed, faces };
  return {
    document: followed,
    kept: withKeptFaces(kept, renumber),
    looks: looks.map((worn) => ({ ...worn, face: renumber(worn.face) })),
    faces,
  };
}

/** What a person is told of parts that are kept: their names in the file. */
export function keptNames(kept: readonly KeptPart[]): readonly string[] {
  const nameOf = ({ part }: KeptPart): string => {
    const { id, feature } = writtenPart.parse(part);
    return id ?? feature ?? '?';
  };
  return [...new Set(kept.map(nameOf))];
}

function invalid(error: z.ZodError): AppError {
  const [issue] = error.issues;
  const detail = issue ? `${issue.path.join('.')}: ${issue.message}` : '';
  return new AppError('invalid-project', detail, { cause: error });
}
