import type { Face } from '@shared/analysis/face';
import { gaussianBlur } from '@shared/pixels/gaussian';
import { crop, type Plane, type Raster } from '@shared/pixels/raster';
import {
  complement,
  feather,
  probability,
  product,
  ramp,
  type Mask,
} from '@shared/render/masks/mask';
import { browMask, nearBrows, planeOf } from './brow-planes';
import { besideBrow, lightness, skinOver, textureOf } from './brow-skin';
import { mean } from './measures';
import type { Portrait } from './portraits';
import { percentile } from './table';

/** Where a brow was and is no more: what is left of it, and the skin in its place. */
export interface Leftovers {
  /** What is left of the old brow, over its contrast: mean and 95th percentile. */
  readonly ghostMean: number | undefined;
  readonly ghostMost: number | undefined;
  /** Standard deviation of fine detail in the filled skin over that in the skin beside it. */
  readonly textureGain: number | undefined;
}

/** Fewer bare pixels say nothing. */
const leastPixels = 20;

/** What is left of the old brow where the new one is not, against skin spread over it from beyond a ring. */
export function leftovers(portrait: Portrait, after: Raster, old: Plane, wanted: Plane): Leftovers {
  const { source, face } = portrait;
  const part = nearBrows(portrait);
  const own = lightness(crop(source, part));
  const now = lightness(crop(after, part));
  const skinSeen = planeOf(portrait, skinMask(face));
  const skin = skinOver(own, old, skinSeen, face);
  const isOld = (index: number): boolean => old.data[index]! > 0.5;
  const pixels = [...old.data.keys()];
  const contrast = mean(pixels.filter(isOld).map((index) => skin.data[index]! - own.data[index]!));
  const grown = gaussianBlur(wanted, 0.006 * face.faceWidthPixels).data;
  const bare = pixels.filter((index) => isOld(index) && grown[index]! < 0.06);
  if (bare.length < leastPixels)
    return { ghostMean: undefined, ghostMost: undefined, textureGain: undefined };
  const ghosts = bare.map((index) => (skin.data[index]! - now.data[index]!) / contrast);
  const apart = (from: Float32Array): Plane => ({
    ...skinSeen,
    data: skinSeen.data.map((share, index) =>
      (isOld(index) || share > 0.5) && from[index]! < 0.06 ? 1 : 0,
    ),
  });
  const oldGrown = gaussianBlur(old, 0.006 * face.faceWidthPixels).data;
  const newTexture = textureOf(now, bare, apart(grown), face);
  return {
    ghostMean: mean(ghosts),
    ghostMost: percentile(ghosts, 0.95),
    textureGain: newTexture / textureOf(own, besideBrow(old, face), apart(oldGrown), face),
  };
}

/** Neither eye with lashes nor hair. */
function skinMask(face: Face): Mask {
  const eyes = ramp(feather(probability(face, 'left-eye', 'right-eye'), face, 0.012), 0.04, 0.2);
  return product(ramp(probability(face, 'skin', 'nose'), 0.5, 0.9), complement(eyes));
}

/** The texture that a hole filled smoothly has. */
export function smoothGain(portrait: Portrait): number[] {
  const { source, face } = portrait;
  const old = planeOf(portrait, browMask(face));
  const own = lightness(crop(source, nearBrows(portrait)));
  const bare = planeOf(portrait, skinMask(face));
  const inside = [...old.data.keys()].filter((index) => old.data[index]! > 0.5);
  if (inside.length < leastPixels) return [];
  const everywhere = { ...old, data: old.data.map(() => 1) };
  const smooth = textureOf(skinOver(own, old, bare, face), inside, everywhere, face);
  return [smooth / textureOf(own, besideBrow(old, face), bare, face)];
}
