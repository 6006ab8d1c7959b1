import type { Face } from '@shared/analysis/face';
import { linearFromByte, linearToOklab } from '@shared/pixels/color';
import { gaussianBlur } from '@shared/pixels/gaussian';
import { solveMembrane } from '@shared/pixels/membrane';
import { createPlane, type Plane, type Raster } from '@shared/pixels/raster';
import { weightedAverage } from '@shared/pixels/weighted-average';
import { percentile } from './table';

/** What the skin under and beside a brow is compared by. */

const ringFaceWidths = 0.03;
const textureSigmaFaceWidths = 0.008;

/** Lightness spread over the brow and a ring round it from the skin beyond: `bare` is 1 where there is skin (0-1). */
export function skinOver(own: Plane, old: Plane, bare: Plane, face: Face): Plane {
  const near = gaussianBlur(old, (ringFaceWidths / 1.7) * face.faceWidthPixels);
  const hole = Uint8Array.from(near.data, (value) => Number(value > 0.04));
  const { width, height } = own;
  const smooth = weightedAverage(bare, 0.008 * face.faceWidthPixels);
  const weights = smooth.share.data.map((share) => Math.max(0, 2 * share - 1));
  return solveMembrane({ width, height, hole, weights }, [smooth.of(own)])[0] ?? own;
}

/** Skin round the brow, above it and not too near. */
export function besideBrow(old: Plane, face: Face): number[] {
  const near = gaussianBlur(old, 0.02 * face.faceWidthPixels);
  const far = gaussianBlur(old, 0.045 * face.faceWidthPixels);
  return [...old.data.keys()].filter(
    (index) => near.data[index]! < 0.002 && far.data[index]! > 0.04,
  );
}

/**
 * Median absolute fine detail at some pixels, against the average of the bare skin round each: neither a hair nor the
 * narrowness of a strip counts.
 */
export function textureOf(
  plane: Plane,
  pixels: readonly number[],
  bare: Plane,
  face: Face,
): number {
  const smooth = weightedAverage(bare, textureSigmaFaceWidths * face.faceWidthPixels).of(plane);
  return percentile(
    pixels.map((index) => Math.abs(plane.data[index]! - smooth.data[index]!)),
    0.5,
  );
}

export function lightness({ width, height, data, channels }: Raster): Plane {
  const result = createPlane(width, height);
  for (let index = 0; index < result.data.length; index++) {
    const at = index * channels;
    const [red, green, blue] = [0, 1, 2].map((channel) => linearFromByte(data[at + channel]!));
    result.data[index] = linearToOklab(red ?? 0, green ?? 0, blue ?? 0).L;
  }
  return result;
}
