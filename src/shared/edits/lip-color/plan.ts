import type { Face } from '../../analysis/face';
import { mixOklab, oklabFromHex, smoothstep, type Oklab } from '../../pixels/color';
import { feather, luminanceBand, probability, product, ramp, type Mask } from '../../render/masks/mask';
import { lut, type Pass } from '../../render/pass';
import { colorTable } from '../../render/passes/lut/table';

export type LipFinish = 'matte' | 'satin' | 'sheer' | 'gloss';

export interface LipColor {
  readonly color: string;
  readonly strength: number;
  readonly finish: LipFinish;
}

interface Finish {
  /** How far the lip's own lightness gives way to the asked one. */
  readonly lightnessPull: number;
  /** How much of the lip's own variation of hue stays. */
  readonly ownHue: number;
  readonly coverage: number;
  /** Contrast kept in what is lighter than the lip: below 1 the shine goes. */
  readonly highlightContrast: number;
  readonly featherFaceWidths: number;
}

const finishes: Readonly<Record<LipFinish, Finish>> = {
  matte: { lightnessPull: 0.85, ownHue: 0.15, coverage: 1, highlightContrast: 0.55, featherFaceWidths: 0.005 },
  satin: { lightnessPull: 0.75, ownHue: 0.2, coverage: 1, highlightContrast: 1, featherFaceWidths: 0.005 },
  sheer: { lightnessPull: 0.45, ownHue: 0.6, coverage: 0.65, highlightContrast: 1, featherFaceWidths: 0.01 },
  gloss: { lightnessPull: 0.65, ownHue: 0.25, coverage: 1, highlightContrast: 1, featherFaceWidths: 0.005 },
};

/**
 * A lip never moves further than this in OKLab L, however far away the asked colour is. Pigment darkens what lies
 * under it more easily than it lightens it.
 */
const largestLightening = 0.26;
const largestDarkening = 0.42;
const matteShoulder = 1.08;

export function planLipColor({ color, strength, finish }: LipColor, face: Face): readonly Pass[] {
  const statistics = face.statistics.lips;
  if (strength === 0 || !statistics) return [];
  const own = statistics.median;
  const key = `lip-color ${color} ${strength} ${finish} ${own.L},${own.a},${own.b}`;
  const asked = oklabFromHex(color);
  const tint = colorTable(key, lipTint(asked, strength, finishes[finish], own));
  const mask = lipMask(face, finishes[finish].featherFaceWidths);
  const passes = [lut(tint, mask)];
  if (finish === 'gloss') {
    const average = own.L + strength * (reachedColor(asked, own, finishes.gloss.lightnessPull).L - own.L);
    passes.push(lut(shine(strength, average), glossMask(face)));
  }
  return passes;
}

/**
 * The colour that a person may expect: between the lip's own and the asked one. Lips far from the asked lightness
 * are not pushed all the way, and a darker result carries less chroma.
 */
export function reachedColor(asked: Oklab, own: Oklab, lightnessPull: number): Oklab {
  const wanted = lightnessPull * (asked.L - own.L);
  const largest = wanted < 0 ? largestDarkening : largestLightening;
  const L = own.L + largest * Math.tanh(wanted / largest);
  const chroma = Math.min(1, Math.max(0.6, L / asked.L));
  return { L, a: asked.a * chroma, b: asked.b * chroma };
}

/** Moves the lip's median to the reached colour and keeps every deviation from it: that is the texture. */
function lipTint(
  asked: Oklab,
  strength: number,
  { lightnessPull, ownHue, coverage, highlightContrast }: Finish,
  own: Oklab,
): (pixel: Oklab) => Oklab {
  const reached = reachedColor(asked, own, lightnessPull);
  const contrast = Math.sqrt(reached.L / own.L);
  return (pixel) => {
    const shoulder = matteShoulder * own.L;
    const compressed =
      pixel.L > shoulder ? shoulder + highlightContrast * (pixel.L - shoulder) : pixel.L;
    const L = Math.max(0, reached.L + (compressed - own.L) * contrast);
    const tinted = {
      L,
      a: reached.a * (L / reached.L) + ownHue * (pixel.a - own.a),
      b: reached.b * (L / reached.L) + ownHue * (pixel.b - own.b),
    };
    return mixOklab(pixel, tinted, strength * coverage * tintable(pixel.L / own.L));
  };
}

/** Reflections of the light and the dark line between the lips are not skin that takes colour. */
function tintable(relativeLightness: number): number {
  const reflection = 0.8 * smoothstep(1.15, 1.7, relativeLightness);
  return (1 - reflection) * smoothstep(0.5, 0.78, relativeLightness);
}

/** Where the lips are: what the network only suspects of skin far from them takes no colour. */
function lips(face: Face): Mask {
  return ramp(probability(face, 'upper-lip', 'lower-lip'), 0.25, 0.75);
}

/** Soft toward the skin, half as soft toward the teeth, and nothing at all in the mouth. */
function lipMask(face: Face, featherFaceWidths: number): Mask {
  const mouth = probability(face, 'inner-mouth');
  return product(
    feather(lips(face), face, featherFaceWidths),
    ramp(feather(mouth, face, featherFaceWidths / 2), 0.75, 0.1),
    ramp(mouth, 0.5, 0.1),
  );
}

const shineLightness = 0.97;
const shineStrength = 0.36;
/** Reflected light has the colour of the lamp, not of the lip. */
const shineFading = 0.6;

/** Lifts what is lighter than the coloured lip on average: light that falls on it already, not its pale edge. */
function shine(strength: number, averageLightness: number): ReturnType<typeof colorTable> {
  return colorTable(`lip-shine ${strength} ${averageLightness}`, (pixel) => {
    const amount = shineStrength * strength * smoothstep(0.96, 1.2, pixel.L / averageLightness);
    const own = 1 - shineFading * amount;
    return {
      L: pixel.L + amount * Math.max(0, shineLightness - pixel.L),
      a: pixel.a * own,
      b: pixel.b * own,
    };
  });
}

/** Where light falls on the lips already, away from their edge. */
function glossMask(face: Face): Mask {
  // Weighed by certainty: beside the lips is skin, which is lighter and no light on lips.
  const certainty = probability(face, 'upper-lip', 'lower-lip');
  return product(
    ramp(luminanceBand(face, certainty, 0.005, 0.035), 0.005, 0.07),
    ramp(feather(certainty, face, 0.004), 0.6, 0.95),
  );
}
