import { solveMembrane } from '../pixels/membrane';
import { createPlane, type Plane } from '../pixels/raster';
import { enlarged, reducedCover } from '../pixels/reduced';
import { weightedBlur } from '../pixels/weighted-blur';
import { mapped } from './planes';
import type { Region } from './region';
import { colorChannels, createPlanes, mapPlanes, type Planes } from './side';

/** Light changes slowly: it is worked out on a face about this wide. */
const workingFaceWidthPixels = 160;
const boundarySigmaFaceWidths = 0.014;
const innerSigmaFaceWidths = 0.045;
/** How much of what still differs in skin that both sides show is taken away, at most. */
const innerShare = 0.6;
const innerHueShare = 0.9;
const robustSigmaFaceWidths = 0.03;
const innerWeight = 0.15;
/** Natural logarithms of light: what deviates more from the skin around is a hair, a lash or a reflection. */
const robustDeviation = 0.16;
const floorLinear = 2e-3;

export interface LightOptions {
  /** Share of the skin's change of lightness, as an exponent, that the feature itself takes part in. */
  readonly share: number;
  /** 0 leaves the donor as it is. */
  readonly strength: number;
}

/** Logarithms of the light on both sides' skin, carried on over the mask, on reduced pixels. */
export interface SkinLights {
  readonly factor: number;
  readonly target: Planes;
  readonly donor: Planes;
}

/**
 * Membranes over the mask whose boundary values are the logarithms of light from pixels that are skin on both sides and
 * neither lash nor reflection (coordinates of Farbman et al. 2009, in the logarithm, so that nothing turns black).
 * Inside, what still differs over skin that both sides show is partly followed too: lids and eye sockets of another
 * skin tone otherwise keep a grey rim.
 */
export function skinLights(
  target: Planes,
  donor: Planes,
  region: Region,
  unitPixels: number,
): SkinLights {
  const factor = Math.max(1, Math.floor(unitPixels / workingFaceWidthPixels));
  const unit = unitPixels / factor;
  const reduced = (plane: Plane): Plane => boxReduced(plane, factor);
  const logTarget = mapPlanes(target, (plane) => logOf(reduced(plane)));
  const logDonor = mapPlanes(donor, (plane) => logOf(reduced(plane)));
  const weights = plainSkin(logTarget, logDonor, reduced(region.sharedSkin), unit);
  const opacity = reduced(region.opacity);
  return {
    factor,
    target: skinLight(logTarget, weights, opacity, unit),
    donor: skinLight(logDonor, weights, opacity, unit),
  };
}

/**
 * The donor in the target's light: its linear light is multiplied by the target's over the donor's. The change of hue
 * is meant for skin: `turnHue` leaves the white of an eye, teeth and reflections neutral.
 */
export function relit(
  donor: Planes,
  lights: SkinLights,
  { donorOwn }: Region,
  { share, strength }: LightOptions,
): Planes {
  if (strength === 0) return donor;
  const { factor } = lights;
  const { width, height } = donorOwn;
  const full = (plane: Plane): Plane =>
    factor === 1 ? plane : backToFull(plane, factor, width, height);
  const targetSkin = mapPlanes(lights.target, full);
  const donorSkin = mapPlanes(lights.donor, full);
  const result = createPlanes(width, height);
  const from: Vector = [0, 0, 0];
  const to: Vector = [0, 0, 0];
  const color: Vector = [0, 0, 0];
  for (let index = 0; index < result[0].data.length; index++) {
    for (const channel of colorChannels) {
      from[channel] = donorSkin[channel].data[index]!;
      to[channel] = targetSkin[channel].data[index]!;
      color[channel] = Math.log(donor[channel].data[index]! + floorLinear);
    }
    const own = donorOwn.data[index]!;
    const lightness = (1 - own * (1 - share)) * (takeLightness(to) - takeLightness(from));
    const hueAmount = 1 - own * (1 - share * share);
    turnHue(color, from, to);
    for (const channel of colorChannels) {
      const exponent = strength * (lightness + hueAmount * color[channel]);
      const value = (donor[channel].data[index]! + floorLinear) * Math.exp(exponent) - floorLinear;
      result[channel].data[index] = Math.max(0, value);
    }
  }
  return result;
}

type Vector = [number, number, number];

/** Luminance-weighted mean of three logarithms. */
function luminance([red, green, blue]: Vector): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Leaves hue only, and answers with the lightness. */
function takeLightness(color: Vector): number {
  const lightness = luminance(color);
  for (const channel of colorChannels) color[channel] -= lightness;
  return lightness;
}

