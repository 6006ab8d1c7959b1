import { gaussianBlur } from '../pixels/gaussian';
import { isEmpty, type Plane, type Rectangle } from '../pixels/raster';
import { alignPart, type Placement } from './align';
import { coveringSkin, withCovered, type CoveringSkin } from './cover';
import { partGeometry, type PartGeometry, type StitchPart } from './features';
import { donorView, fullPlane, gridFor, targetView } from './grid';
import { skinLights, type SkinLights } from './light';
import { drawnTogether, outlineOpacity, type Outline } from './outline';
import { largestFeather } from './options';
import { combined, mapped } from './planes';
import { regionOf, usedWindow, windowOf, type Region } from './region';
import { relit } from './relight';
import { positionsIn, resample } from './resample';
import { encodedLuma, luminanceOf, readLinear, type Planes, type StitchSide } from './side';

/** A part of the donor laid over the target, nothing matched yet. */
export interface PreparedPart {
  readonly part: StitchPart;
  readonly geometry: PartGeometry;
  /** Pixels of the target's picture. */
  readonly window: Rectangle;
  readonly region: Region;
  readonly outline: Outline;
  readonly lights: SkinLights;
  readonly skin: CoveringSkin | null;
  /** In the window: how far the donor replaces the target with the usual feather, and where the feature itself is. */
  readonly opacity: Plane;
  readonly donorOwn: Plane;
  /** Linear light in the window. */
  readonly target: Planes;
  readonly donor: Planes;
  readonly targetLuma: Plane;
  /** Where clarity is measured. */
  readonly clarityWeights: Plane;
  readonly donorPixelsPerPixel: number;
}

/** A blur looks this far beyond the mask. */
const borderPixels = 8;

/** `undefined` where one of the two sides does not show the part. */
export function preparePart(
  part: StitchPart,
  target: StitchSide,
  donor: StitchSide,
  placement: Placement,
): PreparedPart | undefined {
  const geometry = partGeometry[part];
  const alignment = alignPart(target, donor, geometry, placement);
  const largest = windowOf(target, donor, geometry, alignment);
  if (isEmpty(largest)) return undefined;
  const grid = gridFor(largest, target);
  const views = { target: targetView(target, grid), donor: donorView(donor, alignment, grid) };
  const region = regionOf({
    ...{ part, geometry, alignment, grid, ...views },
    sides: { target, donor },
  });
  const { target: to, donor: from } = { target: views.target.linear, donor: views.donor.linear };
  const lights = skinLights(to, from, region, outlineOpacity(region.outline, 1));
  const outline = drawnTogether(region.outline, leftOver(to, from, region, lights));
  const softest = withCovered(outlineOpacity(outline, largestFeather), region);
  const window = usedWindow(softest, grid, largest, borderPixels);
  if (isEmpty(window)) return undefined;
  const small = outlineOpacity(outline, 1);
  const ofTarget = readLinear(target, window);
  const opacity = fullPlane(small, grid, window);
  return {
    ...{ part, geometry, window, region, outline, lights },
    skin: coveringSkin(target, to, region, small, window),
    opacity,
    clarityWeights: tapered(opacity),
    donorOwn: fullPlane(region.donorOwn, grid, window),
    target: ofTarget,
    targetLuma: encodedLuma(ofTarget),
    donor: resample(donor, positionsIn(alignment, window)),
    donorPixelsPerPixel: alignment.donorPixelsPerPixel,
  };
}

/**
 * By how much the two pictures differ when the light is matched, in logarithms: in lightness, and in how rough they are
 * (a beard, folds).
 */
function leftOver(target: Planes, donor: Planes, region: Region, lights: SkinLights): Plane {
  const lit = relit(donor, lights, region.donorOwn, { share: 1, strength: 1 });
  const [ofDonor, ofTarget] = [lit, target].map((planes) =>
    mapped(luminanceOf(planes), (value) => Math.log(value + differenceFloor)),
  ) as [Plane, Plane];
  const unit = region.grid.unitPixels;
  const rough = combined(roughness(ofDonor, unit), roughness(ofTarget, unit), (a, b) => a - b);
  return combined(
    combined(ofDonor, ofTarget, (a, b) => Math.abs(a - b)),
    rough,
    (lightness, texture) => lightness + roughnessShare * Math.abs(texture),
  );
}

const differenceFloor = 0.01;
const roughnessShare = 4;
const roughnessSigmaFaceWidths = 0.008;

function roughness(log: Plane, unitPixels: number): Plane {
  const sigma = roughnessSigmaFaceWidths * unitPixels;
  const mean = gaussianBlur(log, sigma);
  return gaussianBlur(
    combined(log, mean, (a, b) => Math.abs(a - b)),
    2 * sigma,
  );
}

const taperSigmaPixels = 4;

/**
 * Weights that fall off inside the mask, as slowly as a Gaussian: a steeper edge would spread coarse detail over all
 * frequencies, where nothing that is left of a blurred picture's fine detail could be told from it.
 */
function tapered(opacity: Plane): Plane {
  return mapped(
    gaussianBlur(opacity, taperSigmaPixels),
    (value) => Math.max(0, 2 * value - 1) ** 2,
  );
}
