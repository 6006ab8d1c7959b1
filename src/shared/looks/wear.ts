import {
  findEdit,
  withoutEdit,
  withParams,
  type Document,
  type EditInstance,
} from '../document/document';
import type { EditDefinition } from '../edits/define';
import { isAmount, isAtRest } from '../edits/parameters';
import { migratedParams } from '../edits/plan';
import type { LookEdit, WearableEdit, WearableLook } from './look';

/** A look on a face, as a person chose it. */
export interface WornLook {
  readonly look: WearableLook;
  /** 0-1: what every amount of the look is multiplied with. */
  readonly strength: number;
}

/**
 * Puts a look on a face. Edits that the look does not have stay. `before` is what the face wore: its edits go,
 * unless they were changed since, because then they are the person's own.
 */
export function withLook(
  document: Document,
  face: number,
  worn: WornLook,
  before?: WornLook,
): Document {
  const bare = before ? withoutLook(document, face, before) : document;
  return worn.look.edits.reduce((current, edit) => {
    const { id, version } = edit.definition;
    const params = paramsAt(edit, worn.strength);
    return withParams(withoutEdit(current, id, face), { id, version, face }, params, {});
  }, bare);
}

/** Takes a look off: its edits go where they are still as the look set them. */
export function withoutLook(document: Document, face: number, worn: WornLook): Document {
  return worn.look.edits.reduce((current, edit) => {
    const { id } = edit.definition;
    const present = findEdit(current, id, face);
    return present && isFrom(present, edit, worn.strength)
      ? withoutEdit(current, id, face)
      : current;
  }, document);
}

/** Moves the strength of a look that a face wears; edits that were changed since stay as they are. */
export function withLookStrength(
  document: Document,
  face: number,
  worn: WornLook,
  strength: number,
): Document {
  const moved = new Map(
    worn.look.edits.map((edit) => [edit.definition.id, { edit, params: paramsAt(edit, strength) }]),
  );
  return {
    ...document,
    edits: document.edits.map((present) => {
      const change = present.face === face ? moved.get(present.id) : undefined;
      return change && isFrom(present, change.edit, worn.strength)
        ? { ...present, params: change.params }
        : present;
    }),
  };
}

/** Whether anything of a look is still on the face as the look set it. */
export function wears(document: Document, face: number, { look, strength }: WornLook): boolean {
  return look.edits.some((edit) => {
    const present = findEdit(document, edit.definition.id, face);
    return present !== undefined && isFrom(present, edit, strength);
  });
}

/** What a face shows of a document's edits, ready to become a look. */
export function editsOfFace(
  document: Document,
  face: number,
  definitions: readonly EditDefinition[],
): readonly LookEdit[] {
  return document.edits.flatMap((present) => {
    const definition = definitions.find(({ id }) => id === present.id);
    if (present.face !== face || !present.enabled || !definition) return [];
    const { id, version } = definition;
    const params = definition.schema.parse(
      migratedParams(present.params, present.version, definition),
    );
    return isAtRest(definition.params, params) ? [] : [{ id, version, params }];
  });
}

/** Amounts are multiplied; what says how, not how much, stays. */
function paramsAt({ definition, params }: WearableEdit, strength: number): LookEdit['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' && isAmount(definition.params[name]) ? value * strength : value,
    ]),
  );
}

function isFrom(present: EditInstance, edit: WearableEdit, strength: number): boolean {
  return (
    present.version === edit.definition.version &&
    Object.entries(paramsAt(edit, strength)).every(
      ([name, value]) => present.params[name] === value,
    )
  );
}