/** Squared distance from grey, in logarithms, below which skin has no hue to speak of. */
const leastHue = 0.01;
const mostHueGain = 1.25;

/**
 * Replaces a colour by what to add to its logarithms where skin's hue goes `from` the donor's `to` the target's: the
 * linear map that does this and keeps grey grey; across that direction it scales alike. Multiplying the channels
 * instead paints eyeballs and shiny lids in the opposite colour.
 */
function turnHue(color: Vector, from: Vector, to: Vector): void {
  takeLightness(color);
  const square = dot(from, from);
  const along = square < leastHue ? 1 : dot(color, from) / square;
  const scale = square < leastHue ? 1 : Math.min(mostHueGain, Math.sqrt(dot(to, to) / square));
  for (const channel of colorChannels) {
    const across = color[channel] - along * from[channel];
    color[channel] = along * to[channel] + scale * across - color[channel];
  }
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/**
 * The light on one side's skin, in logarithms, carried on over the mask. Linear in its input: of two sides' fields the
 * difference is the field of the difference.
 */
function skinLight(log: Planes, weights: Plane, opacity: Plane, unit: number): Planes {
  const { width, height } = opacity;
  const hole = Uint8Array.from(opacity.data, (value) => Number(value > 0.004));
  const { means } = weightedBlur(log, weights, boundarySigmaFaceWidths * unit);
  const membranes = solveMembrane({ width, height, hole, weights: weights.data }, means);
  const left = mapPlanes(log, (plane, channel) => {
    const membrane = membranes[channel]!.data;
    return mapped(plane, (value, index) => value - membrane[index]!);
  });
  const inner = weightedBlur(left, weights, innerSigmaFaceWidths * unit);
  const rest = mapPlanes(log, (_, channel) =>
    mapped(inner.means[channel]!, (value, index) => {
      const seen = inner.weight.data[index]!;
      return (value * seen) / (seen + innerWeight);
    }),
  );
  return mapPlanes(rest, (plane, channel) => {
    const membrane = membranes[channel]!.data;
    return mapped(plane, (value, index) => {
      const lightness = luminance([
        rest[0].data[index]!,
        rest[1].data[index]!,
        rest[2].data[index]!,
      ]);
      return membrane[index]! + innerShare * lightness + innerHueShare * (value - lightness);
    });
  });
}

function logOf(plane: Plane): Plane {
  return mapped(plane, (value) => Math.log(value + floorLinear));
}

/** Shared skin without lashes, stray hairs, reflections and deep folds. */
function plainSkin(target: Planes, donor: Planes, sharedSkin: Plane, unit: number): Plane {
  const sigma = robustSigmaFaceWidths * unit;
  let weights = sharedSkin;
  for (const { 1: green } of [target, donor]) {
    const mean = weightedBlur([green], weights, sigma).means[0]!;
    weights = mapped(weights, (weight, index) => {
      const deviation = (green.data[index]! - mean.data[index]!) / robustDeviation;
      return weight / (1 + deviation ** 4);
    });
  }
  return weights;
}

/** Means of squares of `factor` pixels; those beyond the edge do not count. */
function boxReduced({ width, height, data }: Plane, factor: number): Plane {
  if (factor === 1) return { width, height, data };
  const result = createPlane(Math.ceil(width / factor), Math.ceil(height / factor));
  for (let y = 0, index = 0; y < height; y++) {
    const row = Math.floor(y / factor) * result.width;
    for (let x = 0; x < width; x++, index++) {
      const at = row + Math.floor(x / factor);
      result.data[at] = result.data[at]! + data[index]!;
    }
  }
  for (let y = 0, index = 0; y < result.height; y++) {
    const rows = Math.min(factor, height - y * factor);
    for (let x = 0; x < result.width; x++, index++) {
      result.data[index] = result.data[index]! / (rows * Math.min(factor, width - x * factor));
    }
  }
  return result;
}

function backToFull(plane: Plane, factor: number, width: number, height: number): Plane {
  const whole = { left: 0, top: 0, width, height };
  const covered = reducedCover(whole, factor);
  const padded = createPlane(covered.width, covered.height);
  for (let y = 0, index = 0; y < padded.height; y++) {
    const row = Math.min(plane.height - 1, Math.max(0, y + covered.top)) * plane.width;
    for (let x = 0; x < padded.width; x++, index++) {
      padded.data[index] =
        plane.data[row + Math.min(plane.width - 1, Math.max(0, x + covered.left))]!;
    }
  }
  return enlarged(padded, covered, factor, whole);
}
