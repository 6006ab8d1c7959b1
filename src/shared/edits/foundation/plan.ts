import type { Face } from '../../analysis/face';
import { oklabFromHex, smoothstep, type Oklab } from '../../pixels/color';
import { lut, type Pass } from '../../render/pass';
import { bands, type PixelBands } from '../../render/passes/bands/bands';
import { colorTable } from '../../render/passes/lut/table';
import { skinSeparation, tonedSkin, wholeSkin } from '../skin';

export interface Foundation {
  readonly shade: string;
  readonly coverage: number;
}

/**
 * The skin's tone never moves further than this, however far away the shade is: foundation is no other skin. Lightness
 * as shares of the skin's own; what lightens deep skin looks ashen on it long before it does on light skin.
 */
const lighteningOfDeep = 0.035;
const lighteningOfLight = 0.11;
const deepL = 0.5;
const lightL = 0.78;
const largestDarkening = 0.13;
const largestTint = 0.02;
/** Less saturation than this share of the skin's own looks ashen. */
const leastSaturation = 0.97;

/**
 * What skin is like that is neither cool nor warm, by its depth: a and b as shares of L, along the line through the
 * offered shades. Deep skin is redder and more saturated; a shade's undertone is what it has beside this.
 */
const plainLight = { L: 0.84, a: 0.03, b: 0.062 };
const plainDeep = { L: 0.45, a: 0.112, b: 0.115 };
/** The line goes on so far beyond the lighter end. */
const lightestDepth = -0.25;
/** How far the shade's undertone takes the place of the skin's own, which is half the light that it is seen in. */
const undertoneShare = 0.6;

export function planFoundation({ shade, coverage }: Foundation, face: Face): readonly Pass[] {
  const own = face.statistics.skin?.median;
  if (coverage === 0 || !own) return [];
  const mask = wholeSkin(face);
  const names = `${own.L},${own.a},${own.b}`;
  const toned = colorTable(
    `foundation ${shade} ${coverage} ${names}`,
    tone(oklabFromHex(shade), own, coverage),
  );
  return [
    bands({
      key: `foundation ${names}`,
      separation: skinSeparation(face),
      mask,
      strength: coverage,
      edit: evenTo(own),
      keepsFine: true,
    }),
    lut(toned, tonedSkin(face)),
  ];
}

/** The colour that the skin's median comes to at full coverage. */
export function reachedTone(shade: Oklab, own: Oklab): Oklab {
  const wanted = shade.L - own.L;
  const lightening =
    lighteningOfDeep + (lighteningOfLight - lighteningOfDeep) * smoothstep(deepL, lightL, own.L);
  const largest = own.L * (wanted < 0 ? largestDarkening : lightening);
  const L = own.L + largest * Math.tanh(wanted / largest);
  const [plain, of, from] = [plainAt(L), undertone(shade), undertone(own)];
  const undertoned = {
    a: L * (plain.a + from.a + undertoneShare * (of.a - from.a)),
    b: L * (plain.b + from.b + undertoneShare * (of.b - from.b)),
  };
  // No paler than it was.
  const least = (leastSaturation * L * Math.hypot(own.a, own.b)) / own.L;
  const scale = Math.max(1, least / Math.max(1e-6, Math.hypot(undertoned.a, undertoned.b)));
  const [a, b] = [undertoned.a * scale - own.a, undertoned.b * scale - own.b];
  const distance = Math.hypot(a, b);
  const share = distance > 0 ? (largestTint * Math.tanh(distance / largestTint)) / distance : 0;
  return { L, a: own.a + share * a, b: own.b + share * b };
}

interface Undertone {
  readonly a: number;
  readonly b: number;
}

/** Beside plain skin of the same depth, as shares of lightness. */
function undertone({ L, a, b }: Oklab): Undertone {
  const plain = plainAt(L);
  return { a: a / L - plain.a, b: b / L - plain.b };
}

function plainAt(L: number): Undertone {
  const depth = Math.min(
    1,
    Math.max(lightestDepth, (plainLight.L - L) / (plainLight.L - plainDeep.L)),
  );
  const plain = (of: 'a' | 'b'): number =>
    plainLight[of] + depth * (plainDeep[of] - plainLight[of]);
  return { a: plain('a'), b: plain('b') };
}

/** Moves everything by as much as its own light is worth, so that shadows stay shadows. */
function tone(shade: Oklab, own: Oklab, coverage: number): (pixel: Oklab) => Oklab {
  const reached = reachedTone(shade, own);
  return (pixel) => {
    const light = pixel.L / own.L;
    const share = coverage * skinLike(light) * light;
    return {
      L: pixel.L + share * (reached.L - own.L),
      a: pixel.a + share * (reached.a - own.a),
      b: pixel.b + share * (reached.b - own.b),
    };
  };
}

/** How far a lightness, relative to the skin's, is skin's: hair and nostrils are darker, reflections lighter. */
function skinLike(light: number): number {
  return smoothstep(0.4, 0.7, light) * (1 - 0.7 * smoothstep(1.15, 1.5, light));
}

/** Differences in colour that are evened out; a stronger one is no unevenness of skin. */
const unevenness = 0.05;
const evenedBase = 0.6;
const evenedMiddle = 0.7;
const evenedLightness = 0.3;
const blotch = 0.03;

/** Brings the colour of large areas toward the skin's own in that light: redness and sallow places. */
function evenTo(own: Oklab): (pixel: PixelBands) => void {
  return (pixel) => {
    const light = pixel.baseL / own.L;
    const skin = skinLike(light);
    const [a, b] = [own.a * light - pixel.baseA, own.b * light - pixel.baseB];
    const share = skin * evenedBase * Math.exp(-(a * a + b * b) / unevenness ** 2);
    pixel.baseA += share * a;
    pixel.baseB += share * b;
    const middle = skin * Math.exp(-((pixel.middleL / blotch) ** 2));
    pixel.middleL -= evenedLightness * middle * pixel.middleL;
    pixel.middleA -= evenedMiddle * middle * pixel.middleA;
    pixel.middleB -= evenedMiddle * middle * pixel.middleB;
  };
}
