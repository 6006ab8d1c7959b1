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

/** A membrane over the brow and a ring round it. */
export function skinOver(own: Plane, old: Plane, face: Face): Plane {
  const near = gaussianBlur(old, (ringFaceWidths / 1.7) * face.faceWidthPixels);
  const hole = Uint8Array.from(near.data, (value) => Number(value > 0.04));
  const { width, height } = own;
  const smooth = gaussianBlur(own, 0.008 * face.faceWidthPixels);
  return solveMembrane({ width, height, hole }, [smooth])[0] ?? smooth;
}

/** Skin round the brow, above it and not too near. */
export function besideBrow(old: Plane, face: Face): number[] {
  const near = gaussianBlur(old, 0.02 * face.faceWidthPixels);
  const far = gaussianBlur(old, 0.045 * face.faceWidthPixels);
  return [...old.data.keys()].filter(
    (index) => near.data[index]! < 0.002 && far.data[index]! > 0.04,
  );
}

/** Median absolute fine detail, against the average of the same pixels: a hair beside them does not count. */
export function textureOf(plane: Plane, pixels: readonly number[], face: Face): number {
  const inside = createPlane(plane.width, plane.height);
  for (const index of pixels) inside.data[index] = 1;
  const smooth = weightedAverage(inside, textureSigmaFaceWidths * face.faceWidthPixels).of(plane);
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
