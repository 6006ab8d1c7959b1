import {
  createDocument,
  findEdit,
  withoutEdit,
  withParams,
  type Document,
  type EditInstance,
} from '@shared/document/document';
import type { EditDefinition } from '@shared/edits/define';
import { defaultValues, isAmount, isAtRest, suggestedValues } from '@shared/edits/parameters';

/** What a person can do to a document, as pure functions. */

export type Params = EditInstance['params'];

/** Sets one parameter; all but an amount wake an edit that is at rest, in the same step. */
export function withParameter(
  document: Document,
  definition: EditDefinition,
  face: number,
  name: string,
  value: string | number,
): Document {
  const present = currentParams(document, definition, face);
  const awake = isAmount(definition.params[name])
    ? {}
    : suggestedValues(definition.params, present);
  return changed(document, definition, face, { ...awake, [name]: value });
}

/** Sets the parameters of a preset; an edit at rest wakes, unless the preset says how much itself. */
export function withPreset(
  document: Document,
  definition: EditDefinition,
  face: number,
  params: Params,
): Document {
  const present = currentParams(document, definition, face);
  const awake = suggestedValues(definition.params, { ...present, ...params });
  return changed(document, definition, face, { ...awake, ...params });
}

/** Switches an edit off without forgetting it, and on again; one that was never touched starts as suggested. */
export function withEnabled(
  document: Document,
  definition: EditDefinition,
  face: number,
  enabled: boolean,
): Document {
  const present = findEdit(document, definition.id, face);
  const params = currentParams(document, definition, face);
  const awake = enabled ? suggestedValues(definition.params, params) : {};
  if (!enabled && !present) return document;
  const next = changed(document, definition, face, awake);
  return mapEdit(next, definition.id, face, (edit) => ({ ...edit, enabled }));
}

/** How an edit may be touched first: as suggested, or, where nothing is, by each of its amounts alone. */
export function firstTouches(photo: string, definition: EditDefinition, face: number): Document[] {
  const untouched = createDocument(photo);
  const suggested = withEnabled(untouched, definition, face, true);
  if (!isAtRest(definition.params, currentParams(suggested, definition, face))) return [suggested];
  return Object.entries(definition.params).flatMap(([name, parameter]) =>
    isAmount(parameter)
      ? [withParameter(untouched, definition, face, name, parameter.soft[1])]
      : [],
  );
}

export function withReset(document: Document, definition: EditDefinition, face: number): Document {
  return findEdit(document, definition.id, face)
    ? withoutEdit(document, definition.id, face)
    : document;
}

/** The parameters as the panel shows them: the document's, over the defaults. */
export function currentParams(
  document: Document,
  definition: EditDefinition,
  face: number,
): Params {
  const defaults: Params = defaultValues(definition.params);
  return { ...defaults, ...findEdit(document, definition.id, face)?.params };
}

/** Whether the edit is on and differs from its neutral state. */
export function isActive(document: Document, definition: EditDefinition, face: number): boolean {
  const edit = findEdit(document, definition.id, face);
  return edit !== undefined && edit.enabled && !isAtRest(definition.params, edit.params);
}

function changed(
  document: Document,
  definition: EditDefinition,
  face: number,
  changes: Params,
): Document {
  const { id, version } = definition;
  const present = currentParams(document, definition, face);
  const instance = findEdit(document, id, face);
  const same = Object.entries(changes).every(([name, value]) => present[name] === value);
  if (same && instance?.enabled) return document;
  const defaults: Params = defaultValues(definition.params);
  const next = withParams(document, { id, version, face }, defaults, changes);
  // Whoever moves a control wants to see it work.
  return mapEdit(next, id, face, (edit) => ({ ...edit, enabled: true }));
}

function mapEdit(
  document: Document,
  id: string,
  face: number,
  change: (edit: EditInstance) => EditInstance,
): Document {
  return {
    ...document,
    edits: document.edits.map((edit) =>
      edit.id === id && edit.face === face ? change(edit) : edit,
    ),
  };
}
