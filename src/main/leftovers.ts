import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { removeLeftovers } from './engine/atomic-file';
import type { Grant } from './tickets';

/*
 * The engine cleans up after itself, but not when it is killed half-way. What it may leave then is known here, and
 * removed from here.
 */

/** A folder for one engine process's intermediate files. */
export interface ScratchFolder {
  /** Makes `os.tmpdir()`, and libvips, use the folder in a process that is started with it. */
  readonly environment: Readonly<Record<'TMPDIR' | 'TMP' | 'TEMP', string>>;
  remove(): void;
}

export function createScratchFolder(): ScratchFolder {
  const path = mkdtempSync(join(tmpdir(), 'maquette-engine-'));
  return {
    environment: { TMPDIR: path, TMP: path, TEMP: path },
    remove: () => removeIfPossible(path),
  };
}

/** Removes the beginnings of exports that a process which has ended was writing. */
export async function removePartialExports(grants: Iterable<Grant>): Promise<void> {
  const targets = [...grants].filter(({ access }) => access === 'write');
  const folders = new Set(targets.map(({ path }) => dirname(path)));
  for (const folder of folders) await removeLeftovers(folder);
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // A disk that is gone or read-only now: a leftover file is no reason to stop the program.
  }
}
