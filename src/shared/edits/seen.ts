import type { Face } from '../analysis/face';
import { oklabToSrgb, type Oklab } from '../pixels/color';
import type { Point } from '../pixels/raster';
import type { RenderContext } from '../render/context';
import { RenderCache } from '../render/context';
import type { Mask } from '../render/masks/mask';
import { colorAtPoint, colorsUnder, meanUnder, type Colors } from './seen-pixels';
import { skinSpots, type SkinSpots } from './skin-line';

/** A face in a photo, to read its make-up off. */
export interface Seen {
  readonly face: Face;
  /** The photo that it is in. */
  readonly context: RenderContext;
  /** Mean colour under a mask, weighed by it; nothing where it covers less than a few dozen pixels. */
  readonly colorUnder: (mask: Mask) => Oklab | undefined;
  /** The colours of all pixels where a mask is above `least`; nothing where those are fewer than a few dozen. */
  readonly colorsUnder: (mask: Mask, least?: number) => Colors | undefined;
  /** The colour at a point in pixels of the full-size photo. */
  readonly colorAt: (point: Point) => Oklab;
  /** Measured once. */
  readonly skinSpots: () => SkinSpots;
}

const leastPixels = 24;

export function see(face: Face, given: RenderContext): Seen {
  const context = given.cache ? given : { ...given, cache: new RenderCache() };
  const colorUnder = (mask: Mask): Oklab | undefined => meanUnder(mask, context, leastPixels);
  let spots: SkinSpots | undefined;
  return {
    face,
    context,
    colorUnder,
    colorsUnder(mask, least = 0.5) {
      const colors = colorsUnder(mask, context, least);
      return colors.L.length < leastPixels ? undefined : colors;
    },
    colorAt: colorAtPoint(context),
    skinSpots: () => (spots ??= skinSpots(face, colorUnder)),
  };
}

/** Tints of skin in light that is about white. */
const plainSkin = { a: [0.02, 0.072], b: [0.015, 0.085] } as const;

/**
 * How colours of a photo are in about white light: whatever tint its skin has beyond those of skin is the light's, and
 * falls on what lies in shade as much less as it is darker.
 */
export function plainLight(skin: Oklab): (color: Oklab) => Oklab {
  const beyond = (value: number, [least, most]: readonly [number, number]): number =>
    value - Math.min(most, Math.max(least, value));
  const cast = { a: beyond(skin.a, plainSkin.a), b: beyond(skin.b, plainSkin.b) };
  return ({ L, a, b }) => {
    const light = Math.min(1, L / skin.L);
    return { L, a: a - light * cast.a, b: b - light * cast.b };
  };
}

/** A colour as it is in a shade of lightness `L`: less chroma, as much less as it is darker. */
export function shadedTo(L: number, color: Oklab): Oklab {
  const shade = L / color.L;
  return { L, a: color.a * shade, b: color.b * shade };
}

const steps = 16;
/** Darker, a screen has no colours left; lighter, nothing is painted. */
const darkest = 0.28;
const lightest = 0.93;

/** The colour to ask for so that `reach` comes as near as it can to the wanted one: fixed-point iteration. */
export function askedFor(wanted: Oklab, reach: (asked: Oklab) => Oklab): Oklab {
  let asked = wanted;
  for (let step = 0; step < steps; step++) {
    const reached = reach(asked);
    asked = {
      L: Math.min(lightest, Math.max(darkest, asked.L + wanted.L - reached.L)),
      a: asked.a + wanted.a - reached.a,
      b: asked.b + wanted.b - reached.b,
    };
  }
  return asked;
}

export function hexOf(color: Oklab): string {
  const digits = oklabToSrgb(color).map((value) =>
    Math.round(Math.min(1, Math.max(0, value)) * 255)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${digits.join('')}`;
}

/** A share as a slider has it: whole percent. */
export function inPercent(share: number): number {
  return Math.round(share * 100) / 100;
}
