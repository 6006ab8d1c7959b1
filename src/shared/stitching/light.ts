import { solveMembrane } from '../pixels/membrane';
import { createPlane, type Plane } from '../pixels/raster';
import { enlarged, reducedCover } from '../pixels/reduced';
import { weightedBlur } from '../pixels/weighted-blur';
import type { Region } from './region';
import { mapped } from './region';
import { colorChannels, createPlanes, mapPlanes, type Planes } from './side';

/** Light changes slowly: it is worked out on a face about this wide. */
const workingFaceWidthPixels = 240;
const boundarySigmaFaceWidths = 0.014;
const innerSigmaFaceWidths = 0.045;
/** How much of what still differs in skin that both sides show is taken away, at most. */
const innerShare = 0.6;
const robustSigmaFaceWidths = 0.03;
/** Natural logarithms of light: what deviates more from the skin around is a hair, a lash or a reflection. */
const robustDeviation = 0.16;
const floorLinear = 2e-3;

/**
 * By what to multiply the donor's linear light so that its skin gets the target's colour and light: the exponential of
 * a membrane over the mask whose boundary values are log(target / donor), from pixels that are skin on both sides and
 * neither lash nor reflection (Farbman et al. 2009 for the idea, in the logarithm, so that nothing turns black).
 * Inside, what still differs over skin that both sides show is partly taken away too: lids and eye sockets of another
 * skin tone otherwise keep a grey rim. The feature itself takes part by `share` only (an exponent).
 */
export function lightGain(
  target: Planes,
  donor: Planes,
  region: Region,
  unitPixels: number,
  { share, strength }: { readonly share: number; readonly strength: number },
): Planes {
  const factor = Math.max(1, Math.floor(unitPixels / workingFaceWidthPixels));
  const unit = unitPixels / factor;
  const reduced = (plane: Plane): Plane => boxReduced(plane, factor);
  const logTarget = mapPlanes(target, (plane) => logOf(reduced(plane)));
  const logDonor = mapPlanes(donor, (plane) => logOf(reduced(plane)));
  const weights = plainSkin(logTarget, logDonor, reduced(region.sharedSkin), unit);
  const opacity = reduced(region.opacity);
  const hole = Uint8Array.from(opacity.data, (value) => Number(value > 0.004));
  const boundary = { width: opacity.width, height: opacity.height, hole, weights: weights.data };

  const difference = colorChannels.map((channel) =>
    mapped(logTarget[channel], (value, index) => value - logDonor[channel].data[index]!),
  ) as unknown as Planes;
  const smooth = difference.map(
    (plane) => weightedBlur(plane, weights, boundarySigmaFaceWidths * unit).mean,
  );
  const membranes = solveMembrane(boundary, smooth) as unknown as Planes;
  const fields = mapPlanes(membranes, (membrane, channel) => {
    const rest = mapped(difference[channel], (value, index) => value - membrane.data[index]!);
    const inner = weightedBlur(rest, weights, innerSigmaFaceWidths * unit);
    return mapped(membrane, (value, index) => {
      const seen = inner.weight.data[index]!;
      return value + innerShare * (seen / (seen + 0.15)) * inner.mean.data[index]!;
    });
  });
  const [width, height] = [region.opacity.width, region.opacity.height];
  const gains = createPlanes(width, height);
  for (const channel of colorChannels) {
    const field = factor === 1 ? fields[channel] : backToFull(fields[channel], factor, width, height);
    const gain = gains[channel].data;
    for (let index = 0; index < gain.length; index++) {
      const own = region.donorOwn.data[index]!;
      gain[index] = Math.exp(strength * (1 - own * (1 - share)) * field.data[index]!);
    }
  }
  return gains;
}

function logOf(plane: Plane): Plane {
  return mapped(plane, (value) => Math.log(value + floorLinear));
}

/** Shared skin without lashes, stray hairs, reflections and deep folds. */
function plainSkin(target: Planes, donor: Planes, sharedSkin: Plane, unit: number): Plane {
  const sigma = robustSigmaFaceWidths * unit;
  let weights = sharedSkin;
  for (const { 1: green } of [target, donor]) {
    const { mean } = weightedBlur(green, weights, sigma);
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
      padded.data[index] = plane.data[row + Math.min(plane.width - 1, Math.max(0, x + covered.left))]!;
    }
  }
  return enlarged(padded, covered, factor, whole);
}
