import { readFile, stat, writeFile } from 'node:fs/promises';
import { AppError } from '@shared/errors';
import { parseLook, type Look } from '@shared/looks/look';
import { writeAtomically } from './engine/atomic-file';
import { fileError } from './engine/file-errors';

export const lookExtension = 'json';
/** A look has some kilobytes; whatever is larger is something else. */
const mostBytes = 1_000_000;

/** Throws `file-not-found`, `permission-denied` and `invalid-look`. */
export async function readLookFile(path: string): Promise<Look> {
  const text = await readText(path);
  try {
    return parseLook(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AppError('invalid-look', error.message, { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) throw new AppError('invalid-look', `${size} bytes`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileError(error, 'file-not-found');
  }
}

/** Whole or not at all. Throws `permission-denied`, `disk-full` and `write-failed`. */
export async function writeLookFile(path: string, look: Look): Promise<void> {
  await writeAtomically(path, (temporary) =>
    writeFile(temporary, `${JSON.stringify(look, null, 2)}\n`),
  );
}
