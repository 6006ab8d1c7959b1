import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from './atomic-file';

const scratchName = /^maquette-scratch-(\d+)-/u;
let cleaning: Promise<void> | undefined;

/**
 * Lends a folder for large intermediate files and removes it afterwards, whatever happens. The first call also
 * removes the folders of processes that were killed before they could.
 */
export async function withScratchFolder<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  cleaning ??= removeAbandoned();
  await cleaning;
  const folder = await mkdtemp(join(tmpdir(), `maquette-scratch-${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeAbandoned(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const pid = scratchName.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    // Somebody else's, where the folder for temporary files is shared.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
