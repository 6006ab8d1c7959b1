import type { EditDefinition } from '../edits/define';
import type { Seen } from '../edits/seen';
import { evidenceFor, foundBy, isWorn } from './evidence';
import type { LookEdit } from './look';

type Params = Readonly<Record<string, unknown>>;

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
    const { id, version } = definition;
    const params = readOne(seen, definition);
    return params ? [{ id, version, params: definition.schema.parse(params) }] : [];
  });
}

function readOne(seen: Seen, { id, detector, read }: EditDefinition): Params | undefined {
  if (!detector) return read?.(seen);
  const signs = detector.measure(seen);
  const evidence = evidenceFor(id);
  if (!signs || !isWorn(evidence, detector, signs)) return undefined;
  return read?.(seen, foundBy(evidence, signs));
}
