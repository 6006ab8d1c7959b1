import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { AppError } from '@shared/errors';
import type { Raster } from '@shared/pixels/raster';
import { bitsPerSampleOf, fromRaster, toRaster } from './pictures';
import { withScratchFolder } from './scratch';
import { createVipsFile } from './vips-file';

/** Steps of each channel in the sampling that tells whether a profile is sRGB under another name. */
const samplingSteps = 9;
/** Profiles that are sRGB but for rounding differ by a level or two in the darkest tones. */
const roundingLevels = 2;

/** Samples in the profile `icc` to sRGB samples of the same depth. */
export async function toSrgb(picture: Raster, icc: Buffer): Promise<Raster> {
  return withScratchFolder(async (folder) => {
    const path = join(folder, 'picture.v');
    const file = await createVipsFile(path, picture, { icc, exif: undefined });
    await file.close();
    // Named explicitly, because for 16 bits sharp's own working space is Display P3.
    const pipeline = sharp(path, { limitInputPixels: false }).withIccProfile('srgb');
    return toRaster(pipeline, bitsPerSampleOf(picture));
  });
}

/** sRGB samples to samples in the profile `icc`. */
export async function fromSrgb(picture: Raster, icc: Buffer): Promise<Raster> {
  return withScratchFolder(async (folder) => {
    const profile = join(folder, 'profile.icc');
    await writeFile(profile, icc);
    const pipeline = (await openAsSrgb(picture, folder)).withIccProfile(profile);
    return toRaster(pipeline, bitsPerSampleOf(picture));
  });
}

/** Without a profile of their own, sharp takes 16-bit samples for Display P3. */
async function openAsSrgb(picture: Raster, folder: string): Promise<Sharp> {
  if (bitsPerSampleOf(picture) === 8) return fromRaster(picture);
  const path = join(folder, 'picture.v');
  const file = await createVipsFile(path, picture, { icc: await srgbProfile(), exif: undefined });
  await file.close();
  return sharp(path, { limitInputPixels: false });
}

let srgb: Promise<Buffer> | undefined;

/** The one that sharp carries. */
function srgbProfile(): Promise<Buffer> {
  srgb ??= (async () => {
    const black = fromRaster({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) });
    const { icc } = await sharp(await black.withIccProfile('srgb').png().toBuffer()).metadata();
    if (!icc) throw new AppError('internal', 'sharp carries no sRGB profile');
    return icc;
  })();
  return srgb;
}

/** Decided by what the profile does, not by its name: there are many sRGB profiles. */
export async function isSrgb(icc: Buffer): Promise<boolean> {
  const before = colorSampling();
  const after = await toSrgb(before, icc);
  return before.data.every(
    (level, index) => Math.abs(level - (after.data[index] ?? 0)) <= roundingLevels,
  );
}

function colorSampling(): Raster {
  const level = (step: number): number => Math.round((step * 255) / (samplingSteps - 1));
  const data = new Uint8Array(samplingSteps ** 3 * 3);
  for (let index = 0; index < samplingSteps ** 3; index++) {
    data[index * 3] = level(index % samplingSteps);
    data[index * 3 + 1] = level(Math.floor(index / samplingSteps) % samplingSteps);
    data[index * 3 + 2] = level(Math.floor(index / samplingSteps ** 2));
  }
  return { width: samplingSteps, height: samplingSteps ** 2, channels: 3, data };
}

/**
 * The profile's description ("Display P3"), read from its `desc` tag: text in ICC 2, UTF-16 in ICC 4
 * (ICC.1:2022, 9.2.41 and 10.15).
 */
export function profileName(icc: Buffer): string | null {
  const count = icc.length >= 132 ? icc.readUInt32BE(128) : 0;
  for (let entry = 132; entry + 12 <= Math.min(icc.length, 132 + count * 12); entry += 12) {
    if (icc.toString('latin1', entry, entry + 4) !== 'desc') continue;
    const start = icc.readUInt32BE(entry + 4);
    return start + 32 <= icc.length ? description(icc.subarray(start)) : null;
  }
  return null;
}

function description(tag: Buffer): string | null {
  const type = tag.toString('latin1', 0, 4);
  if (type === 'desc') {
    const length = tag.readUInt32BE(8);
    return tag.toString('latin1', 12, 12 + length).replace(/\0.*$/su, '');
  }
  if (type !== 'mluc') return null;
  const length = tag.readUInt32BE(20);
  const offset = tag.readUInt32BE(24);
  return new TextDecoder('utf-16be').decode(tag.subarray(offset, offset + length));
}
