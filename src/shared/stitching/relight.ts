import { luminanceOf } from '../pixels/color';
import { exponential, floorLinear, logarithmOfLight } from './curves';

/**
 * Of what a feature is made: skin takes part in the change of hue as a whole, however pale it is; between hairs, what
 * is as light as skin is skin.
 */
export type FeatureMatter = 'skin' | 'hair' | 'other';

export interface LightOptions {
  /** Share of the skin's change of lightness, as an exponent, that the feature itself takes part in. */
  readonly share: number;
  readonly madeOf?: FeatureMatter;
  /** 0 leaves the donor as it is. */
  readonly strength: number;
  /** Of what skin is darker than the skin around, which part goes when it turns much lighter, as an exponent. */
  readonly shadeShare?: number;
}

/** Squared distance from grey, in logarithms, below which skin has no hue to speak of. */
export const leastHue = 0.02;
export const mostHueShare = 1.25;
/** Skin that is nearly white takes part in it by this at least. */
export const leastHueShare = 0.85;
/** A pixel that is this much brighter than its skin, as a logarithm, is half a reflection. */
export const reflectionLog = 0.35;
/**
 * Of what a pixel is brighter than the skin around, which part follows the skin's change, as an exponent: a reflection
 * is added to the skin's own light and does not grow with it, nor does it go when the skin is darker.
 */
export const brightShareLighter = 0.3;
export const brightShareDarker = 0.75;
/** Skin that is darker than the skin around by more, as a logarithm, is lifted no more: nostrils stay dark. */
export const mostShade = 0.8;
/** Samples above this are pressed together when they were lower before. */
export const shoulderLinear = 0.75;

/** Numbers of some pixels that lie one after the other. */
export interface LightRow {
  readonly gain: Float32Array;
  readonly level: Float32Array;
  readonly from: readonly [Float32Array, Float32Array, Float32Array];
  readonly to: readonly [Float32Array, Float32Array, Float32Array];
  /** Where the donor's feature itself is. */
  readonly own: Float32Array;
}

export type ColorRow = readonly [Float32Array, Float32Array, Float32Array];

/**
 * The donor in the target's light: its linear light is multiplied by the target's skin over the donor's. The change of
 * hue is skin's alone: in the feature and in reflections a colour takes part in it by how much of the skin's hue it
 * has, so that the white of an eye, teeth and shine stay neutral. From one pixel of the row to before another.
 *
 * `relighter.ts` does the same four pixels at a time.
 */
export function relightRow(
  [reds, greens, blues]: ColorRow,
  { gain, level, from, to, own: owns }: LightRow,
  { share, strength, madeOf = 'other', shadeShare = 0 }: LightOptions,
  [start, end]: readonly [number, number],
): void {
  for (let index = start; index < end; index++) {
    const [red, green, blue] = [reds[index]!, greens[index]!, blues[index]!];
    const logRed = logarithmOfLight(red);
    const logGreen = logarithmOfLight(green);
    const logBlue = logarithmOfLight(blue);
    const lightness = luminanceOf(logRed, logGreen, logBlue);
    const below = Math.max(0, level[index]! - lightness);
    const own = madeOf === 'hair' ? owns[index]! * hairShare(below) : owns[index]!;
    const lighter = strength * (1 - own * (1 - share)) * gain[index]!;
    const above = Math.max(0, lightness - level[index]!);
    const ofSkin = madeOf === 'skin' ? 1 : 1 - own;
    const shade = Math.min(mostShade, below);
    const lifted = lighter + shadeShare * ofSkin * shade * Math.min(1, Math.max(0, lighter));
    const factor = exponential(lifted) * brightness(above, lighter, own);
    const fromRed = from[0][index]!;
    const fromGreen = from[1][index]!;
    const fromBlue = from[2][index]!;
    const along =
      (logRed - lightness) * fromRed +
      (logGreen - lightness) * fromGreen +
      (logBlue - lightness) * fromBlue;
    const [toRed, toGreen, toBlue] = [to[0][index]!, to[1][index]!, to[2][index]!];
    const square = fromRed * fromRed + fromGreen * fromGreen + fromBlue * fromBlue;
    const bright = above / reflectionLog;
    const skin = ofSkin / (1 + bright * bright);
    const likeSkin = Math.max(0, (along + leastHue) / (square + leastHue));
    const part =
      skin * Math.min(1, Math.max(leastHueShare, likeSkin)) +
      (1 - skin) * Math.min(mostHueShare, likeSkin);
    const ofHue = strength * (1 - own * (1 - share * share));
    const toSquare = toRed * toRed + toGreen * toGreen + toBlue * toBlue;
    const growth = Math.min(0, Math.sqrt((toSquare + leastHue) / (square + leastHue)) - 1);
    const hue = ofHue * part;
    // On skin of less hue all that differs from the skin's hue differs less.
    const less = ofHue * skin * growth;
    reds[index] = pressed(
      red,
      factor * exponential(hue * (toRed - fromRed) + less * (logRed - lightness - fromRed)),
    );
    greens[index] = pressed(
      green,
      factor * exponential(hue * (toGreen - fromGreen) + less * (logGreen - lightness - fromGreen)),
    );
    blues[index] = pressed(
      blue,
      factor * exponential(hue * (toBlue - fromBlue) + less * (logBlue - lightness - fromBlue)),
    );
  }
}

/** A pixel this much darker than its skin, as a logarithm, is half hair and half skin. */
export const hairLog = 1.5;

function hairShare(below: number): number {
  const dark = below / hairLog;
  return (dark * dark) / (1 + dark * dark);
}

/**
 * By what the gain of a pixel that is brighter than its skin is to be multiplied; `above` and `gain` are logarithms.
 * The white of an eye and teeth are as bright as they are, whatever the skin.
 */
function brightness(above: number, gain: number, own: number): number {
  if (above <= 0 || gain === 0) return 1;
  const share = gain > 0 ? brightShareLighter * (1 - own) : brightShareDarker;
  const more = exponential(above) - 1;
  return (1 + more * exponential((share - 1) * gain)) / (1 + more);
}

/** Light times a factor, as far as it does not leave the range. */
function pressed(before: number, factor: number): number {
  const value = (before + floorLinear) * factor - floorLinear;
  if (value <= 0) return 0;
  const from = Math.max(shoulderLinear, before);
  if (value <= from || from >= 1) return value;
  return from + (1 - from) * (1 - Math.exp((from - value) / (1 - from)));
}
