import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';

export interface FoundPhotos {
  /** As they were named; each file once, those of a pattern by name. */
  readonly photos: readonly string[];
  /** Patterns that match no file. */
  readonly unmatched: readonly string[];
}

/**
 * Expands the patterns that no shell has expanded (Windows; quotes). An argument that names a file as it stands is
 * that file, whatever brackets are in its name; one without wildcards is passed on even when there is no such file.
 */
export async function findPhotos(
  texts: readonly string[],
  workingDirectory: string,
  platform: NodeJS.Platform = process.platform,
): Promise<FoundPhotos> {
  const photos = new Map<string, string>();
  const unmatched: string[] = [];
  for (const text of texts) {
    const found = await expand(text, workingDirectory, platform);
    if (found.length === 0) unmatched.push(text);
    for (const photo of found) {
      const path = resolve(workingDirectory, photo);
      if (!photos.has(path)) photos.set(path, photo);
    }
  }
  return { photos: [...photos.values()], unmatched };
}

async function expand(
  text: string,
  workingDirectory: string,
  platform: NodeJS.Platform,
): Promise<readonly string[]> {
  if (existsSync(resolve(workingDirectory, text))) return [text];
  // A backslash is a separator there, and no file name can contain one.
  const pattern = platform === 'win32' ? text.replaceAll('\\', '/') : text;
  if (!isDynamicPattern(pattern)) return [text];
  const found = await glob(pattern, {
    cwd: workingDirectory,
    absolute: isAbsolute(pattern),
    expandDirectories: false,
    caseSensitiveMatch: platform === 'linux',
  });
  return found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
