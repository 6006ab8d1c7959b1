import {
  emptyRectangle,
  expand,
  isEmpty,
  union,
  type Plane,
  type Rectangle,
} from '../pixels/raster';
import { alignPart, neutralPlacement, type Alignment, type Placement } from './align';
import { coveringSkin, withCovered, type CoveringSkin } from './cover';
import { partGeometry, type PartGeometry, type StitchPart } from './features';
import { donorView, fullPlane, gridFor, targetView } from './grid';
import { reasonToSkip } from './hidden';
import { skinLights, type SkinLights } from './light';
import { mismatchOf } from './mismatch';
import { drawnTogether, outlineOpacity, type Outline } from './outline';
import { largestFeather } from './options';
import { cropped } from './planes';
import {
  coveredBy,
  lightMarginFaceWidths,
  outlineOf,
  regionOf,
  usedWindow,
  windowOf,
  type CoveredRegion,
  type RegionViews,
} from './region';
import { resample } from './resample';
import { withSeenPlace } from './seen-place';
import { spansOf, type Spans } from './spans';
import { spectrumPlaces, type LumaIn, type SpectrumPlaces } from './spectrum';
import { encodedLuma, pictureLuma, type Planes, type StitchSide } from './side';

/** A part of the donor laid over the target, nothing matched yet. */
export interface PreparedPart {
  readonly part: StitchPart;
  readonly geometry: PartGeometry;
  readonly side: StitchSide;
  /** Pixels of the target's picture. */
  readonly window: Rectangle;
  readonly region: CoveredRegion;
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

/** `undefined` where one of the two sides does not show the part, or the donor too little of it. */
export function preparePart(
  part: StitchPart,
  target: StitchSide,
  donor: StitchSide,
  placement: Placement,
): PreparedPart | undefined {
  if (reasonToSkip(donor, part)) return undefined;
  const laid = layPart(part, target, donor, placement, lightMarginFaceWidths);
  if (!laid) return undefined;
  const { alignment, largest, views } = laid;
  const { geometry, grid } = views;
  const undrawn = regionOf(views);
  const reduced = { target: views.target.linear, donor: views.donor.linear };
  const { target: to, donor: from } = reduced;
  const usual = outlineOpacity(undrawn.outline, 1);
  const lights = skinLights(to, from, undrawn, usual, geometry.skinRelief);
  // A whole face's outline is not drawn anywhere.
  const outline = undrawn.outline.isPolygon
    ? undrawn.outline
    : drawnTogether(undrawn.outline, mismatchOf(to, from, undrawn, lights));
  const region = { ...undrawn, outline, covered: coveredBy(undrawn, outline) };
  const softest = outlineOpacity(outline, largestFeather);
  const reached = withCovered(softest, region);
  const window = usedWindow(reached, grid, largest, borderPixels);
  if (isEmpty(window)) return undefined;
  const small = outline === undrawn.outline ? usual : outlineOpacity(outline, 1);
  const opacity = fullPlane(small, grid, window);
  const spans = spansOf(reached, grid, window, borderPixels);
  return {
    ...{ part, geometry, side: target, window, region, outline, lights, reduced, opacity, spans },
    skin: coveringSkin(target, to, region, { usual: small, softest }, window),
    spectrumPlaces: spectrumPlaces(opacity),
    donor: resample(donor, alignment, window, spans),
    donorPixelsPerPixel: alignment.donorPixelsPerPixel,
  };
}

/** A part of the donor's face laid on the target's, on the grid. */
interface LaidPart {
  readonly alignment: Alignment;
  /** All that is looked at, in pixels of the target's picture. */
  readonly largest: Rectangle;
  readonly views: RegionViews;
}

function layPart(
  part: StitchPart,
  targetSide: StitchSide,
  donorSide: StitchSide,
  placement: Placement,
  marginFaceWidths: number,
): LaidPart | undefined {
  const target = withSeenPlace(targetSide, part);
  const donor = withSeenPlace(donorSide, part);
  const geometry = partGeometry[part];
  const alignment = alignPart(target, donor, geometry, placement);
  const largest = windowOf(target, donor, geometry, alignment, marginFaceWidths);
  if (isEmpty(largest)) return undefined;
  const grid = gridFor(largest, target);
  const sides = { target, donor };
  const views = { target: targetView(target, grid), donor: donorView(donor, alignment, grid) };
  return { alignment, largest, views: { part, geometry, alignment, grid, sides, ...views } };
}

/** What is needed of a part that is only looked at to tell how clear both sides are. */
export interface PartDetail {
  readonly spectrumPlaces: SpectrumPlaces;
  readonly donor: LumaIn;
  readonly target: LumaIn;
}

/** A part that nothing is taken of is looked at in fewer places. */
const placesOfWitness = 8;

export function partDetail(
  part: StitchPart,
  target: StitchSide,
  donor: StitchSide,
): PartDetail | undefined {
  if (reasonToSkip(donor, part)) return undefined;
  const laid = layPart(part, target, donor, neutralPlacement, 0);
  if (!laid) return undefined;
  const { alignment, largest: window, views } = laid;
  const opacity = fullPlane(outlineOpacity(outlineOf(views), 1), views.grid, window);
  const places = spectrumPlaces(opacity, placesOfWitness);
  const seen = places.places.map(({ rectangle }) => rectangle).reduce(union, emptyRectangle);
  const around = expand(seen, borderPixels);
  const luma = encodedLuma(resample(donor, alignment, inPicture(around, window)));
  return {
    spectrumPlaces: places,
    donor: ({ left, top, ...size }) =>
      cropped(luma, { left: left - around.left, top: top - around.top, ...size }),
    target: targetLuma({ side: target, window }),
  };
}

function inPicture({ left, top, ...size }: Rectangle, window: Rectangle): Rectangle {
  return { left: window.left + left, top: window.top + top, ...size };
}

/** The target's luma in a part of the window. */
export function targetLuma({ side, window }: Pick<PreparedPart, 'side' | 'window'>): LumaIn {
  return (place) => pictureLuma(side, inPicture(place, window));
}
