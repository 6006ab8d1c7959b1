import { readFile, stat, writeFile } from 'node:fs/promises';
import { AppError } from '@shared/errors';
import { writeAtomically } from './engine/atomic-file';
import { fileError } from './engine/file-errors';

/** What a file of JSON is to be. */
export interface JsonForm {
  /** Whatever is larger is something else. */
  readonly mostBytes: number;
  /** Of what is too large, or no JSON. */
  readonly invalid: 'invalid-look' | 'invalid-project';
}

/** Throws `file-not-found`, `permission-denied` and what the form says. */
export async function readJson(path: string, { mostBytes, invalid }: JsonForm): Promise<unknown> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) throw new AppError(invalid, `${size} bytes`);
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw fileError(error, 'file-not-found');
    throw new AppError(invalid, error.message, { cause: error });
  }
}

/** Whole or not at all. Throws `permission-denied`, `disk-full` and `write-failed`. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeAtomically(path, (temporary) =>
    writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`),
  );
}
