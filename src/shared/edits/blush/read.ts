import type { Oklab } from '../../pixels/color';
import { maximum, product } from '../../render/masks/mask';
import { hexOf, inPercent, shadedTo, type Seen } from '../seen';
import { meanColor } from '../seen-pixels';
import type { Found } from '../signs';
import { faceSkin } from '../skin';
import { brushedPlaces, type BlushShape } from './places';
import { largestTint } from './plan';

export interface ReadBlush {
  readonly color: string;
  readonly strength: number;
}

/** Where powder is looked for: these two cover what the others share. */
const shapes: readonly BlushShape[] = ['oblong', 'lifted'];
/** Mean share of the full strength under the spots, and what of it the rest of the face does not share. */
const spotShare = 0.4;
const mostStrength = 0.7;
/** Of the powder for one unit of what it adds, round the tint of skin in white light. */
const powder = { L: 0.68, a: 0.045, b: 0.055 };

/** The blush that somebody wears; strength and hue by what it adds to the skin's colour. */
export function readBlush(seen: Seen, found?: Found): ReadBlush | undefined {
  const skin = seen.face.statistics.skin?.median;
  const cheek = cheekOf(seen);
  if (!skin || !cheek) return undefined;
  const bare = shadedTo(cheek.L, skin);
  const added = { a: cheek.a - bare.a, b: cheek.b - bare.b };
  const distance = Math.hypot(added.a, added.b);
  const reach = largestTint / distance;
  const color = found?.colors['color'] ?? {
    L: powder.L,
    a: powder.a + added.a * reach,
    b: powder.b + added.b * reach,
  };
  return {
    color: hexOf(color),
    strength: inPercent(Math.min(mostStrength, distance / (spotShare * largestTint))),
  };
}

function cheekOf({ face, colorUnder }: Seen): Oklab | undefined {
  const skin = faceSkin(face);
  const colors = shapes.flatMap((shape) => {
    const places = brushedPlaces(shape, face).map(({ mask }) => mask);
    return colorUnder(product(skin, maximum(...places))) ?? [];
  });
  return meanColor(colors);
}
