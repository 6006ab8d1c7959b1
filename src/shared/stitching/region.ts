import { meshPoints } from '../analysis/mesh';
import { smoothstep } from '../pixels/color';
import { applySimilarity } from '../pixels/geometry';
import {
  createPlane,
  emptyRectangle,
  expand,
  intersect,
  isEmpty,
  type Plane,
  type Point,
  type Rectangle,
} from '../pixels/raster';
import { maskBounds } from '../render/masks/evaluate';
import { probability } from '../render/masks/mask';
import type { Alignment } from './align';
import { partGeometry, type PartGeometry, type StitchPart } from './features';
import type { Grid } from './grid';
import { scaledPoints, type Look, type Traces } from './look';
import { outlineReach, type Outline } from './outline';
import { product } from './planes';
import { gapRiseFaceWidths, rising } from './rising';
import { faceWidthPixels, type StitchSide } from './side';

/** Room around the mask in which light is measured. */
export const lightMarginFaceWidths = 0.045;

/**
 * Pixels of the target in which a part is looked at, with so much round its mask; empty where either side does not show
 * it.
 */
export function windowOf(
  target: StitchSide,
  donor: StitchSide,
  { classes, frame, boundaryFaceWidths, featherFaceWidths }: PartGeometry,
  { toTarget }: Alignment,
  marginFaceWidths: number,
): Rectangle {
  const unit = faceWidthPixels(target);
  const own = maskBounds(probability(target.face, ...classes), target);
  const other = maskBounds(probability(donor.face, ...classes), donor);
  if (isEmpty(own) || isEmpty(other)) return emptyRectangle;
  const points = [
    ...corners(own),
    ...corners(other).map((corner) => applySimilarity(toTarget, corner)),
  ];
  // Stray islands of a class far from the feature do not count.
  const near = boxOf(scaledPoints(meshPoints(target.face, frame), target.scale));
  const box = intersect(boxOf(points), expand(near, Math.round(0.08 * unit)));
  const border = Math.ceil((boundaryFaceWidths + featherFaceWidths + marginFaceWidths) * unit) + 8;
  const { width, height } = target.source;
  return intersect(expand(box, border), { left: 0, top: 0, width, height });
}

function corners({ left, top, width, height }: Rectangle): Point[] {
  return [left, left + width].flatMap((x) => [top, top + height].map((y) => ({ x, y })));
}

function boxOf(points: readonly Point[]): Rectangle {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const left = Math.floor(Math.min(...xs));
  const top = Math.floor(Math.min(...ys));
  return {
    left,
    top,
    width: Math.ceil(Math.max(...xs)) - left,
    height: Math.ceil(Math.max(...ys)) - top,
  };
}

/** What lies where around a part of the target; every plane is on the grid. */
export interface Region {
  readonly grid: Grid;
  readonly outline: Outline;
  /** Where the target's own feature has to go, 0-1. */
  readonly replaced: Plane;
  /** Clear of the donor's other features, 0-1. */
  readonly offDonor: Plane;
  /** Probability of the feature itself in the donor and in the target. */
  readonly donorOwn: Plane;
  readonly targetOwn: Plane;
  /** Skin, off every feature, in the target and in both. */
  readonly targetSkin: Plane;
  readonly sharedSkin: Plane;
  /** The feature itself, in both. */
  readonly sharedOwn: Plane;
}

export interface CoveredRegion extends Region {
  /** Where the target's own feature has to go but the donor shows something else, 0-1. */
  readonly covered: Plane;
}

/** Other features are kept off by this. */
const gapFaceWidths = 0.012;
const donorGapFaceWidths = 0.006;
/** The feature itself is shown up to here even where it touches another. */
const coreFaceWidths = 0.012;
/** Lashes, hairs and shadow round the target's feature that go with it. */
const coverFaceWidths = 0.015;

