import { z } from 'zod';
import type { EditDefinition } from '../edits/define';
import { currentParams } from '../edits/plan';
import { AppError } from '../errors';
import type { Text } from '../text';

/**
 * A look is a small JSON file: edits with their parameters, without a face. README.md beside this file describes it
 * for people. Version 1 stays readable for ever; test/looks keeps a sample.
 */
export const lookFormat = 'maquette-look';
export const lookVersion = 1;
export const longestLookName = 60;
const mostEdits = 100;

/** A name of the person's own. */
export const lookNameSchema = z.string().trim().min(1).max(longestLookName);

export const lookEditSchema = z
  .object({
    /** The edit's folder name. */
    id: z.string().min(1),
    /** Of the edit's parameters; older ones pass through the edit's own migrations. */
    version: z.number().int().positive(),
    /** Parameters that are left out are neutral. */
    params: z.record(z.string(), z.union([z.number(), z.string()])).readonly(),
  })
  .readonly();
export type LookEdit = z.infer<typeof lookEditSchema>;

export const lookSchema = z
  .object({
    format: z.literal(lookFormat),
    version: z.literal(lookVersion),
    /** One text of the person's own, or one in every language. */
    name: z.union([
      lookNameSchema,
      z.object({ en: lookNameSchema, 'zh-CN': lookNameSchema }).readonly(),
    ]),
    edits: z
      .array(lookEditSchema)
      .max(mostEdits)
      .refine((edits) => new Set(edits.map(({ id }) => id)).size === edits.length, {
        error: 'an edit is named twice',
      })
      .readonly(),
  })
  .readonly();
export type Look = z.infer<typeof lookSchema>;

export function createLook(name: Look['name'], edits: readonly LookEdit[]): Look {
  return { format: lookFormat, version: lookVersion, name, edits };
}

export function lookName({ name }: Look, locale: keyof Text): string {
  return typeof name === 'string' ? name : name[locale];
}

/** An edit that this program knows, with every parameter in today's version. */
export interface WearableEdit {
  readonly definition: EditDefinition;
  readonly params: LookEdit['params'];
}

/** A look as this program can wear it. */
export interface WearableLook {
  readonly look: Look;
  readonly edits: readonly WearableEdit[];
  /** Ids of edits that this program does not know, or not with these parameters: the person has to be told. */
  readonly leftOut: readonly string[];
}

/** Checks the form of what was read from a file. Throws `invalid-look`. */
export function parseLook(json: unknown): Look {
  const parsed = lookSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid-look', issue && `${issue.path.join('.')}: ${issue.message}`);
}

/** Brings the edits of a look to today's versions; what cannot be is left out and named. */
export function understandLook(look: Look, definitions: readonly EditDefinition[]): WearableLook {
  const read = look.edits.map((edit) => {
    const definition = definitions.find(({ id }) => id === edit.id);
    return definition && understandEdit(edit, definition);
  });
  return {
    look,
    edits: read.filter((edit) => edit !== undefined),
    leftOut: look.edits.filter((_, index) => !read[index]).map(({ id }) => id),
  };
}

function understandEdit(edit: LookEdit, definition: EditDefinition): WearableEdit | undefined {
  const params = currentParams(edit.params, edit.version, definition);
  return params && { definition, params };
}
