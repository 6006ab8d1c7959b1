import { gaussianBlur } from '../pixels/gaussian';
import type { Plane, Planes } from '../pixels/raster';
import { weightedBlur } from '../pixels/weighted-blur';
import type { SkinLights } from './light';
import { combined, mapped, weightedMean } from './planes';
import type { Region } from './region';
import { relit } from './relighter';
import { luminanceOf } from './side';

/** How badly two pictures agree where one ends and the other begins. */
export interface Mismatch {
  /** By how much they differ at each place, the donor's light matched: natural logarithms of light. */
  readonly everywhere: Plane;
  /** The same of skin alone, carried on over what is not skin in both. */
  readonly ofSkin: Plane;
  /** Over all skin round the feature. */
  readonly mean: number;
  /** By how much the light of their skins differed before it was matched: the root of the mean square round the feature. */
  readonly shade: number;
}

const differenceFloor = 0.01;
const roughnessShare = 4;
const roughnessSigmaFaceWidths = 0.008;
const skinSigmaFaceWidths = 0.02;
/** Where less skin is seen than this, the mean of all counts. */
const skinWeight = 0.05;
/** Skin that has to become lighter by more than this, as a logarithm, shows its noise and what was lost in the dark. */
const harmlessGain = 1;
const gainShare = 0.2;

/** In lightness, and in how rough they are (a beard, folds). */
export function mismatchOf(
  target: Planes,
  donor: Planes,
  region: Region,
  lights: SkinLights,
): Mismatch {
  const { madeOf } = region.outline.geometry;
  const lit = relit(donor, lights, region.donorOwn, { share: 1, strength: 1, madeOf });
  const [ofDonor, ofTarget] = [lit, target].map((planes) =>
    mapped(luminanceOf(planes), (value) => Math.log(value + differenceFloor)),
  ) as [Plane, Plane];
  const unit = region.grid.unitPixels;
  const rough = combined(roughness(ofDonor, unit), roughness(ofTarget, unit), (a, b) => a - b);
  const everywhere = combined(
    combined(ofDonor, ofTarget, (a, b) => Math.abs(a - b)),
    rough,
    (lightness, texture) => lightness + roughnessShare * Math.abs(texture),
  );
  const lifted = combined(
    everywhere,
    lights.gain,
    (value, gain) => value + gainShare * Math.max(0, gain - harmlessGain),
  );
  const near = combined(region.sharedSkin, region.outline.distance, (skin, away) =>
    away < region.outline.geometry.boundaryFaceWidths ? skin : 0,
  );
  const mean = weightedMean(lifted.data, near.data);
  return {
    ...{ everywhere, mean },
    shade: Math.sqrt(
      weightedMean(
        lights.gain.data.map((value) => value * value),
        near.data,
      ),
    ),
    // Few features ask for it.
    get ofSkin() {
      return carriedOn(lifted, region.sharedSkin, mean, unit);
    },
  };
}

function roughness(log: Plane, unitPixels: number): Plane {
  const sigma = roughnessSigmaFaceWidths * unitPixels;
  const mean = gaussianBlur(log, sigma);
  return gaussianBlur(
    combined(log, mean, (a, b) => Math.abs(a - b)),
    2 * sigma,
  );
}

function carriedOn(plane: Plane, skin: Plane, mean: number, unitPixels: number): Plane {
  const { means, weight } = weightedBlur([plane], skin, skinSigmaFaceWidths * unitPixels);
  return combined(
    means[0]!,
    weight,
    (value, seen) => (value * seen + mean * skinWeight) / (seen + skinWeight),
  );
}
