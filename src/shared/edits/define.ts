import { z } from 'zod';
import type { Feature } from '../analysis/classes';
import type { Face } from '../analysis/face';
import type { Pass } from '../render/pass';
import type { Text } from '../text';
import type { Seen } from './seen';
import type { Detector, Found } from './signs';
import { parameterSchema, type Parameter, type Parameters, type ValuesOf } from './parameters';

export const editGroups = ['lips', 'brows', 'eyes', 'face', 'hair', 'shape'] as const;
export type EditGroup = (typeof editGroups)[number];

/**
 * When an edit is done, whatever order a person chose: skin is mended before it is coloured, lines are drawn over
 * colours, and what is moved is moved last. Within a stage the document's order counts.
 */
export const stages = ['retouch', 'base', 'sculpt', 'color', 'line', 'shape'] as const;
export type Stage = (typeof stages)[number];

/** Turns the parameters of version n into those of version n + 1. Only ever appended to. */
export type Migration = (params: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** A named set of parameters, e.g. a shape of brow; those that it does not name stay as they are. */
export interface Preset<Params> {
  readonly text: Text;
  readonly params: Partial<Params>;
}

export interface EditContext {
  readonly face: Face;
}

export interface EditSource<P extends Parameters> {
  /** The folder's name. */
  readonly id: string;
  readonly version: number;
  readonly group: EditGroup;
  readonly stage: Stage;
  readonly text: Text;
  /** Pointing at one of these in the photo opens this edit. */
  readonly features: readonly Feature[];
  readonly params: P;
  /** Offered above the controls; choosing one is one step. */
  readonly presets?: readonly Preset<ValuesOf<P>>[];
  readonly migrations: readonly Migration[];
  /**
   * Pure. Lengths are in face widths: nothing here knows a pixel size. Neutral parameters give no pass at all,
   * so that an unused edit cannot change a byte.
   */
  readonly plan: (params: ValuesOf<P>, context: EditContext) => readonly Pass[];
  /** Parameters that would have made the face that is seen out of a bare one; nothing where it sees no make-up. */
  readonly read?: (seen: Seen, found?: Found) => Partial<ValuesOf<P>> | undefined;
  /** Tells whether it is worn at all, and what `read` is told; without one `read` does. */
  readonly detector?: Detector;
  /** Bare faces have what is read too, brows have a colour: it belongs to a look only beside other make-up. */
  readonly bareToo?: boolean;
}

type Values = Readonly<Record<string, string | number>>;

export interface EditDefinition extends Omit<EditSource<Parameters>, 'plan' | 'presets' | 'read'> {
  readonly presets: readonly { readonly text: Text; readonly params: Values }[];
  readonly schema: z.ZodType<Values>;
  readonly plan: (
    params: Readonly<Record<string, unknown>>,
    context: EditContext,
  ) => readonly Pass[];
  readonly read?: ((seen: Seen, found?: Found) => Partial<Values> | undefined) | undefined;
}

/** Checks what can be checked at definition and derives the schema. */
export function defineEdit<P extends Parameters>(source: EditSource<P>): EditDefinition {
  if (source.migrations.length !== source.version - 1) {
    throw new Error(
      `${source.id}: version ${source.version} wants ${source.version - 1} migrations`,
    );
  }
  const shape = Object.fromEntries(
    Object.entries<Parameter>(source.params).map(([name, parameter]) => [
      name,
      parameterSchema(parameter).prefault(parameter.default),
    ]),
  );
  const schema = z.strictObject(shape) as unknown as EditDefinition['schema'];
  const presets = (source.presets ?? []) as EditDefinition['presets'];
  presets.forEach(({ params }) => schema.parse(params));
  return {
    ...source,
    presets,
    schema,
    plan: (params, context) => source.plan(schema.parse(params) as ValuesOf<P>, context),
  };
}
