import { cpus } from 'node:os';
import sharp, { type Sharp } from 'sharp';
import { AppError } from '@shared/errors';
import type { Raster, RasterData } from '@shared/pixels/raster';

// sharp keeps up to 50 MB of finished operations; the engine never asks for the same one twice.
sharp.cache(false);
// Without jemalloc sharp falls back to one thread on Linux because of fragmentation; a desktop program that
// encodes one picture at a time wants the speed.
sharp.concurrency(Math.min(cpus().length, 4));

/** The stated limit; sharp's own would be 268 megapixels. */
export const maximumMegapixels = 120;

/** sharp reading samples that are already in memory, without a copy. */
export function fromRaster({ data, width, height, channels }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

/** Runs the pipeline and takes its samples without a copy. */
export async function toRaster(pipeline: Sharp, bitsPerSample: 8 | 16): Promise<Raster> {
  const sixteenBits = bitsPerSample === 16;
  const { data, info } = await pipeline
    .toColourspace(sixteenBits ? 'rgb16' : 'srgb')
    .raw({ depth: sixteenBits ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) {
    throw new AppError('unsupported-format', `${info.channels} channels`);
  }
  const { width, height, channels } = info;
  return { width, height, channels, data: samples(data, sixteenBits) };
}

function samples(data: Buffer, sixteenBits: boolean): RasterData {
  return sixteenBits
    ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

export function bitsPerSampleOf({ data }: Raster): 8 | 16 {
  return data instanceof Uint16Array ? 16 : 8;
}
