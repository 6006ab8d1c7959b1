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
import { besideBrow, skinOver, textureOf } from './brow-skin';
import { lightnessOf, mean } from './measures';
import type { Portrait } from './portraits';
import { percentile } from './table';

/** Where a brow was and is no more: what is left of it, and the skin in its place. */
export interface Leftovers {
  /** What is left of the old brow, over its contrast: mean and 95th percentile. */
  readonly ghostMean: number | undefined;
  readonly ghostMost: number | undefined;
}

/** Fewer bare pixels say nothing. */
const leastPixels = 20;

/** What is left of the old brow where the new one is not, against skin spread over it from beyond a ring. */
export function leftovers(portrait: Portrait, after: Raster, old: Plane, wanted: Plane): Leftovers {
  const { source, face } = portrait;
  const part = nearBrows(portrait);
  const own = lightnessOf(crop(source, part));
  const now = lightnessOf(crop(after, part));
  const skin = skinOver(own, old, planeOf(portrait, skinMask(face)), face);
  const isOld = (index: number): boolean => old.data[index]! > 0.5;
  const pixels = [...old.data.keys()];
  const contrast = mean(pixels.filter(isOld).map((index) => skin.data[index]! - own.data[index]!));
  const grown = gaussianBlur(wanted, 0.006 * face.faceWidthPixels).data;
  const bare = pixels.filter((index) => isOld(index) && grown[index]! < 0.06);
  if (bare.length < leastPixels) return { ghostMean: undefined, ghostMost: undefined };
  const ghosts = bare.map((index) => (skin.data[index]! - now.data[index]!) / contrast);
  return { ghostMean: mean(ghosts), ghostMost: percentile(ghosts, 0.95) };
}

/** Neither eye with lashes nor hair. */
function skinMask(face: Face): Mask {
  const eyes = ramp(feather(probability(face, 'left-eye', 'right-eye'), face, 0.012), 0.04, 0.2);
  return product(ramp(probability(face, 'skin', 'nose'), 0.5, 0.9), complement(eyes));
}

/**
 * Standard deviation of fine detail where the brows were, over that in the skin beside them, once they are taken off:
 * a hair that comes to lie in a narrow strip would count as texture of the skin. `smooth` is a membrane alone.
 */
export function textureGains(
  portrait: Portrait,
  bare: Raster,
): { readonly filled: number; readonly smooth: number } | undefined {
  const { source, face } = portrait;
  const part = nearBrows(portrait);
  const old = planeOf(portrait, browMask(face));
  const own = lightnessOf(crop(source, part));
  const seen = planeOf(portrait, skinMask(face));
  const inside = [...old.data.keys()].filter((index) => old.data[index]! > 0.5);
  if (inside.length < leastPixels) return undefined;
  const grown = gaussianBlur(old, 0.006 * face.faceWidthPixels).data;
  const skin = (isSkin: (index: number) => boolean): Plane => ({
    ...seen,
    data: seen.data.map((_, index) => Number(isSkin(index))),
  });
  const beside = skin((index) => seen.data[index]! > 0.5 && grown[index]! < 0.06);
  const all = skin((index) => seen.data[index]! > 0.5 || old.data[index]! > 0.5);
  const gain = (filled: Plane): number =>
    textureOf(filled, inside, all, face) /
    textureOf(own, besideBrow(old, beside, face), beside, face);
  return {
    filled: gain(lightnessOf(crop(bare, part))),
    smooth: gain(skinOver(own, old, seen, face)),
  };
}
