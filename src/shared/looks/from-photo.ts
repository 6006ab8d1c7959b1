import type { Face } from '../analysis/face';
import type { EditDefinition } from '../edits/define';
import type { Seen } from '../edits/seen';
import { createLook, type Look } from './look';

/**
 * The make-up of one face, as edits for another: each edit that can read itself off a photo is asked, and those that
 * see nothing stay out. Relative to bare skin, so that the same look reads alike on lighter and darker skin.
 */
export function lookFromPhoto(
  name: Look['name'],
  seen: Seen,
  wearer: Face,
  definitions: readonly EditDefinition[],
): Look {
  const edits = definitions.flatMap((definition) => {
    const params = definition.read?.(seen, { face: wearer });
    if (!params) return [];
    const { id, version } = definition;
    return { id, version, params: definition.schema.parse(params) };
  });
  return createLook(name, edits);
}
