import { access } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { jsonFile } from './json-file';
import { isProjectPath } from './project-file';

const mostRecent = 12;

const recentSchema = z.object({
  files: z.array(z.object({ path: z.string(), thumbnailBase64: z.base64().nullable() })),
});

export interface RecentFile {
  readonly path: string;
  readonly kind: 'photo' | 'project';
  readonly name: string;
  /** The name of the folder that it lies in, to tell files of one name apart. */
  readonly folder: string;
  readonly thumbnail: Uint8Array | null;
  /** It is not there now, and not forgotten: a disk may come back. */
  readonly missing: boolean;
}

export interface RecentFiles {
  /** Newest first. */
  list(): Promise<readonly RecentFile[]>;
  /** Without a thumbnail the one of before stays. */
  note(path: string, thumbnail?: Uint8Array): void;
  clear(): void;
}

/** The photos and projects that were opened or saved last, whatever for; kept whole or not at all. */
export function openRecentFiles(file: string, onChange: () => void = () => undefined): RecentFiles {
  const kept = jsonFile(file, recentSchema);
  let files = kept.read()?.files ?? [];
  const change = (changed: typeof files): void => {
    files = changed;
    kept.write({ files });
    onChange();
  };
  return {
    list: () => Promise.all(files.map(describe)),
    note(path, thumbnail) {
      const before = files.find((one) => one.path === path)?.thumbnailBase64 ?? null;
      const thumbnailBase64 = thumbnail ? Buffer.from(thumbnail).toString('base64') : before;
      const others = files.filter((other) => other.path !== path);
      change([{ path, thumbnailBase64 }, ...others].slice(0, mostRecent));
    },
    clear: () => change([]),
  };
}

async function describe({
  path,
  thumbnailBase64,
}: z.infer<typeof recentSchema>['files'][number]): Promise<RecentFile> {
  return {
    path,
    kind: isProjectPath(path) ? 'project' : 'photo',
    name: basename(path),
    folder: basename(dirname(path)),
    thumbnail:
      thumbnailBase64 === null ? null : new Uint8Array(Buffer.from(thumbnailBase64, 'base64')),
    missing: !(await exists(path)),
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
