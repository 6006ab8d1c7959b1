import type { Analysis } from '../analysis/face';
import type { Document } from '../document/document';
import type { Pass } from '../render/pass';
import type { EditDefinition } from './define';
import { stages } from './define';
import { findDefinition } from './registry';

/**
 * Lowers a document to passes, stage by stage and within a stage in the order of its edits. The preview and the export
 * call this with the same document and the same analysis; that is why they agree. Edits whose definition or face is
 * missing, and those that are switched off, give nothing. Throws a `ZodError` for parameters that the edit does not take.
 */
export function planDocument(document: Document, analysis: Analysis): readonly Pass[] {
  const planned = document.edits.flatMap((edit) => {
    const definition = findDefinition(edit.id);
    const face = analysis.faces[edit.face];
    if (!edit.enabled || !definition || !face) return [];
    const passes = definition.plan(migratedParams(edit.params, edit.version, definition), { face });
    return { stage: stages.indexOf(definition.stage), passes };
  });
  return planned.sort((one, other) => one.stage - other.stage).flatMap(({ passes }) => passes);
}

/** Brings parameters of an older version of an edit to today's, by the edit's own migrations. */
export function migratedParams(
  params: Readonly<Record<string, unknown>>,
  version: number,
  { migrations }: Pick<EditDefinition, 'migrations'>,
): Readonly<Record<string, unknown>> {
  return migrations.slice(version - 1).reduce((current, migrate) => migrate(current), params);
}

/** Parameters as today's version of an edit takes them; nothing where they are of a newer program, or make no sense. */
export function currentParams(
  params: Readonly<Record<string, unknown>>,
  version: number,
  definition: EditDefinition,
): Readonly<Record<string, string | number>> | undefined {
  if (version > definition.version) return undefined;
  return definition.schema.safeParse(migratedParams(params, version, definition)).data;
}
