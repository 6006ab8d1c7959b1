import {
  createPlanes,
  emptyRectangle,
  expand,
  isEmpty,
  union,
  type Plane,
  type Planes,
  type Rectangle,
} from '../pixels/raster';
import { alignPart, neutralPlacement, type Alignment, type Placement } from './align';
import { holeFor, withCovered, type CoveringSkin } from './cover';
import { partGeometry, type PartGeometry, type StitchPart } from './features';
import { fullPlane, gridFor, type Grid } from './grid';
import { reasonToSkip } from './hidden';
import type { SkinLights } from './light';
import { classesTaken, type LookRequest } from './look';
import { mismatchOf } from './mismatch';
import { drawnTogether, outlineOpacity, type Outline } from './outline';
import { largestFeather } from './options';
import {
  coveredBy,
  lightMarginFaceWidths,
  outlineOf,
  regionOf,
  usedWindow,
  windowOf,
  type CoveredRegion,
  type Region,
} from './region';
import { resample, resampling } from './resample';
import { bandsOfRows } from './rows';
import { withSeenPlace } from './seen-place';
import { inPicture, type Shown } from './shown';
import { spansOf, type Spans } from './spans';
import { spectrumPlaces, type SpectrumPlaces } from './spectrum';
import { type StitchSide } from './side';
import { sideBySide, task, type Staged, type TaskOf } from './staged';

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
export function* preparePart(
  part: StitchPart,
  target: StitchSide,
  donor: StitchSide,
  placement: Placement,
): Staged<PreparedPart | undefined> {
  if (reasonToSkip(donor, part)) return undefined;
  const laid = layPart(part, target, donor, placement, lightMarginFaceWidths);
  if (!laid) return undefined;
  const { alignment, largest, grid } = laid;
  const [[ofTarget], [ofDonor]] = yield* sideBySide(
    [task('look', target, laid.ofTarget)],
    [task('look', donor, laid.ofDonor)],
  );
  const undrawn = regionOf(part, grid, ofTarget!, ofDonor!);
  const usual = outlineOpacity(undrawn.outline, 1);
  const reduced = { target: ofTarget!.linear, donor: ofDonor!.linear };
  const ofLight = [lightTask(reduced, undrawn, usual)];
  // A whole face's outline is not drawn anywhere: nothing waits for the light.
  const early = undrawn.outline.isPolygon ? undefined : (yield* sideBySide(ofLight))[0][0];
  const outline = early ? drawnFor(undrawn, reduced, early) : undrawn.outline;
  const region = { ...undrawn, outline, covered: coveredBy(undrawn, outline) };
  const small = early ? outlineOpacity(outline, 1) : usual;
  const softest = outlineOpacity(outline, largestFeather);
  const reached = withCovered(softest, region);
  const window = usedWindow(reached, grid, largest, borderPixels);
  if (isEmpty(window)) return undefined;
  const spans = spansOf(reached, grid, window, borderPixels);
  const hole = holeFor(region, { usual: small, softest });
  const ofCover = hole ? [task('cover', target, reduced.target, hole, window)] : [];
  const way = resampling(alignment, window, spans);
  const resampled = createPlanes(window.width, window.height);
  const [lights, skins, [places]] = yield* sideBySide(
    ofLight.slice(early ? 1 : 0),
    ofCover,
    [task('places', small, grid, window)],
    bandsOfRows(window.height).map((rows) => task('resample', donor, way, rows, resampled)),
  );
  return {
    ...{ part, geometry: partGeometry[part], side: target, window, region, outline },
    lights: early ?? lights[0]!,
    skin: skins[0] ?? null,
    ...{ reduced, spans, ...places! },
    donor: resampled,
    donorPixelsPerPixel: alignment.donorPixelsPerPixel,
  };
}

function lightTask(
  { target, donor }: PreparedPart['reduced'],
  { sharedSkin: skin, sharedOwn: own, outline, grid }: Region,
  opacity: Plane,
): TaskOf<'lights'> {
  const { skinRelief } = outline.geometry;
  return task('lights', target, donor, { skin, own, opacity }, skinRelief, grid.unitPixels);
}

function drawnFor(
  region: Region,
  { target, donor }: PreparedPart['reduced'],
  lights: SkinLights,
): Outline {
  return drawnTogether(region.outline, mismatchOf(target, donor, region, lights));
}

/** The mask in the target's pixels, and where clarity is measured under it. */
export function placesOf(
  small: Plane,
  grid: Grid,
  window: Rectangle,
): Pick<PreparedPart, 'opacity' | 'spectrumPlaces'> {
  const opacity = fullPlane(small, grid, window);
  return { opacity, spectrumPlaces: spectrumPlaces(opacity) };
}

/** A part of the donor's face laid on the target's. */
interface LaidPart {
  readonly alignment: Alignment;
  /** All that is looked at, in pixels of the target's picture. */
  readonly largest: Rectangle;
  readonly grid: Grid;
  /** How both sides are to be looked at. */
  readonly ofTarget: LookRequest;
  readonly ofDonor: LookRequest;
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
  const look = { part, grid, classes: classesTaken(part, donor) };
  return {
    ...{ alignment, largest, grid },
    ofTarget: { ...look, alignment: null },
    ofDonor: { ...look, alignment },
  };
}

/** What is needed of a part that is only looked at to tell how clear both sides are. */
export interface PartDetail {
  readonly side: StitchSide;
  /** Of the target's picture. */
  readonly window: Rectangle;
  readonly spectrumPlaces: SpectrumPlaces;
  readonly shown: Shown;
}

/** A part that nothing is taken of is looked at in fewer places. */
const placesOfWitness = 8;

export function* partDetail(
  part: StitchPart,
  target: StitchSide,
  donor: StitchSide,
): Staged<PartDetail | undefined> {
  if (reasonToSkip(donor, part)) return undefined;
  const laid = layPart(part, target, donor, neutralPlacement, 0);
  if (!laid) return undefined;
  const { alignment, largest, grid } = laid;
  const [[ofTarget], [ofDonor]] = yield* sideBySide(
    [task('traces', target, laid.ofTarget)],
    [task('traces', donor, laid.ofDonor)],
  );
  const outline = outlineOf(part, grid, ofTarget!, ofDonor!);
  const opacity = fullPlane(outlineOpacity(outline, 1), grid, largest);
  const { isWhole, places } = spectrumPlaces(opacity, placesOfWitness);
  const seen = places.map(({ rectangle }) => rectangle).reduce(union, emptyRectangle);
  const { left, top, ...size } = expand(seen, borderPixels);
  const window = inPicture({ left, top, ...size }, largest);
  const moved = (rectangle: Rectangle): Rectangle => ({
    ...rectangle,
    left: rectangle.left - left,
    top: rectangle.top - top,
  });
  return {
    ...{ side: target, window },
    spectrumPlaces: {
      isWhole,
      places: places.map(({ rectangle, weights }) => ({ rectangle: moved(rectangle), weights })),
    },
    shown: { planes: resample(donor, alignment, window), isEncoded: false },
  };
}
