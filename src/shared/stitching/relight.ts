import type { Plane, Rectangle } from '../pixels/raster';
import { fullPlane, type Grid } from './grid';
import { floorLinear, type SkinLights } from './light';
import { colorChannels, createPlanes, mapPlanes, type Planes } from './side';

export interface LightOptions {
  /** Share of the skin's change of lightness, as an exponent, that the feature itself takes part in. */
  readonly share: number;
  /** 0 leaves the donor as it is. */
  readonly strength: number;
}

/** The lights at every pixel of a rectangle of the target. */
export function fullLights(lights: SkinLights, grid: Grid, rectangle: Rectangle): SkinLights {
  const full = (plane: Plane): Plane => fullPlane(plane, grid, rectangle);
  return {
    gain: full(lights.gain),
    level: full(lights.level),
    from: mapPlanes(lights.from, full),
    to: mapPlanes(lights.to, full),
  };
}

/** Squared distance from grey, in logarithms, below which skin has no hue to speak of. */
const leastHue = 0.02;
const mostHueShare = 1.25;
/** Skin that is nearly white takes part in it by this at least. */
const leastHueShare = 0.6;
/** A pixel that is this much brighter than its skin, as a logarithm, is half a reflection. */
const reflectionLog = 0.35;
/**
 * Of what a pixel is brighter than the skin around, which part follows the skin's change, as an exponent: a reflection
 * is added to the skin's own light and does not grow with it, nor does it go when the skin is darker.
 */
const brightShareLighter = 0.3;
const brightShareDarker = 0.75;
/** Samples above this are pressed together when they were lower before. */
const shoulderLinear = 0.75;

/**
 * The donor in the target's light: its linear light is multiplied by the target's skin over the donor's. The change of
 * hue is skin's alone: in the feature and in reflections a colour takes part in it by how much of the skin's hue it
 * has, so that the white of an eye, teeth and shine stay neutral.
 */
export function relit(
  donor: Planes,
  { gain, level, from, to }: SkinLights,
  donorOwn: Plane,
  { share, strength }: LightOptions,
): Planes {
  if (strength === 0) return donor;
  const result = createPlanes(gain.width, gain.height);
  const chroma: [number, number, number] = [0, 0, 0];
  for (let index = 0; index < gain.data.length; index++) {
    for (const channel of colorChannels) {
      chroma[channel] = Math.log(Math.max(0, donor[channel].data[index]!) + floorLinear);
    }
    const lightness = 0.2126 * chroma[0] + 0.7152 * chroma[1] + 0.0722 * chroma[2];
    const own = donorOwn.data[index]!;
    const lighter = strength * (1 - own * (1 - share)) * gain.data[index]!;
    const added = lighter + brightness(lightness - level.data[index]!, lighter, own);
    let along = 0;
    let square = 0;
    for (const channel of colorChannels) {
      const ofSkin = from[channel].data[index]!;
      along += (chroma[channel] - lightness) * ofSkin;
      square += ofSkin * ofSkin;
    }
    const above = Math.max(0, lightness - level.data[index]!);
    const skin = (1 - own) / (1 + (above / reflectionLog) ** 2);
    const likeSkin = Math.min(mostHueShare, Math.max(0, (along + leastHue) / (square + leastHue)));
    const part = skin * Math.min(1, Math.max(leastHueShare, likeSkin)) + (1 - skin) * likeSkin;
    const hue = strength * (1 - own * (1 - share * share)) * part;
    for (const channel of colorChannels) {
      const turn = hue * (to[channel].data[index]! - from[channel].data[index]!);
      const before = donor[channel].data[index]!;
      const value = (before + floorLinear) * Math.exp(added + turn) - floorLinear;
      result[channel].data[index] = Math.max(0, pressed(value, before));
    }
  }
  return result;
}

/**
 * What is to be added to the gain of a pixel that is brighter than its skin; all in logarithms. The white of an eye and
 * teeth are as bright as they are, whatever the skin.
 */
function brightness(above: number, gain: number, own: number): number {
  if (above <= 0 || gain === 0) return 0;
  const share = gain > 0 ? brightShareLighter * (1 - own) : brightShareDarker;
  const more = Math.exp(above) - 1;
  return Math.log((1 + more * Math.exp((share - 1) * gain)) / (1 + more));
}

function pressed(value: number, before: number): number {
  const from = Math.max(shoulderLinear, before);
  if (value <= from || from >= 1) return value;
  return from + (1 - from) * (1 - Math.exp((from - value) / (1 - from)));
}
