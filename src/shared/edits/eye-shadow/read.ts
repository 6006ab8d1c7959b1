import type { Face } from '../../analysis/face';
import { mixOklab, type Oklab } from '../../pixels/color';
import type { Mask } from '../../render/masks/mask';
import { eyesOf } from '../eye-geometry';
import { askedFor, type Seen } from '../seen';
import { lidTone } from '../eye-lid';
import { reachedTone } from './plan';
import { zoneNames, zonesOf, type Zone } from './zones';

/** In OKLab, from a bare lid's hue: natural lids differ by less. */
const leastDifference = 0.03;
/** A bare lid's lightness as a share of the skin's, over photos of people without make-up. */
const bareLightness: Readonly<Record<Zone, number>> = { lid: 0.66, crease: 0.78, outer: 0.68 };
const amounts: Readonly<Record<Zone, number>> = { lid: 0.8, crease: 0.6, outer: 0.6 };

export type ReadShadow = Partial<Record<Zone, number> & Record<`${Zone}Color`, string>>;

/** The shadow that somebody wears, zone by zone: what a lid's colour is beyond that of skin in the same shade. */
export function readShadow(seen: Seen, face: Face): ReadShadow | undefined {
  const skin = seen.face.statistics.skin?.median;
  const own = tonesOf(face)[0];
  if (!skin || !own) return undefined;
  const read = zoneNames.reduce<ReadShadow>((found, zone) => {
    const color = meanOf(masksOf(seen.face, zone).map(seen.colorUnder));
    const pigment = color && pigmentOf(color, skin, zone);
    if (!pigment) return found;
    const wanted = {
      L: own.L * pigment.lightness,
      a: own.a * pigment.lightness + pigment.a,
      b: own.b * pigment.lightness + pigment.b,
    };
    const asked = askedFor(wanted, (tone) => mixOklab(own, reachedTone(tone, own), amounts[zone]));
    return { ...found, [zone]: amounts[zone], [`${zone}Color`]: asked };
  }, {});
  return Object.keys(read).length > 0 ? read : undefined;
}

function tonesOf(face: Face): readonly Oklab[] {
  return eyesOf(face).flatMap((eye) => lidTone(face, eye) ?? []);
}

function masksOf(face: Face, zone: Zone): readonly Mask[] {
  return eyesOf(face).map((eye) => zonesOf(face, eye)[zone]);
}

interface Pigment {
  /** Of a bare lid's. */
  readonly lightness: number;
  readonly a: number;
  readonly b: number;
}

/** Skin in the shade has less chroma, as much less as it is darker; what is left over was put on. */
function pigmentOf(color: Oklab, skin: Oklab, zone: Zone): Pigment | undefined {
  const shade = color.L / skin.L;
  const a = color.a - skin.a * shade;
  const b = color.b - skin.b * shade;
  if (Math.hypot(a, b) < leastDifference) return undefined;
  const lightness = Math.min(1.2, Math.max(0.6, shade / bareLightness[zone]));
  return { lightness, a, b };
}

function meanOf(colors: readonly (Oklab | undefined)[]): Oklab | undefined {
  const seen = colors.filter((color) => color !== undefined);
  if (seen.length === 0) return undefined;
  const mean = (measure: (color: Oklab) => number): number =>
    seen.reduce((sum, color) => sum + measure(color), 0) / seen.length;
  return { L: mean(({ L }) => L), a: mean(({ a }) => a), b: mean(({ b }) => b) };
}
