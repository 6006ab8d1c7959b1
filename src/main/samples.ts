import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { nativeImage } from 'electron';
import type { Ticket } from '@shared/contract/contract';
import { sampleFiles } from './sample-files';
import type { Tickets } from './tickets';

const thumbnailHeight = 240;
const thumbnailQuality = 82;

export interface Sample extends Ticket {
  /** A JPEG file. */
  readonly thumbnail: Uint8Array;
}

export interface Samples {
  list(): Promise<readonly Sample[]>;
  isSample(photoPath: string): boolean;
}

/** `modulesDirectory` is `null` in the packaged program: it has no samples. */
export function createSamples(modulesDirectory: string | null, tickets: Tickets): Samples {
  const paths = modulesDirectory ? sampleFiles.map((file) => join(modulesDirectory, file)) : [];
  let listed: Promise<readonly Sample[]> | undefined;
  return {
    list: () => (listed ??= makeSamples(paths, tickets)),
    isSample: (photoPath) => paths.includes(photoPath),
  };
}

async function makeSamples(paths: readonly string[], tickets: Tickets): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const path of paths) {
    // Awaiting between pictures lets main answer the window; a package that is not installed is left out.
    const thumbnail = await access(path).then(
      () => makeThumbnail(path),
      () => undefined,
    );
    if (thumbnail) samples.push({ ...tickets.issue(path, 'read'), thumbnail });
  }
  return samples;
}

function makeThumbnail(path: string): Uint8Array | undefined {
  const picture = nativeImage.createFromPath(path);
  if (picture.isEmpty()) return undefined;
  const { width, height } = picture.getSize();
  const square = Math.min(width, height);
  const cropped = picture.crop({
    x: Math.round((width - square) / 2),
    y: Math.round((height - square) / 2),
    width: square,
    height: square,
  });
  return cropped.resize({ height: thumbnailHeight, quality: 'good' }).toJPEG(thumbnailQuality);
}
