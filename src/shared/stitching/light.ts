import { luminanceOf } from '../pixels/color';
import { solveMembrane } from '../pixels/membrane';
import {
  createPlane,
  createPlanes,
  type Plane,
  type Planes,
  type Rectangle,
} from '../pixels/raster';
import { enlarged, reducedCover } from '../pixels/reduced';
import { weightedBlur } from '../pixels/weighted-blur';
import { logarithmOfLight } from './curves';
import { combined, weightedMean } from './planes';
import { mapPlanes } from './side';

const boundarySigmaFaceWidths = 0.014;
const innerSigmaFaceWidths = 0.045;
/** How much of what still differs in skin that both sides show is taken away, at most. */
const innerShare = 0.6;
const innerHueShare = 0.9;
const robustSigmaFaceWidths = 0.03;
const innerWeight = 0.15;
/** A boundary where less skin is seen than this is drawn towards the whole window's mean. */
const boundaryWeight = 0.02;
/** Natural logarithms of light: what deviates more from the skin around is a hair, a lash or a reflection. */
const robustDeviation = 0.16;
/** No place of a window is this much brighter or darker than its mean, as skin. */
const mostDeviation = 0.9;

/** Skin as it would be at every place of the grid, in logarithms of linear light. */
export interface SkinLights {
  /** By how much the target's is lighter than the donor's, and how light the donor's is. */
  readonly gain: Plane;
  readonly level: Plane;
  /** Chroma: what is left when the lightness is taken off. */
  readonly from: Planes;
  readonly to: Planes;
}

/** Logarithms of the target's and the donor's linear light. */
type Sides = readonly [Planes, Planes];

/** What is seen where: skin and the feature itself on both sides, and the mask. */
export interface Shown {
  readonly skin: Plane;
  readonly own: Plane;
  readonly opacity: Plane;
}

const textureSigmaFaceWidths = 0.012;
const reliefSigmaFaceWidths = 0.022;
const reliefWeight = 0.08;

/** A face this wide shows all that there is to see of light; on one twice as wide it is worked out at half its size. */
const enoughFaceWidthPixels = 90;

export function skinLights(
  target: Planes,
  donor: Planes,
  shown: Shown,
  skinRelief: number,
  unitPixels: number,
): SkinLights {
  const { opacity } = shown;
  if (unitPixels < 2 * enoughFaceWidthPixels)
    return lightsAt(target, donor, shown, skinRelief, unitPixels);
  const { width, height } = opacity;
  const whole = { left: 0, top: 0, width, height };
  const covered = reducedCover(whole, 2);
  const half = (plane: Plane): Plane => halved(plane, covered);
  const lights = lightsAt(
    mapPlanes(target, half),
    mapPlanes(donor, half),
    { skin: half(shown.skin), own: half(shown.own), opacity: half(opacity) },
    skinRelief,
    unitPixels / 2,
  );
  const full = (plane: Plane): Plane => enlarged(plane, covered, 2, whole);
  return {
    gain: full(lights.gain),
    level: full(lights.level),
    from: mapPlanes(lights.from, full),
    to: mapPlanes(lights.to, full),
  };
}

/** Means of 2 x 2 pixels; beyond the plane its edge goes on. */
function halved({ width, height, data }: Plane, covered: Rectangle): Plane {
  const result = createPlane(covered.width, covered.height);
  for (let y = 0, index = 0; y < covered.height; y++) {
    const top = 2 * (covered.top + y);
    const upper = Math.min(height - 1, Math.max(0, top)) * width;
    const lower = Math.min(height - 1, Math.max(0, top + 1)) * width;
    for (let x = 0; x < covered.width; x++, index++) {
      const at = 2 * (covered.left + x);
      const left = Math.min(width - 1, Math.max(0, at));
      const right = Math.min(width - 1, Math.max(0, at + 1));
      result.data[index] =
        0.25 *
        (data[upper + left]! + data[upper + right]! + data[lower + left]! + data[lower + right]!);
    }
  }
  return result;
}

/**
 * Membranes over the mask whose boundary values are the logarithms of light from pixels that are skin on both sides and
 * neither lash nor reflection (coordinates of Farbman et al. 2009, in the logarithm, so that nothing turns black).
 * Inside, what still differs over skin that both sides show is partly followed too: lids and eye sockets of another
 * skin tone otherwise keep a grey rim.
 */
function lightsAt(
  target: Planes,
  donor: Planes,
  { skin, own, opacity }: Shown,
  skinRelief: number,
  unit: number,
): SkinLights {
  const sides = [mapPlanes(target, logOf), mapPlanes(donor, logOf)] as const;
  const weights = plainPlaces(sides, skin, robustSigmaFaceWidths * unit);
  const lights = carriedOver(sides, weights, opacity, unit);
  if (skinRelief > 0) addRelief(sides, lights, { skin, own }, skinRelief, unit);
  return lightsBetween(...lights);
}

function lightsBetween(target: Planes, donor: Planes): SkinLights {
  const { width, height } = target[0];
  const gain = createPlane(width, height);
  const level = createPlane(width, height);
  // In place: nobody else has them.
  for (let index = 0; index < gain.data.length; index++) {
    const ofTarget = withoutLightness(target, index);
    level.data[index] = withoutLightness(donor, index);
    gain.data[index] = ofTarget - level.data[index]!;
  }
  return { gain, level, from: donor, to: target };
}

