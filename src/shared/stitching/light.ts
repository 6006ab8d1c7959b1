import { solveMembrane } from '../pixels/membrane';
import type { Plane } from '../pixels/raster';
import { weightedBlur } from '../pixels/weighted-blur';
import { mapped } from './planes';
import type { Region } from './region';
import { colorChannels, createPlanes, mapPlanes, type Planes } from './side';

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
export const floorLinear = 2e-3;

/** Skin as it would be at every place of the grid, in logarithms of linear light. */
export interface SkinLights {
  /** By how much the target's is lighter than the donor's, and how light the donor's is. */
  readonly gain: Plane;
  readonly level: Plane;
  /** Chroma: what is left when the lightness is taken off. */
  readonly from: Planes;
  readonly to: Planes;
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
  { sharedSkin, grid }: Region,
  opacity: Plane,
): SkinLights {
  const unit = grid.unitPixels;
  const logTarget = mapPlanes(target, logOf);
  const logDonor = mapPlanes(donor, logOf);
  const weights = plainSkin(logTarget, logDonor, sharedSkin, unit);
  const ofTarget = split(skinLight(logTarget, weights, opacity, unit));
  const ofDonor = split(skinLight(logDonor, weights, opacity, unit));
  return {
    gain: mapped(ofTarget.lightness, (value, index) => value - ofDonor.lightness.data[index]!),
    level: ofDonor.lightness,
    from: ofDonor.chroma,
    to: ofTarget.chroma,
  };
}

function split(log: Planes): { readonly lightness: Plane; readonly chroma: Planes } {
  const [red, green, blue] = log;
  const lightness = mapped(
    red,
    (value, index) => 0.2126 * value + 0.7152 * green.data[index]! + 0.0722 * blue.data[index]!,
  );
  const chroma = mapPlanes(log, (plane) =>
    mapped(plane, (value, index) => value - lightness.data[index]!),
  );
  return { lightness, chroma };
}

/** The light on one side's skin carried on over the mask. */
function skinLight(log: Planes, weights: Plane, opacity: Plane, unit: number): Planes {
  const { width, height } = opacity;
  const hole = Uint8Array.from(opacity.data, (value) => Number(value > 0.004));
  const mean = colorChannels.map((channel) => weightedMean(log[channel], weights));
  const centred = mapPlanes(log, (plane, channel) =>
    mapped(plane, (value) => {
      const deviation = value - mean[channel]!;
      return Math.min(mostDeviation, Math.max(-mostDeviation, deviation));
    }),
  );
  const near = weightedBlur(centred, weights, boundarySigmaFaceWidths * unit);
  const boundary = near.means.map((plane) =>
    mapped(plane, (value, index) => {
      const seen = near.weight.data[index]!;
      return (value * seen) / (seen + boundaryWeight);
    }),
  );
  const membranes = solveMembrane({ width, height, hole, weights: weights.data }, boundary);
  const left = mapPlanes(centred, (plane, channel) => {
    const membrane = membranes[channel]!.data;
    return mapped(plane, (value, index) => value - membrane[index]!);
  });
  const inner = weightedBlur(left, weights, innerSigmaFaceWidths * unit);
  const shrunk = (channel: 0 | 1 | 2, index: number): number => {
    const seen = inner.weight.data[index]!;
    return (inner.means[channel]!.data[index]! * seen) / (seen + innerWeight);
  };
  const result = createPlanes(width, height);
  for (let index = 0; index < width * height; index++) {
    const rest = [shrunk(0, index), shrunk(1, index), shrunk(2, index)] as const;
    const lightness = 0.2126 * rest[0] + 0.7152 * rest[1] + 0.0722 * rest[2];
    for (const channel of colorChannels) {
      const chroma = rest[channel] - lightness;
      result[channel].data[index] =
        mean[channel]! +
        membranes[channel]!.data[index]! +
        innerShare * lightness +
        innerHueShare * chroma;
    }
  }
  return result;
}

function weightedMean({ data }: Plane, { data: weights }: Plane): number {
  let sum = 0;
  let total = 1e-9;
  for (let index = 0; index < data.length; index++) {
    sum += weights[index]! * data[index]!;
    total += weights[index]!;
  }
  return sum / total;
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
