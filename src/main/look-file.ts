import { parseLook, type Look } from '@shared/looks/look';
import { readJson, writeJson } from './json-document';

export const lookExtension = 'json';
/** A look has some kilobytes. */
const form = { mostBytes: 1_000_000, invalid: 'invalid-look' } as const;

/** Throws `file-not-found`, `permission-denied` and `invalid-look`. */
export async function readLookFile(path: string): Promise<Look> {
  return parseLook(await readJson(path, form));
}

/** Throws as `writeJson` does. */
export async function writeLookFile(path: string, look: Look): Promise<void> {
  await writeJson(path, look);
}
