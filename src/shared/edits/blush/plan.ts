import type { Face, RegionStatistics } from '../../analysis/face';
import { oklabFromHex, smoothstep, type Oklab } from '../../pixels/color';
import { product } from '../../render/masks/mask';
import { lut, type Pass } from '../../render/pass';
import { colorTable } from '../../render/passes/lut/table';
import { faceSkin } from '../skin';
import { applePlaces, brushedPlaces, outerPlaces, type BlushShape, type Brushed } from './places';

export interface Blush {
  readonly shape: BlushShape;
  readonly color: string;
  readonly strength: number;
  readonly outerColor: string;
  readonly outerStrength: number;
  readonly appleColor: string;
  readonly appleStrength: number;
}

/** One colour after the other, as brushes do: where they overlap the later one lies on the earlier. */
export function planBlush(blush: Blush, face: Face): readonly Pass[] {
  return [
    ...brush(brushedPlaces(blush.shape, face), blush.color, blush.strength, face),
    ...brush(outerPlaces(face), blush.outerColor, blush.outerStrength, face),
    ...brush(applePlaces(face), blush.appleColor, blush.appleStrength, face),
  ];
}

function brush(
  places: readonly Brushed[],
  color: string,
  strength: number,
  face: Face,
): readonly Pass[] {
  if (strength === 0) return [];
  const pigment = oklabFromHex(color);
  const skin = faceSkin(face);
  return places.flatMap(({ side, mask }) => {
    const own = bareSkin(side, face)?.median;
    if (!own) return [];
    const key = `blush ${color} ${strength} ${own.L},${own.a},${own.b}`;
    return lut(colorTable(key, flush(pigment, own, strength)), product(mask, skin));
  });
}

function bareSkin(side: Brushed['side'], { statistics }: Face): RegionStatistics | null {
  return (side && statistics[`${side}-cheek`]) ?? statistics.skin;
}

/** How far, in OKLab, full strength moves the colour of any skin, light or dark: what is seen is the same. */
export const largestTint = 0.09;
const largestDarkening = 0.1;
const largestLightening = 0.05;

/** Skin in white light. A photo's light colours skin and powder alike, so it is this that powder is told apart from. */
const plainSkin = { a: 0.045, b: 0.055 };

/** The colour that skin of the usual lightness comes to. */
function flushed(pigment: Oklab, own: Oklab, strength: number): Oklab {
  const [a, b] = [pigment.a - plainSkin.a, pigment.b - plainSkin.b];
  const distance = Math.hypot(a, b);
  const tint =
    distance > 0 ? (strength * largestTint * Math.tanh(distance / largestTint)) / distance : 0;
  const lighter = (pigment.L - own.L) / own.L;
  const lift = Math.min(largestLightening, Math.max(-largestDarkening, 0.5 * lighter));
  return { L: own.L * (1 + strength * lift), a: own.a + tint * a, b: own.b + tint * b };
}

/** Adds what plain light adds, in shadow as much less as there is less light; a reflection keeps its lamp's colour. */
function flush(pigment: Oklab, own: Oklab, strength: number): (pixel: Oklab) => Oklab {
  const reached = flushed(pigment, own, strength);
  return (pixel) => {
    const light = pixel.L / own.L;
    const share =
      Math.min(1.15, light) *
      smoothstep(0.35, 0.65, light) *
      (1 - 0.6 * smoothstep(1.12, 1.35, light));
    return {
      L: pixel.L + share * (reached.L - own.L),
      a: pixel.a + share * (reached.a - own.a),
      b: pixel.b + share * (reached.b - own.b),
    };
  };
}
