import type { RegionStatistics } from '../../analysis/face';
import { mixOklab, smoothstep, type Oklab } from '../../pixels/color';

/** What a lipstick does with colour and light. All values are 0-1 unless a name says otherwise. */
export interface Finish {
  /** How far the lip's own lightness gives way to the asked one. */
  readonly lightnessPull: number;
  /** How much of the lip's own variation of hue stays. */
  readonly ownHue: number;
  readonly coverage: number;
  /** How much of a reflection stays free of pigment. */
  readonly reflection: number;
  /** Turns a pixel's lightness above or below the lip's median into what is shown of it. */
  readonly relief: (deviation: number) => number;
  /** Light that the finish adds. */
  readonly light?: Light;
  /** Sigma of the edge at the default feather. */
  readonly featherFaceWidths: number;
}

export interface Light {
  readonly on: 'highlights' | 'flakes';
  /** How far the brightest place is lifted toward white at full gloss. */
  readonly strength: number;
  /** The most that is added anywhere, in OKLab L. */
  readonly mostL?: number;
  /** How much of the pigment's chroma goes where light is added: a lamp has its own colour, metal gives it its own. */
  readonly whiteness: number;
}

const asItIs = (deviation: number): number => deviation;

/** Straight below `knee`, from there on rising ever less, by at most `room`. */
function shouldered(knee: number, slope: number, room: number): (deviation: number) => number {
  return (deviation) =>
    deviation <= knee ? deviation : knee + room * Math.tanh((slope * (deviation - knee)) / room);
}

export const finishes = {
  matte: {
    lightnessPull: 0.85,
    ownHue: 0.15,
    coverage: 1,
    reflection: 0,
    relief: shouldered(0.04, 0.6, 0.1),
    featherFaceWidths: 0.005,
  },
  satin: {
    lightnessPull: 0.75,
    ownHue: 0.2,
    coverage: 1,
    reflection: 0.8,
    relief: asItIs,
    featherFaceWidths: 0.005,
  },
  sheer: {
    lightnessPull: 0.45,
    ownHue: 0.6,
    coverage: 0.65,
    reflection: 0.8,
    relief: asItIs,
    featherFaceWidths: 0.01,
  },
  gloss: {
    lightnessPull: 0.65,
    ownHue: 0.25,
    coverage: 1,
    reflection: 0.8,
    relief: asItIs,
    light: { on: 'highlights', strength: 0.66, whiteness: 0.6 },
    featherFaceWidths: 0.005,
  },
  shimmer: {
    lightnessPull: 0.7,
    ownHue: 0.2,
    coverage: 1,
    reflection: 0.8,
    relief: asItIs,
    light: { on: 'flakes', strength: 0.67, whiteness: 0.45 },
    featherFaceWidths: 0.005,
  },
  metallic: {
    lightnessPull: 0.75,
    ownHue: 0.1,
    coverage: 1,
    reflection: 0.15,
    relief: (deviation) => 0.25 * Math.tanh((1.1 * deviation) / 0.25),
    light: { on: 'highlights', strength: 0.42, whiteness: 0.05 },
    featherFaceWidths: 0.005,
  },
} as const satisfies Readonly<Record<string, Finish>>;

export type LipFinish = keyof typeof finishes;

/**
 * A lip never moves further than this in OKLab L, however far away the asked colour is. Pigment darkens what lies
 * under it more easily than it lightens it.
 */
const largestLightening = 0.26;
const largestDarkening = 0.42;

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

/** Moves the lip's median to the reached colour and keeps the deviations from it: they are the texture. */
export function lipTint(
  asked: Oklab,
  strength: number,
  { lightnessPull, ownHue, coverage, relief, reflection }: Finish,
  { median: own, darkest, lightest }: RegionStatistics,
): (pixel: Oklab) => Oklab {
  const reached = reachedColor(asked, own, lightnessPull);
  const contrast = Math.sqrt(reached.L / own.L);
  // The mouth line and the shade in the corners stay as dark as they are; dark lips do not count as shade.
  const shade = Math.min(0.78, Math.max(0.45, darkest / own.L));
  const lamp = Math.max(1.15, (0.95 * lightest) / own.L);
  const ownChroma = Math.hypot(own.a, own.b);
  return (pixel) => {
    const relative = pixel.L / own.L;
    const shaded = 1 - smoothstep(shade - 0.25, shade + 0.05, relative);
    const lit = Math.max(0, reached.L + relief(pixel.L - own.L) * contrast);
    const L = lit + shaded * (reached.L * relative - lit);
    const tinted = {
      L,
      a: reached.a * (L / reached.L) + ownHue * (pixel.a - own.a),
      b: reached.b * (L / reached.L) + ownHue * (pixel.b - own.b),
    };
    const share = strength * coverage * smoothstep(0.15, 0.4, relative);
    const reflected = reflection * smoothstep(lamp, lamp + 0.5, relative);
    const paled = 1 - Math.min(1, Math.hypot(pixel.a, pixel.b) / ownChroma);
    const mixed = mixOklab(pixel, tinted, share * (1 - reflected * (0.3 + 0.7 * paled)));
    return { ...mixed, L: pixel.L + share * (1 - reflected) * (tinted.L - pixel.L) };
  };
}

const lightLightness = 0.97;

/** Light on the coloured lip. `amount` is 0-1. */
export function lipLight(
  { strength, whiteness, mostL = 1 }: Light,
  amount: number,
): (pixel: Oklab) => Oklab {
  return ({ L, a, b }) => {
    const room = Math.max(0, lightLightness - L);
    const added = amount * Math.min(strength * room, mostL);
    const chroma = 1 - (whiteness * added) / Math.max(room, 0.05);
    return { L: L + added, a: a * chroma, b: b * chroma };
  };
}
