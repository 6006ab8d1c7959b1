import { access } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { JsonFile } from './json-file';
import { isProjectPath } from './project-file';

const mostFiles = 12;

export const recentFilesSchema = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      /** A small picture, as base64. */
      thumbnail: z.base64().nullable(),
    }),
  ),
});
export type RecentFilesList = z.infer<typeof recentFilesSchema>;

export interface RecentFile {
  readonly path: string;
  readonly kind: 'photo' | 'project';
  readonly name: string;
  /** The name of the folder that it lies in: tells files of one name apart. */
  readonly folder: string;
  readonly thumbnail: Uint8Array | null;
  readonly missing: boolean;
}

export interface RecentFiles {
  /** The latest first. */
  list(): Promise<readonly RecentFile[]>;
  /** `thumbnail`: `undefined` keeps the one that there is. */
  add(path: string, thumbnail?: Uint8Array): void;
  clear(): void;
}

/** Photos and projects that were opened or saved last. */
export function createRecentFiles(
  file: JsonFile<RecentFilesList>,
  onChange: () => void,
): RecentFiles {
  let files = file.read()?.files ?? [];
  const change = (changed: typeof files): void => {
    files = changed;
    file.write({ files });
    onChange();
  };
  return {
    list: () => Promise.all(files.map(describe)),
    add(path, thumbnail) {
      const before = files.find((one) => one.path === path);
      const others = files.filter((one) => one.path !== path);
      const picture = thumbnail ? Buffer.from(thumbnail).toString('base64') : before?.thumbnail;
      change([{ path, thumbnail: picture ?? null }, ...others].slice(0, mostFiles));
    },
    clear: () => change([]),
  };
}

async function describe({
  path,
  thumbnail,
}: RecentFilesList['files'][number]): Promise<RecentFile> {
  const missing = await access(path).then(
    () => false,
    () => true,
  );
  return {
    path,
    kind: isProjectPath(path) ? 'project' : 'photo',
    name: basename(path),
    folder: basename(dirname(path)),
    thumbnail: thumbnail === null ? null : new Uint8Array(Buffer.from(thumbnail, 'base64')),
    missing,
  };
}
