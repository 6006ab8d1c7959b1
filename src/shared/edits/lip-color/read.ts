import { mixOklab, type Oklab } from '../../pixels/color';
import { feather, ramp } from '../../render/masks/mask';
import { lipProbability } from '../lips';
import { askedFor, hexOf, plainLight, type Seen } from '../seen';
import { ascending, deviationOf, meanOf, quantile, type Colors } from '../seen-pixels';
import { finishes, reachedColor, type LipFinish } from './finishes';

export interface ReadLips {
  readonly color: string;
  readonly strength: number;
  readonly finish: LipFinish;
}

/** Colour and coverage of a lipstick cannot be told apart: as much is taken for worn as is usual. */
const strength = 0.75;

/** The lipstick that somebody wears: the colour that turns the lips that go with such skin into those that are seen. */
export function readLips(seen: Seen): ReadLips | undefined {
  const { lips, skin } = seen.face.statistics;
  const relief = reliefOf(seen);
  if (!lips || !skin || !relief) return undefined;
  const inPlainLight = plainLight(skin.median);
  const bare = bareLips(inPlainLight(skin.median));
  const color = inPlainLight(lips.median);
  if (!isPainted(color, bare, relief)) return undefined;
  const finish = finishOf(relief);
  const { lightnessPull, coverage } = finishes[finish];
  const asked = askedFor(color, (tried) =>
    mixOklab(bare, reachedColor(tried, bare, lightnessPull), strength * coverage),
  );
  return { color: hexOf(asked), strength, finish };
}

/** Lips that go with a skin: least squares over 27 bare faces, light to dark; deviations from it are below. */
function bareLips({ L, a, b }: Oklab): Oklab {
  return {
    L: 0.234 + 0.484 * L - 0.232 * a + 0.297 * b,
    a: -0.042 + 0.148 * L - 0.028 * a + 0.534 * b,
    b: -0.006 + 0.029 * L - 0.711 * a + 1.099 * b,
  };
}
const deviation = { L: 0.06, a: 0.0145, b: 0.0085 };

/** How the lips' colours go with their lightness. */
interface Relief {
  /** Chroma for its lightness in the shade, in light, and in the brightest places, each beside that in the middle. */
  readonly shaded: number;
  readonly lit: number;
  readonly bright: number;
  readonly brightest: number;
  /** Logarithms: spread of blue and yellow beside that of red and green, of light above the median, and its skew. */
  readonly hues: number;
  readonly light: number;
  readonly skew: number;
}

const leastPixels = 60;

function reliefOf({ face, colorsUnder }: Seen): Relief | undefined {
  const inside = ramp(feather(lipProbability(face), face, 0.004), 0.6, 0.95);
  const colors = colorsUnder(inside);
  if (!colors || colors.L.length < leastPixels) return undefined;
  const order = [...colors.L.keys()].sort((one, other) => colors.L[one]! - colors.L[other]!);
  const purity = (from: number, to: number): number => purityOf(colors, part(order, from, to));
  const middle = purity(0.5, 0.7);
  const light = ascending(colors.L);
  const at = (share: number): number => quantile(light, share);
  return {
    shaded: purity(0.1, 0.3) / middle,
    lit: purity(0.85, 0.93) / middle,
    bright: purity(0.93, 0.98) / middle,
    brightest: purity(0.98, 1) / middle,
    hues: Math.log(deviationOf(colors.b) / deviationOf(colors.a)),
    light: Math.log((at(0.95) - at(0.5)) / at(0.5) + 0.02),
    skew: Math.log((at(0.99) - at(0.75)) / Math.max(0.01, at(0.75) - at(0.5))),
  };
}

function part(order: readonly number[], from: number, to: number): readonly number[] {
  const start = Math.floor(from * order.length);
  return order.slice(start, Math.max(start + 1, Math.floor(to * order.length)));
}

/** Mean chroma by mean lightness. */
function purityOf({ L, a, b }: Colors, pixels: readonly number[]): number {
  const chroma = meanOf(pixels.map((pixel) => Math.hypot(a[pixel]!, b[pixel]!)));
  return chroma / meanOf(pixels.map((pixel) => L[pixel]!));
}

/** Bare lips are no farther off than this, in deviations. */
const mostBare = 3.8;
/** Log odds with which 1 bare face in 20 counts as painted. */
const leastPaint = 0.8;

/**
 * By how far the colour is from that of bare lips, and because pigment lies evenly: shade has its hue, and blue and
 * yellow vary less than on skin. Logistic regression over 30 people, bare and in lipsticks of 13 colours.
 */
function isPainted(color: Oklab, bare: Oklab, relief: Relief): boolean {
  const L = Math.abs(color.L - bare.L) / deviation.L;
  const a = Math.abs(color.a - bare.a) / deviation.a;
  const b = Math.abs(color.b - bare.b) / deviation.b;
  const evenness = 2.14 * (relief.shaded - relief.bright) + 1.65 * relief.hues;
  const paint = -2.35 + 0.43 * L + 0.76 * a + 0.71 * b - evenness;
  return Math.hypot(L, a, b) > mostBare || paint > leastPaint;
}

/** Linear discriminants (Fisher 1936) over the same lipsticks: how a finish treats light, whatever the lips below do. */
const discriminants: Readonly<Record<'matte' | 'satin' | 'gloss', (relief: Relief) => number>> = {
  matte: ({ light, skew, lit, bright, brightest, shaded }) =>
    -3.46 -
    1.08 * light -
    1.48 * skew +
    2.79 * lit +
    2.63 * bright +
    0.29 * brightest -
    2.52 * shaded,
  satin: ({ light, skew, lit, bright, brightest, shaded }) =>
    -0.66 +
    0.46 * light +
    0.75 * skew +
    0.05 * lit +
    0.22 * bright -
    1.06 * brightest +
    1.68 * shaded,
  gloss: ({ light, skew, lit, bright, brightest, shaded }) =>
    4.11 +
    0.62 * light +
    0.73 * skew -
    2.84 * lit -
    2.85 * bright +
    0.77 * brightest +
    0.84 * shaded,
};

function finishOf(relief: Relief): keyof typeof discriminants {
  const names = Object.keys(discriminants) as (keyof typeof discriminants)[];
  return names.reduce((best, name) =>
    discriminants[name](relief) > discriminants[best](relief) ? name : best,
  );
}
