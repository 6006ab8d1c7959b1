import type { Face } from '../../analysis/face';
import type { Oklab } from '../../pixels/color';
import { maximum, product } from '../../render/masks/mask';
import { faceSkin } from '../skin';
import { hexOf, type Seen } from '../seen';
import { applePlaces } from './places';
import { largestTint } from './plan';

/** In OKLab, beyond skin of the same lightness: cheeks without make-up are redder by less. */
const leastDifference = 0.022;
const mostStrength = 0.7;
/** Colour of the powder for one unit of what it adds, round the tint of skin in white light. */
const powder = { L: 0.68, a: 0.045, b: 0.055 };

/** The blush that somebody wears on the apples of the cheeks; strength and hue by what it adds to bare skin. */
export function readBlush(
  seen: Seen,
  face: Face,
): { readonly color: string; readonly strength: number } | undefined {
  const { forehead, skin } = seen.face.statistics;
  const bare = (forehead ?? skin)?.median;
  const places = applePlaces(seen.face).map(({ mask }) => mask);
  const cheek =
    places.length > 0
      ? seen.colorUnder(product(faceSkin(seen.face), maximum(...places)))
      : undefined;
  if (!bare || !cheek || !face.statistics.skin) return undefined;
  const added = addedTo(bare, cheek);
  const distance = Math.hypot(added.a, added.b);
  // The sheen of a forehead takes yellow from it first: what is more yellow than red is no powder.
  if (distance < leastDifference || added.a < added.b) return undefined;
  const reach = largestTint / distance;
  const color = hexOf({
    L: powder.L,
    a: powder.a + added.a * reach,
    b: powder.b + added.b * reach,
  });
  return { color, strength: Math.min(mostStrength, distance / largestTint) };
}

/** Skin in the shade has less chroma, as much less as it is darker. */
function addedTo(bare: Oklab, cheek: Oklab): { readonly a: number; readonly b: number } {
  const shade = cheek.L / bare.L;
  return { a: cheek.a - bare.a * shade, b: cheek.b - bare.b * shade };
}
