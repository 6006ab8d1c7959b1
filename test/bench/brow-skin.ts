import type { Face } from '@shared/analysis/face';
import { gaussianBlur } from '@shared/pixels/gaussian';
import { solveMembrane } from '@shared/pixels/membrane';
import type { Plane } from '@shared/pixels/raster';
import { weightedAverage } from '@shared/pixels/weighted-average';
import { percentile } from './table';

/** What the skin under and beside a brow is compared by. */

const ringFaceWidths = 0.03;
/** As far as a brow's own hairs, and what sharpening brightens beside them, may reach. */
const hairsFaceWidths = 0.012;
const textureSigmaFaceWidths = 0.008;

/**
 * Lightness spread over the brow and a ring round it from the skin beyond: `bare` is 1 where there is skin (0-1). What
 * of the ring is lighter still is skin, too, for hairs only darken: without the lit bone below a brow the shade of the
 * lid would be spread over it, and the photo's own skin be taken for too light.
 */
export function skinOver(own: Plane, old: Plane, bare: Plane, face: Face): Plane {
  const { width, height } = own;
  const smooth = weightedAverage(bare, 0.008 * face.faceWidthPixels);
  const seen = smooth.of(own);
  const weights = smooth.share.data.map((share) => Math.max(0, 2 * share - 1));
  const spread = (hole: Uint8Array): Plane =>
    solveMembrane({ width, height, hole, weights }, [seen])[0] ?? own;
  const ring = near(old, ringFaceWidths, face);
  const beyond = spread(ring).data;
  const hairs = near(old, hairsFaceWidths, face);
  const isLit = (at: number): boolean =>
    hairs[at] === 0 && weights[at]! > 0.5 && seen.data[at]! > beyond[at]!;
  return spread(ring.map((isNear, at) => (isLit(at) ? 0 : isNear)));
}

/** 1 up to so far round the brow. */
function near(old: Plane, faceWidths: number, { faceWidthPixels }: Face): Uint8Array {
  const blurred = gaussianBlur(old, (faceWidths / 1.7) * faceWidthPixels);
  return Uint8Array.from(blurred.data, (value) => Number(value > 0.04));
}

/** Skin round the brow and not too near: neither lashes nor hair, whose detail is none of the skin's. */
export function besideBrow(old: Plane, bare: Plane, face: Face): number[] {
  const close = gaussianBlur(old, 0.02 * face.faceWidthPixels);
  const far = gaussianBlur(old, 0.045 * face.faceWidthPixels);
  return [...old.data.keys()].filter(
    (index) => close.data[index]! < 0.002 && far.data[index]! > 0.04 && bare.data[index]! > 0.5,
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
