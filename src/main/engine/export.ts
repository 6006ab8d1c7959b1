import type { ExportOptions, ExportResult } from '@shared/contract/contract';
import { AppError, throwIfCancelled } from '@shared/errors';
import { crop, type Raster, type Rectangle } from '@shared/pixels/raster';
import type { Pass } from '@shared/render/pass';
import { changedBounds, piecesOf } from '@shared/render/render';
import { writeAtomically } from './atomic-file';
import { fromSrgb } from './color-profile';
import type { EngineCall } from './core';
import { crewOfOne, type Crew } from './crew';
import { encodeFile, largestSidePixels } from './encode';
import type { Photo } from './photo';
import { bitsPerSampleOf } from './pictures';
import type { LendPicture } from './ready-picture';
import { untilCancelled } from './cancellation';
import { createVipsFile, type VipsFile } from './vips-file';

/** Pieces in which a picture is rendered: one face of a large photo, so that next to nothing is worked out twice. */
const largestPieceSidePixels = 3584;

export interface ExportCall extends EngineCall {
  /** Renders the same passes; the caller's own thread unless told. */
  readonly crew?: Crew | undefined;
}

/**
 * Writes the picture of a photo that `lend` gives, atomically. Throws `cancelled`, `disk-full`, `permission-denied`,
 * `write-failed`.
 */
export async function exportPicture(
  photo: Photo,
  path: string,
  options: ExportOptions,
  { signal, onProgress }: EngineCall,
  lend: LendPicture,
): Promise<ExportResult> {
  const start = performance.now();
  refuseTooLarge(photo.working, options);
  let size = { width: 0, height: 0 };
  const work = writeAtomically(path, (temporary) =>
    lend(async (picture) => {
      throwIfCancelled(signal);
      onProgress?.({ stage: 'encode', fraction: null });
      size = await encodeFile(picture, temporary, options, bitsPerSampleOf(photo.working));
      throwIfCancelled(signal);
      onProgress?.({ stage: 'write', fraction: null });
    }),
  );
  // An encoder cannot be stopped: the caller is told at once, and what it still writes is removed behind.
  const fileBytes = await untilCancelled(work, signal);
  return { ...size, fileBytes, milliseconds: performance.now() - start };
}

function refuseTooLarge({ width, height }: Raster, options: ExportOptions): void {
  const { format, longestSidePixels } = options;
  const longest = Math.min(Math.max(width, height), longestSidePixels ?? Infinity);
  const limit = largestSidePixels[format];
  if (longest > limit) throw new AppError('write-failed', `${format}: ${longest} > ${limit} px`);
}

/** The photo as it was read, with only those pixels overwritten that an edit changed. */
export async function writePicture(
  photo: Photo,
  passes: readonly Pass[],
  path: string,
  keepMetadata: boolean,
  { signal, onProgress, crew = crewOfOne(passes, photo.working) }: ExportCall,
): Promise<void> {
  const base = keepMetadata ? photo.original : photo.working;
  const metadata = keepMetadata
    ? { icc: photo.embeddedIcc, exif: photo.exif }
    : { icc: undefined, exif: undefined };
  onProgress?.({ stage: 'render', fraction: 0 });
  // Written while the first piece is rendered.
  const opening = createVipsFile(path, base, metadata);
  const opened = opening.catch(() => undefined);
  try {
    const changed = changedBounds(passes, { source: photo.working, scale: 1 });
    const pieces = piecesOf(changed, largestPieceSidePixels);
    for (const [index, piece] of pieces.entries()) {
      const rendered = await crew.render(piece, {
        signal,
        onProgress: (fraction) =>
          onProgress?.({ stage: 'render', fraction: (index + fraction) / pieces.length }),
      });
      throwIfCancelled(signal);
      await writePiece(await opening, photo, rendered, piece, keepMetadata);
    }
    await opening;
  } finally {
    await (await opened)?.close();
  }
}

async function writePiece(
  file: VipsFile,
  photo: Photo,
  rendered: Raster,
  piece: Rectangle,
  ownProfile: boolean,
): Promise<void> {
  const edited =
    ownProfile && photo.icc ? await inOwnProfile(photo, photo.icc, rendered, piece) : rendered;
  await file.write(edited, piece.left, piece.top);
}

/**
 * What the edit did in sRGB, done to the photo's own samples: the *difference* is carried over, so that a pixel that
 * the edit left alone keeps its samples bit by bit, and one outside sRGB's gamut is not clipped to it.
 */
async function inOwnProfile(
  photo: Photo,
  icc: Buffer,
  rendered: Raster,
  piece: Rectangle,
): Promise<Raster> {
  const own = crop(photo.original, piece);
  const before = await fromSrgb(crop(photo.working, piece), icc);
  const after = await fromSrgb(rendered, icc);
  const maximum = bitsPerSampleOf(own) === 16 ? 65535 : 255;
  for (let index = 0; index < own.data.length; index++) {
    const moved = own.data[index]! + after.data[index]! - before.data[index]!;
    own.data[index] = Math.min(maximum, Math.max(0, moved));
  }
  return own;
}
