import type { Face } from '../../analysis/face';
import { oklabFromHex, smoothstep, type Oklab } from '../../pixels/color';
import { lut, type Pass } from '../../render/pass';
import { bands, type PixelBands } from '../../render/passes/bands/bands';
import { colorTable } from '../../render/passes/lut/table';
import { skinSeparation, wholeSkin } from '../skin';

export interface Foundation {
  readonly shade: string;
  readonly coverage: number;
}

/**
 * The skin's tone never moves further than this, however far away the shade is: foundation is no other skin. Lightness
 * as shares of the skin's own.
 */
const largestLightening = 0.11;
const largestDarkening = 0.15;
const largestTint = 0.02;
/** Less saturation than this share of the skin's own looks ashen. */
const leastSaturation = 0.9;

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
    lut(toned, mask),
  ];
}

/** The colour that the skin's median comes to at full coverage. */
export function reachedTone(shade: Oklab, own: Oklab): Oklab {
  const wanted = shade.L - own.L;
  const largest = own.L * (wanted < 0 ? largestDarkening : largestLightening);
  const L = own.L + largest * Math.tanh(wanted / largest);
  // A shade worn lighter or darker than it is keeps its saturation.
  const saturation = Math.hypot(shade.a, shade.b) / shade.L;
  const least = (leastSaturation * Math.hypot(own.a, own.b)) / own.L;
  const scale = (L / shade.L) * Math.max(1, least / saturation);
  const [a, b] = [shade.a * scale - own.a, shade.b * scale - own.b];
  const distance = Math.hypot(a, b);
  const share = distance > 0 ? (largestTint * Math.tanh(distance / largestTint)) / distance : 0;
  return { L, a: own.a + share * a, b: own.b + share * b };
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
