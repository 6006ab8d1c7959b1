import { rm } from 'node:fs/promises';

/** Chromium's own processes may still write into their folder for a moment when the program has ended. */
export function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 10 });
}
