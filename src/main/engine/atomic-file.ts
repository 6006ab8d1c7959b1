import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '@shared/errors';
import { fileError } from './file-errors';

/** The process that writes it is part of the name, so that the next one knows what nobody writes any more. */
const temporaryName = /^\.maquette-(\d+)-[0-9a-f]{12}\.tmp$/u;

/**
 * Lets `write` fill a file beside `path` and puts it in the place of `path` once its bytes are on the disk: at every
 * moment there is the old file or the whole new one. Answers with its size. Removes the file when anything fails.
 */
export async function writeAtomically(
  path: string,
  write: (temporary: string) => Promise<void>,
): Promise<number> {
  const folder = dirname(path);
  await refuseFolder(path);
  await removeLeftovers(folder);
  const name = `.maquette-${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  const temporary = join(folder, name);
  try {
    await write(temporary);
    const fileBytes = await flush(temporary);
    await rename(temporary, path);
    return fileBytes;
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(error, 'write-failed');
  }
}

async function refuseFolder(path: string): Promise<void> {
  const target = await stat(path).catch(() => undefined);
  if (target?.isDirectory()) throw new AppError('write-failed', `${basename(path)} is a folder`);
}

async function flush(path: string): Promise<number> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** Removes what processes that are no longer there were writing when they ended. */
export async function removeLeftovers(folder: string): Promise<void> {
  // A folder that cannot be listed may still be one that can be written to.
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = temporaryName.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) {
      await rm(join(folder, name), { force: true }).catch(() => undefined);
    }
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
