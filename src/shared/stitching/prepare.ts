import { gaussianBlur } from '../pixels/gaussian';
import { isEmpty, type Plane, type Rectangle } from '../pixels/raster';
import { alignPart, neutralPlacement, type Alignment, type Placement } from './align';
import { coveringSkin, withCovered, type CoveringSkin } from './cover';
import { partGeometry, type PartGeometry, type StitchPart } from './features';
import { donorView, fullPlane, gridFor, targetView } from './grid';
import { skinLights, type SkinLights } from './light';
import { drawnTogether, outlineOpacity, type Outline } from './outline';
import { largestFeather } from './options';
import { combined, mapped } from './planes';
import { regionOf, usedWindow, windowOf, type Region } from './region';
import { relit } from './relight';
import { resample } from './resample';
import { spansOf, type Spans } from './spans';
import { spectrumPlaces, type LumaIn, type SpectrumPlaces } from './spectrum';
import { encodedLuma, luminanceOf, readLinear, type Planes, type StitchSide } from './side';

/** A part of the donor laid over the target, nothing matched yet. */
export interface PreparedPart {
  readonly part: StitchPart;
  readonly geometry: PartGeometry;
  readonly side: StitchSide;
  /** Pixels of the target's picture. */
  readonly window: Rectangle;
  readonly region: Region;
  readonly outline: Outline;
  readonly lights: SkinLights;
  readonly skin: CoveringSkin | null;
  /** Linear light on the grid. */
  readonly reduced: { readonly target: Planes; readonly donor: Planes };
  /** In the window: how far the donor replaces the target with the usual feather. */
  readonly opacity: Plane;
  /** What the softest mask can show of the window, with a border for blurs. */
  readonly spans: Spans;
  /** The donor's linear light in the window, within the spans. */
  readonly donor: Planes;
  /** Where clarity is measured. */
  readonly spectrumPlaces: SpectrumPlaces;
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
  const laid = layPart(part, target, donor, placement);
  if (!laid) return undefined;
  const { geometry, alignment, largest, region, reduced } = laid;
  const { grid } = region;
  const { target: to, donor: from } = reduced;
  const lights = skinLights(to, from, region, outlineOpacity(region.outline, 1));
  const outline = drawnTogether(region.outline, leftOver(to, from, region, lights));
  const softest = withCovered(outlineOpacity(outline, largestFeather), region);
  const window = usedWindow(softest, grid, largest, borderPixels);
  if (isEmpty(window)) return undefined;
  const small = outlineOpacity(outline, 1);
  const opacity = fullPlane(small, grid, window);
  const spans = spansOf(softest, grid, window, borderPixels);
  return {
    ...{ part, geometry, side: target, window, region, outline, lights, reduced, opacity, spans },
    skin: coveringSkin(target, to, region, small, window),
    spectrumPlaces: spectrumPlaces(opacity),
    donor: resample(donor, alignment, window, spans),
    donorPixelsPerPixel: alignment.donorPixelsPerPixel,
  };
}

/** A part of the donor's face laid on the target's, on the grid. */
interface LaidPart {
  readonly geometry: PartGeometry;
  readonly alignment: Alignment;
  /** All that is looked at, in pixels of the target's picture. */
  readonly largest: Rectangle;
  readonly region: Region;
  readonly reduced: PreparedPart['reduced'];
}

function layPart(
  part: StitchPart,
  target: StitchSide,
  donor: StitchSide,
  placement: Placement,
): LaidPart | undefined {
  const geometry = partGeometry[part];
  const alignment = alignPart(target, donor, geometry, placement);
  const largest = windowOf(target, donor, geometry, alignment);
  if (isEmpty(largest)) return undefined;
  const grid = gridFor(largest, target);
  const views = { target: targetView(target, grid), donor: donorView(donor, alignment, grid) };
  const sides = { target, donor };
  const region = regionOf({ ...{ part, geometry, alignment, grid, sides }, ...views });
  const reduced = { target: views.target.linear, donor: views.donor.linear };
  return { geometry, alignment, largest, region, reduced };
}

/** What is needed of a part that is only looked at to tell how clear both sides are. */
export interface PartDetail {
  readonly spectrumPlaces: SpectrumPlaces;
  readonly donor: LumaIn;
  readonly target: LumaIn;
}

export function partDetail(
  part: StitchPart,
  target: StitchSide,
  donor: StitchSide,
): PartDetail | undefined {
  const laid = layPart(part, target, donor, neutralPlacement);
  if (!laid) return undefined;
  const { alignment, largest: window, region } = laid;
  const opacity = fullPlane(outlineOpacity(region.outline, 1), region.grid, window);
  return {
    spectrumPlaces: spectrumPlaces(opacity),
    donor: (place) => encodedLuma(resample(donor, alignment, inPicture(place, window))),
    target: targetLuma({ side: target, window }),
  };
}

function inPicture({ left, top, ...size }: Rectangle, window: Rectangle): Rectangle {
  return { left: window.left + left, top: window.top + top, ...size };
}

/** The target's luma in a part of the window. */
export function targetLuma({ side, window }: Pick<PreparedPart, 'side' | 'window'>): LumaIn {
  return (place) => encodedLuma(readLinear(side, inPicture(place, window)));
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
