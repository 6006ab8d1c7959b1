import type { EditDefinition } from '../edits/define';
import type { Seen } from '../edits/seen';
import type { LookEdit } from './look';

/**
 * The make-up of a face, as edits for another: each edit that can read itself off a photo is asked, and those that see
 * nothing stay out. Relative to bare skin, so that the same look reads alike on lighter and darker skin.
 */
export function readMakeup(
  seen: Seen,
  definitions: readonly EditDefinition[],
): readonly LookEdit[] {
  const [makeup, bareToo] = [false, true].map((bare) =>
    definitions.filter((definition) => (definition.bareToo ?? false) === bare),
  );
  const found = readAll(seen, makeup ?? []);
  return found.length > 0 ? [...found, ...readAll(seen, bareToo ?? [])] : [];
}

function readAll(seen: Seen, definitions: readonly EditDefinition[]): readonly LookEdit[] {
  return definitions.flatMap((definition) => {
    const params = definition.read?.(seen);
    if (!params) return [];
    const { id, version } = definition;
    return { id, version, params: definition.schema.parse(params) };
  });
}