/** Takes the lightness off the three channels of a pixel and answers with it. */
function withoutLightness([red, green, blue]: Planes, index: number): number {
  const lightness = luminanceOf(red.data[index]!, green.data[index]!, blue.data[index]!);
  red.data[index] = red.data[index]! - lightness;
  green.data[index] = green.data[index]! - lightness;
  blue.data[index] = blue.data[index]! - lightness;
  return lightness;
}

/** The light on each side's skin carried on over the mask. */
function carriedOver(sides: Sides, weights: Plane, opacity: Plane, unit: number): [Planes, Planes] {
  const { width, height } = opacity;
  const hole = new Uint8Array(opacity.data.length);
  for (let index = 0; index < hole.length; index++)
    hole[index] = Number(opacity.data[index]! > 0.004);
  const all = sides.flat();
  const means = all.map((plane) => weightedMean(plane.data, weights.data));
  const centred = all.map((plane, at) => clipped(plane, means[at]!));
  const near = weightedBlur(centred, weights, boundarySigmaFaceWidths * unit);
  for (const { data } of near.means) {
    for (let index = 0; index < data.length; index++) {
      const seen = near.weight.data[index]!;
      data[index] = (data[index]! * seen) / (seen + boundaryWeight);
    }
  }
  const membranes = solveMembrane({ width, height, hole, weights: weights.data }, near.means);
  centred.forEach(({ data }, at) => {
    const membrane = membranes[at]!.data;
    for (let index = 0; index < data.length; index++) data[index] = data[index]! - membrane[index]!;
  });
  const inner = weightedBlur(centred, weights, innerSigmaFaceWidths * unit);
  const result = [0, 3].map((first) => {
    const channels = [first, first + 1, first + 2] as const;
    const planes = createPlanes(width, height);
    for (let index = 0; index < width * height; index++) {
      const seen = inner.weight.data[index]!;
      const share = seen / (seen + innerWeight);
      const red = share * inner.means[channels[0]]!.data[index]!;
      const green = share * inner.means[channels[1]]!.data[index]!;
      const blue = share * inner.means[channels[2]]!.data[index]!;
      const rest = (innerShare - innerHueShare) * luminanceOf(red, green, blue);
      planes[0].data[index] = rest + innerHueShare * red;
      planes[1].data[index] = rest + innerHueShare * green;
      planes[2].data[index] = rest + innerHueShare * blue;
    }
    planes.forEach(({ data }, channel) => {
      const membrane = membranes[first + channel]!.data;
      const mean = means[first + channel]!;
      for (let index = 0; index < data.length; index++)
        data[index] = data[index]! + mean + membrane[index]!;
    });
    return planes;
  });
  return result as [Planes, Planes];
}

/** What deviates from a mean, within limits. */
function clipped(plane: Plane, mean: number): Plane {
  const result = createPlane(plane.width, plane.height);
  for (let index = 0; index < result.data.length; index++) {
    const deviation = plane.data[index]! - mean;
    result.data[index] = Math.min(mostDeviation, Math.max(-mostDeviation, deviation));
  }
  return result;
}

function logOf({ width, height, data }: Plane): Plane {
  const result = createPlane(width, height);
  for (let index = 0; index < data.length; index++)
    result.data[index] = logarithmOfLight(data[index]!);
  return result;
}

/** Places of some sort without lashes, stray hairs, reflections and deep folds on either side. */
function plainPlaces(sides: Sides, places: Plane, sigmaPixels: number): Plane {
  let weights = places;
  for (const { 1: green } of sides) {
    const mean = weightedBlur([green], weights, sigmaPixels).means[0]!;
    const plain = createPlane(weights.width, weights.height);
    for (let index = 0; index < plain.data.length; index++) {
      const deviation = (green.data[index]! - mean.data[index]!) / robustDeviation;
      const square = deviation * deviation;
      plain.data[index] = weights.data[index]! / (1 + square * square);
    }
    weights = plain;
  }
  return weights;
}

/**
 * Adds to both lights what each side's skin shows of shadows and shine that are larger than texture: a shadow under the
 * donor's nose belongs to the donor's light, not to its mouth.
 */
function addRelief(
  sides: Sides,
  lights: readonly [Planes, Planes],
  { skin, own }: Pick<Shown, 'skin' | 'own'>,
  skinRelief: number,
  unit: number,
): void {
  const places = combined(skin, own, (a, b) => Math.min(1, a + b));
  const weights = plainPlaces(sides, places, textureSigmaFaceWidths * unit);
  const all = lights.flat();
  const left = sides.flat().map(({ width, height, data }, at) => {
    const result = createPlane(width, height);
    for (let index = 0; index < data.length; index++) {
      const deviation = data[index]! - all[at]!.data[index]!;
      result.data[index] = Math.min(mostDeviation, Math.max(-mostDeviation, deviation));
    }
    return result;
  });
  const relief = weightedBlur(left, weights, reliefSigmaFaceWidths * unit);
  all.forEach(({ data }, at) => {
    const means = relief.means[at]!.data;
    for (let index = 0; index < data.length; index++) {
      const seen = relief.weight.data[index]!;
      const share = skinRelief * (1 - own.data[index]!);
      data[index] = data[index]! + (share * means[index]! * seen) / (seen + reliefWeight);
    }
  });
}
