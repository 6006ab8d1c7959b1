import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { ownLookSchema, type OwnLook } from '@shared/contract/contract';
import type { Look } from '@shared/looks/look';
import { fileError } from './engine/file-errors';
import { lookExtension, readLookFile, writeLookFile } from './look-file';

/** The looks that the person saved: one file each, named by an id, so that any name can be given to any of them. */
export interface OwnLooks {
  /** Sorted by name; `unreadable` are names of files. */
  list(): Promise<{ looks: OwnLook[]; unreadable: string[] }>;
  save(look: Look): Promise<OwnLook>;
  get(id: string): Promise<Look>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** `folder` is made when the first look is saved. Ids are checked by the contract: none can lead out of it. */
export function createOwnLooks(folder: string): OwnLooks {
  const pathOf = (id: string): string => join(folder, `${id}.${lookExtension}`);
  const get = (id: string): Promise<Look> => readLookFile(pathOf(id));
  return {
    get,
    async list() {
      const files = (await namesIn(folder)).filter((name) => extname(name) === `.${lookExtension}`);
      const looks: OwnLook[] = [];
      const unreadable: string[] = [];
      for (const name of files) {
        const look = await readLookFile(join(folder, name)).catch(() => undefined);
        const own = ownLookSchema.safeParse({ id: parse(name).name, look });
        if (own.success) looks.push(own.data);
        else unreadable.push(name);
      }
      return { looks: looks.sort(byName), unreadable };
    },
    async save(look) {
      const id = randomUUID();
      await makeFolder(folder);
      await writeLookFile(pathOf(id), look);
      return { id, look };
    },
    async rename(id, name) {
      await writeLookFile(pathOf(id), { ...(await get(id)), name });
    },
    remove: (id) => rm(pathOf(id), { force: true }),
  };
}

/** None before the first look is saved. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError(error, 'write-failed');
  }
}

function byName(one: OwnLook, other: OwnLook): number {
  return JSON.stringify(one.look.name).localeCompare(JSON.stringify(other.look.name));
}
