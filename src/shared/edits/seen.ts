import type { Face } from '../analysis/face';
import { oklabToSrgb, srgbToOklab, type Oklab } from '../pixels/color';
import { intersect, isEmpty, maximumSample, tiles } from '../pixels/raster';
import type { RenderContext } from '../render/context';
import { evaluateMask, maskBounds } from '../render/masks/evaluate';
import type { Mask } from '../render/masks/mask';

/** A made-up face in a photo, to read its make-up off. */
export interface Seen {
  readonly face: Face;
  /** Mean colour under a mask, weighed by it; nothing where it covers less than a few dozen pixels. */
  readonly colorUnder: (mask: Mask) => Oklab | undefined;
}

const leastPixels = 24;
const tileSidePixels = 256;

export function see(face: Face, context: RenderContext): Seen {
  return { face, colorUnder: (mask) => colorUnder(mask, context) };
}

function colorUnder(mask: Mask, context: RenderContext): Oklab | undefined {
  const { width, height, channels, data } = context.source;
  const bounds = intersect(maskBounds(mask, context), { left: 0, top: 0, width, height });
  if (isEmpty(bounds)) return undefined;
  const maximum = maximumSample(data);
  const sum = { weight: 0, L: 0, a: 0, b: 0 };
  for (const tile of tiles(bounds, tileSidePixels)) {
    const weights = evaluateMask(mask, context, tile);
    weights.data.forEach((weight, index) => {
      if (weight <= 0) return;
      const x = tile.left + (index % tile.width);
      const y = tile.top + Math.floor(index / tile.width);
      const at = (y * width + x) * channels;
      const sample = (channel: number): number => (data[at + channel] ?? 0) / maximum;
      const { L, a, b } = srgbToOklab(sample(0), sample(1), sample(2));
      sum.weight += weight;
      sum.L += weight * L;
      sum.a += weight * a;
      sum.b += weight * b;
    });
  }
  if (sum.weight < leastPixels) return undefined;
  return { L: sum.L / sum.weight, a: sum.a / sum.weight, b: sum.b / sum.weight };
}

/** Share of the difference between two skins that is light and lens, not skin: it goes over to what they wear. */
const shareOfLight = 0.5;

/**
 * A colour seen on one face as it would be on another: lighter and darker with the skin, and half as much warmer or
 * cooler. Nothing is known of the light in either photo; bare skin is what both share.
 */
export function carriedOver(color: Oklab, from: Oklab, to: Oklab): Oklab {
  return {
    L: color.L * (1 + shareOfLight * (to.L / from.L - 1)),
    a: color.a + shareOfLight * (to.a - from.a),
    b: color.b + shareOfLight * (to.b - from.b),
  };
}

const steps = 12;

/** The colour (#rrggbb) to ask for so that `reach` comes as near as it can to the wanted one: fixed-point iteration. */
export function askedFor(wanted: Oklab, reach: (asked: Oklab) => Oklab): string {
  let asked = wanted;
  for (let step = 0; step < steps; step++) {
    const reached = reach(asked);
    asked = {
      L: Math.min(0.97, Math.max(0.08, asked.L + wanted.L - reached.L)),
      a: asked.a + wanted.a - reached.a,
      b: asked.b + wanted.b - reached.b,
    };
  }
  return hexOf(asked);
}

export function hexOf(color: Oklab): string {
  const digits = oklabToSrgb(color).map((value) =>
    Math.round(value * 255)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${digits.join('')}`;
}
