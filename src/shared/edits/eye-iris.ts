import type { Face } from '../analysis/face';
import { probability, product, ramp, spot, type Mask } from '../render/masks/mask';
import type { Eye } from './eye-geometry';

/** Standard deviation, in iris radii, of the Gaussian by which places on an iris are told. */
const sigmaRadii = 0.6;

/**
 * 1 within `inner` iris radii of the iris's middle, 0 beyond `outer`, smooth between; at most 1.8. A Gaussian through a
 * ramp: round, soft and bounded.
 */
export function disc(face: Face, { iris }: Eye, inner: number, outer: number): Mask {
  const sigma = (sigmaRadii * iris.radius) / face.faceWidthPixels;
  const gaussian = spot(face, iris.center, {
    alongFaceWidths: sigma,
    acrossFaceWidths: sigma,
    angleDegrees: 0,
  });
  return ramp(gaussian, spotAt(outer), spotAt(inner));
}

/** The spot's value at a distance in iris radii. */
function spotAt(radii: number): number {
  const end = Math.exp(-0.5 * spotReach * spotReach);
  return (Math.exp(-0.5 * (radii / sigmaRadii) ** 2) - end) / (1 - end);
}

/** Where a spot ends, in standard deviations: see its kind of mask. */
const spotReach = 3.2;

/** The open eye, a little inside its rims: neither lashes nor the wet edge of the lids. */
export function openEye(face: Face, { side }: Eye): Mask {
  return ramp(probability(face, `${side}-eye`), 0.42, 0.8);
}

export function onIris(face: Face, eye: Eye): Mask {
  return product(openEye(face, eye), disc(face, eye, 0.86, 1.04));
}
