import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import {
  parseProject,
  projectExtension,
  type Fingerprint,
  type Project,
  type ProjectPhoto,
} from '@shared/document/project';
import { readJson } from './json-document';

/** A project has some kilobytes a face. */
export const projectForm = { mostBytes: 32_000_000, invalid: 'invalid-project' } as const;

export function isProjectPath(path: string): boolean {
  return extname(path).toLowerCase() === `.${projectExtension}`;
}

/** `portrait.jpg` becomes `portrait.maquette`. */
export function projectNameFor(photoPath: string): string {
  return `${basename(photoPath, extname(photoPath))}.${projectExtension}`;
}

export function withProjectExtension(path: string): string {
  return isProjectPath(path) ? path : `${path}.${projectExtension}`;
}

/** Throws `file-not-found`, `permission-denied`, `invalid-project` and `newer-project`. */
export async function readProjectFile(path: string): Promise<Project> {
  return parseProject(await readJson(path, projectForm));
}

/** `null` for a file that cannot be read. */
export async function fingerprintOf(path: string): Promise<Fingerprint | null> {
  const hash = createHash('sha256');
  let fileBytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      fileBytes += chunk.length;
    }
  } catch {
    return null; // Not there, a folder, not ours to read: no photo in any case.
  }
  return { fileBytes, sha256: hash.digest('hex') };
}

/** How a project in `folder` names a photo. */
export function waysTo(
  photoPath: string,
  folder: string | null,
): Pick<ProjectPhoto, 'relativePath' | 'absolutePath'> {
  const way = folder === null ? null : relative(folder, photoPath);
  // On another drive of Windows there is no relative way.
  const relativePath = way === null || isAbsolute(way) ? null : way.split(sep).join('/');
  return { relativePath, absolutePath: photoPath };
}

export interface FoundPhoto {
  readonly path: string;
  readonly content: Fingerprint;
  /** It is not what was edited. */
  readonly changed: boolean;
}

/**
 * Looks for a photo of a project in `folder`: along the relative way, at the absolute path, and under its name in
 * `folders`. One with the content that was edited comes before all others.
 */
export async function findPhoto(
  { name, relativePath, absolutePath, content }: ProjectPhoto,
  folder: string | null,
  folders: readonly string[] = [],
): Promise<FoundPhoto | undefined> {
  const places = [
    ...(folder !== null && relativePath !== null ? [resolve(folder, relativePath)] : []),
    absolutePath,
    ...[...(folder === null ? [] : [folder]), ...folders].map((other) => join(other, name)),
  ];
  let first: FoundPhoto | undefined;
  for (const path of new Set(places.filter((place) => mayLookAt(place, folder)))) {
    const found = await photoAt(path, content);
    if (found && !found.changed) return found;
    first ??= found;
  }
  return first;
}

/** What lies at a path, against the content that was edited. */
export async function photoAt(
  path: string,
  edited: Fingerprint | null,
): Promise<FoundPhoto | undefined> {
  const content = await fingerprintOf(path);
  if (!content) return undefined;
  return { path, content, changed: edited !== null && edited.sha256 !== content.sha256 };
}

/** A project from elsewhere must not make Windows log on to somebody's server. */
function mayLookAt(path: string, folder: string | null): boolean {
  const onNetwork = (place: string): boolean => /^[\\/]{2}/.test(place);
  return process.platform !== 'win32' || !onNetwork(path) || onNetwork(folder ?? '');
}

export function folderOf(path: string | null): string | null {
  return path === null ? null : dirname(path);
}
