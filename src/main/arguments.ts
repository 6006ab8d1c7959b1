import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Options of Electron itself whose value is an argument of its own. */
const optionsWithValue = new Set(['-r', '--require']);

interface Circumstances {
  /** Unpackaged, the first plain argument is the program's own folder: `electron . photo.jpg`. */
  readonly packaged: boolean;
  readonly workingDirectory: string;
}

/** The absolute path of the photo or project named on the command line; Chromium's and Electron's switches are skipped. */
export function fileFromArguments(
  argv: readonly string[],
  { packaged, workingDirectory }: Circumstances,
): string | null {
  const plain = plainArguments(argv.slice(1));
  const photo = plain[packaged ? 0 : 1];
  if (!photo) return null;
  // Linux desktops pass what is opened as a URL (%U).
  if (photo.startsWith('file:')) return pathFromUrl(photo);
  return resolve(workingDirectory, photo);
}

function pathFromUrl(url: string): string | null {
  try {
    return fileURLToPath(url);
  } catch {
    return null; // e.g. a host other than this machine: nothing that could be opened.
  }
}

function plainArguments(argv: readonly string[]): string[] {
  const plain: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (argument === '--') return [...plain, ...argv.slice(index + 1)];
    if (optionsWithValue.has(argument)) index++;
    else if (argument && !argument.startsWith('-')) plain.push(argument);
  }
  return plain;
}
