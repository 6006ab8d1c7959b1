import { access } from 'node:fs/promises';
import { z } from 'zod';
import type { RecentPhoto } from '@shared/contract/contract';
import { jsonFile } from './json-file';
import type { Tickets } from './tickets';

const mostRecent = 12;

const recentSchema = z.object({
  photos: z.array(z.object({ path: z.string(), thumbnailBase64: z.string() })),
});

export interface RecentPhotos {
  /** Newest first; those that are not there any more are left out, but not forgotten: a disk may come back. */
  list(): Promise<RecentPhoto[]>;
  note(path: string, thumbnail: Uint8Array): void;
}

/** The photos that were opened last, whatever for; kept whole or not at all. The page sees tickets and thumbnails. */
export function openRecentPhotos(file: string, tickets: Pick<Tickets, 'issue'>): RecentPhotos {
  const kept = jsonFile(file, recentSchema);
  let photos = kept.read()?.photos ?? [];
  return {
    async list() {
      const there = await Promise.all(photos.map(({ path }) => exists(path)));
      return photos
        .filter((_, index) => there[index])
        .map(({ path, thumbnailBase64 }) => ({
          ...tickets.issue(path, 'read'),
          thumbnail: new Uint8Array(Buffer.from(thumbnailBase64, 'base64')),
        }));
    },
    note(path, thumbnail) {
      const thumbnailBase64 = Buffer.from(thumbnail).toString('base64');
      const others = photos.filter((other) => other.path !== path);
      photos = [{ path, thumbnailBase64 }, ...others].slice(0, mostRecent);
      kept.write({ photos });
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
