import { stat } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { Pixels } from '@shared/contract/contract';
import { AppError, throwIfCancelled } from '@shared/errors';
import type { Raster } from '@shared/pixels/raster';
import { previewSidePixels } from '@shared/render/near-room';
import { isSrgb, profileName, toSrgb } from './color-profile';
import { fileError } from './file-errors';
import type { Photo } from './photo';
import { fromRaster, maximumMegapixels, toRaster } from './pictures';
import { inSharedMemory } from './shared-memory';

const readableFormats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'tiff', 'heif']);

/** Reads a photo into memory: upright, in its own profile and, where that differs, in sRGB too. */
export async function decodePhoto(path: string, signal?: AbortSignal): Promise<Photo> {
  const fileBytes = await sizeOfFile(path);
  const metadata = await readMetadata(path);
  throwIfCancelled(signal);
  const bitsPerSample = metadata.depth === 'uchar' ? 8 : 16;
  const original = inSharedMemory(await readSamples(path, metadata, bitsPerSample));
  throwIfCancelled(signal);
  const icc = await foreignProfile(metadata);
  const working = icc ? inSharedMemory(await toSrgb(original, icc)) : original;
  throwIfCancelled(signal);
  return {
    information: {
      width: original.width,
      height: original.height,
      format: metadata.format === 'heif' ? 'avif' : metadata.format,
      bitsPerSample,
      colorProfile: metadata.icc ? profileName(metadata.icc) : null,
      hasExif: metadata.exif !== undefined,
      hasOpacity: original.channels === 4,
      fileBytes,
    },
    original,
    working,
    icc,
    embeddedIcc: isRgb(metadata) ? metadata.icc : undefined,
    exif: metadata.exif,
    preview: await previewOf(working),
  };
}

async function sizeOfFile(path: string): Promise<number> {
  try {
    const information = await stat(path);
    if (information.isDirectory()) throw new AppError('unsupported-format', 'a folder');
    if (information.size === 0) throw new AppError('broken-image', 'the file is empty');
    return information.size;
  } catch (error) {
    throw fileError(error, 'file-not-found');
  }
}

async function readMetadata(path: string): Promise<Metadata> {
  const metadata = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw decodeError(error, 'unsupported-format');
    });
  const supported =
    readableFormats.has(metadata.format) &&
    (metadata.format !== 'heif' || metadata.compression === 'av1');
  if (!supported) throw new AppError('unsupported-format', metadata.format);
  const pixels = metadata.width * metadata.height;
  if (pixels > maximumMegapixels * 1e6) {
    const megapixels = Math.round(pixels / 1e6);
    throw new AppError('too-many-pixels', `${megapixels} > ${maximumMegapixels} megapixels`);
  }
  return metadata;
}

function openForDecoding(path: string, ignoreIcc: boolean): Sharp {
  return sharp(path, { limitInputPixels: false, failOn: 'truncated', ignoreIcc }).autoOrient();
}

async function readSamples(
  path: string,
  metadata: Metadata,
  bitsPerSample: 8 | 16,
): Promise<Raster> {
  try {
    return await toRaster(openForDecoding(path, isRgb(metadata)), bitsPerSample);
  } catch (error) {
    throw decodeError(error, 'broken-image');
  }
}

/** Greyscale and CMYK are turned into sRGB at once: their own samples could not carry a colour edit. */
function isRgb({ space }: Metadata): boolean {
  return space === 'srgb' || space === 'rgb' || space === 'rgb16';
}

async function foreignProfile(metadata: Metadata): Promise<Buffer | undefined> {
  if (!metadata.icc || !isRgb(metadata)) return undefined;
  return (await isSrgb(metadata.icc)) ? undefined : metadata.icc;
}

/** At most `previewSidePixels` a side. */
export async function previewOf(working: Raster): Promise<Pixels> {
  const { width, height, data } = await toRaster(
    fromRaster(working)
      .resize(previewSidePixels, previewSidePixels, { fit: 'inside', withoutEnlargement: true })
      .ensureAlpha(),
    8,
  );
  return { width, height, data: data as Uint8Array };
}

/** sharp tells by words only whether a file could not be read, was no picture or was a broken one. */
function decodeError(error: unknown, otherwise: 'unsupported-format' | 'broken-image'): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  if (/permission denied/iu.test(detail)) return new AppError('permission-denied', detail);
  if (/unsupported image format/iu.test(detail)) return new AppError('unsupported-format', detail);
  if (/corrupt|truncat|premature|bad seek|end of|invalid|no such tile|read error/iu.test(detail)) {
    return new AppError('broken-image', detail, { cause: error });
  }
  return new AppError(otherwise, detail, { cause: error });
}
