import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { parseProject, type Project } from '@shared/document/project';
import { AppError } from '@shared/errors';
import { fileError } from './engine/file-errors';
import { readJson, writeJson } from './json-document';
import { projectForm } from './project-file';

/** What was open and not saved when the program ended without having asked. */
export interface Interrupted {
  readonly project: Project;
  /** Of the project file that it belongs to; `null` when it was never saved. */
  readonly path: string | null;
  readonly keptAtMilliseconds: number;
}

export interface Recovery {
  /**
   * Keeps the newest state of what is open, whole or not at all. While one is being written only the newest of those
   * that come is kept; resolves once this or a newer one is on the disk. `make` is called when its turn has come.
   */
  keep(make: () => Promise<Interrupted>): Promise<void>;
  /** Nothing is open that could be lost. */
  clear(): Promise<void>;
  /** What has been kept until now is for the next start, or for a page that starts anew. */
  leaveBehind(): Promise<void>;
  /** The files that were left behind, the newest first. */
  list(): Promise<readonly { readonly path: string; readonly interrupted: Interrupted }[]>;
  /** Throws as reading a project does. */
  read(path: string): Promise<Interrupted>;
  remove(path: string): Promise<void>;
}

const extension = '.json';
const headSchema = z.object({
  project: z.unknown(),
  path: z.string().nullable(),
  keptAtMilliseconds: z.number(),
});

/** One file for what is open now, beside those that earlier runs left in `folder`. */
export function createRecovery(folder: string): Recovery {
  let current = join(folder, `${randomUUID()}${extension}`);
  let wanted: (() => Promise<Interrupted>) | 'nothing' | undefined;
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while (wanted !== undefined) {
      const next = wanted;
      wanted = undefined;
      try {
        if (next === 'nothing') await rm(current, { force: true });
        else await write(await next());
      } catch (error) {
        // What has come meanwhile is tried all the same.
        if (wanted === undefined) throw fileError(error, 'write-failed');
      }
    }
  }

  async function write(interrupted: Interrupted): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeJson(current, interrupted);
  }

  function want(state: NonNullable<typeof wanted>): Promise<void> {
    wanted = state;
    working ??= work().finally(() => (working = undefined));
    return working;
  }

  async function read(path: string): Promise<Interrupted> {
    const head = headSchema.safeParse(await readJson(path, projectForm));
    if (!head.success) throw new AppError('invalid-project', head.error.message);
    return { ...head.data, project: parseProject(head.data.project) };
  }

  return {
    keep: (make) => want(make),
    clear: () => want('nothing'),
    async leaveBehind() {
      await working?.catch(() => undefined);
      current = join(folder, `${randomUUID()}${extension}`);
    },
    async list() {
      // No folder: nothing was ever kept.
      const names = await readdir(folder).catch(() => []);
      const paths = names.filter((name) => extname(name) === extension);
      const files = await Promise.all(
        paths
          .map((name) => join(folder, name))
          .filter((path) => path !== current)
          .map(async (path) => ({ path, interrupted: await read(path).catch(() => undefined) })),
      );
      return files
        .flatMap(({ path, interrupted }) => (interrupted ? [{ path, interrupted }] : []))
        .sort((a, b) => b.interrupted.keptAtMilliseconds - a.interrupted.keptAtMilliseconds);
    },
    read,
    remove: (path) => rm(path, { force: true }),
  };
}