export function regionOf(part: StitchPart, grid: Grid, target: Look, donor: Look): Region {
  const { outline, offDonor } = tracedOutline(part, grid, target, donor);
  const replaced = createPlane(target.own.width, target.own.height);
  for (let index = 0; index < replaced.data.length; index++) {
    const near = target.fromOwn.data[index]!;
    const inside = smoothstep(coverFaceWidths + gapRiseFaceWidths, coverFaceWidths, near);
    // Where the donor's is hidden, the target's own feature stays.
    const hidden = 1 - (1 - target.hidden.data[index]!) * (1 - donor.hidden.data[index]!);
    replaced.data[index] =
      inside * (1 - hidden) * rising(target.fromOther.data[index]!, gapFaceWidths);
  }
  return {
    ...{ grid, outline, replaced, offDonor },
    ...{ donorOwn: donor.own, targetOwn: target.own, targetSkin: target.skin },
    sharedSkin: product(target.skin, donor.skin),
    sharedOwn: product(target.own, donor.own),
  };
}

/** What the donor, shown within an outline, leaves of the target's own feature: between hairs all of it. */
export function coveredBy({ replaced, offDonor }: Region, outline: Outline): Plane {
  const reach = outlineReach(outline, 1);
  const result = createPlane(reach.width, reach.height);
  for (let index = 0; index < result.data.length; index++) {
    const withSkin = 1 - (outline.betweenHairs?.data[index] ?? 0);
    const shown = reach.data[index]! * offDonor.data[index]! * withSkin;
    result.data[index] = replaced.data[index]! * (1 - shown);
  }
  return result;
}

/** What the mask alone is made of. */
export function outlineOf(part: StitchPart, grid: Grid, target: Traces, donor: Traces): Outline {
  return tracedOutline(part, grid, target, donor).outline;
}

function tracedOutline(part: StitchPart, grid: Grid, target: Traces, donor: Traces) {
  const { width, height } = target.own;
  const offDonor = offOthersAndHair(donor, grid);
  const free = createPlane(width, height);
  const core = createPlane(width, height);
  for (let index = 0; index < free.data.length; index++) {
    free.data[index] = offDonor.data[index]! * rising(target.fromOther.data[index]!, gapFaceWidths);
    const own = smoothstep(coreFaceWidths, 0, donor.fromOwn.data[index]!);
    core.data[index] = own * (1 - target.hidden.data[index]!);
  }
  const outline: Outline = {
    ...{ grid, geometry: partGeometry[part], free, core, alone: null, betweenHairs: null },
    distance: target.inner ?? smaller(target.fromOwn, donor.fromOwn),
    isPolygon: target.inner !== null,
    donorDistance: donor.fromOwn,
  };
  return { outline, offDonor };
}

/** Strands beside hair that the network does not see are kept off a face by this, and softly. */
const strandFaceWidths = 0.02;
const strandRiseFaceWidths = 0.06;

function offOthersAndHair({ fromOther, fromHair }: Traces, { unitPixels }: Grid): Plane {
  const result = createPlane(fromOther.width, fromOther.height);
  const { data } = result;
  for (let index = 0; index < data.length; index++)
    data[index] = rising(fromOther.data[index]!, donorGapFaceWidths);
  if (!fromHair) return result;
  const [least, most] = [strandFaceWidths, strandFaceWidths + strandRiseFaceWidths];
  for (let index = 0; index < data.length; index++)
    data[index] = data[index]! * smoothstep(least, most, fromHair.data[index]! / unitPixels);
  return result;
}

function smaller({ width, height, data }: Plane, { data: others }: Plane): Plane {
  const result = createPlane(width, height);
  for (let index = 0; index < data.length; index++)
    result.data[index] = Math.min(data[index]!, others[index]!);
  return result;
}

/** The pixels of the target that a mask on the grid covers, with a border, inside a window. */
export function usedWindow(
  opacity: Plane,
  { window: { left, top }, factor }: Grid,
  window: Rectangle,
  borderPixels: number,
): Rectangle {
  let [first, last, upper, lower] = [opacity.width, -1, opacity.height, -1];
  for (let y = 0, index = 0; y < opacity.height; y++) {
    for (let x = 0; x < opacity.width; x++, index++) {
      if (opacity.data[index]! < 0.002) continue;
      first = Math.min(first, x);
      last = Math.max(last, x);
      upper = Math.min(upper, y);
      lower = y;
    }
  }
  if (last < first) return emptyRectangle;
  const used = {
    left: (left + first) * factor,
    top: (top + upper) * factor,
    width: (last - first + 1) * factor,
    height: (lower - upper + 1) * factor,
  };
  return intersect(expand(used, factor + borderPixels), window);
}
