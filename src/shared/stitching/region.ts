import { faceClasses, type FaceClass } from '../analysis/classes';
import { meshPoints, ovalLine } from '../analysis/mesh';
import { smoothstep } from '../pixels/color';
import { distanceFrom } from '../pixels/distance';
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
import { computeMask, maskBounds } from '../render/masks/evaluate';
import { polygon, probability } from '../render/masks/mask';
import type { Alignment } from './align';
import type { PartGeometry, StitchPart } from './features';
import { distanceFromLines, type Grid, type GridView } from './grid';
import { keptInFace, occluders } from './hidden';
import { outlineReach, type Outline } from './outline';
import { withoutIslands } from './islands';
import { combined, mapped, product, scaled } from './planes';
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

function scaledPoints(points: readonly Point[], scale: number): Point[] {
  return points.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
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

/** Other features are kept off by this, and the opacity rises over the next length. */
const gapFaceWidths = 0.012;
const donorGapFaceWidths = 0.006;
const gapRiseFaceWidths = 0.014;
/** The feature itself is shown up to here even where it touches another. */
const coreFaceWidths = 0.012;
/** Lashes, hairs and shadow round the target's feature that go with it. */
const coverFaceWidths = 0.015;
/** The face is smaller than its outline, so that hair, ears and jaw stay the target's. */
const faceShare = 0.86;
const strayRiseFaceWidths = 0.03;

/** What a region is made from. */
export interface RegionViews {
  readonly part: StitchPart;
  readonly geometry: PartGeometry;
  readonly sides: { readonly target: StitchSide; readonly donor: StitchSide };
  readonly alignment: Alignment;
  readonly grid: Grid;
  readonly target: GridView;
  readonly donor: GridView;
}

export function regionOf(views: RegionViews): Region {
  const { part, grid, target, donor } = views;
  const { outline, targetOwn, donorOwn, hair, offDonor, from } = tracedOutline(views);
  const donorHidden = donor.probability(part === 'face' ? ['hair', 'hat'] : occluders);
  const replaced = mapped(from.targetOwn, (near, index) => {
    const inside = smoothstep(coverFaceWidths + gapRiseFaceWidths, coverFaceWidths, near);
    // Where the donor's is hidden, the target's own feature stays.
    const hidden = 1 - (1 - hair.data[index]!) * (1 - donorHidden.data[index]!);
    return inside * (1 - hidden) * rising(from.targetOther.data[index]!, gapFaceWidths);
  });
  const skin = skinClasses(part);
  const targetSkin = bareSkin(target.probability(skin), from.targetOther, from.targetOwn);
  const donorSkin = bareSkin(donor.probability(skin), from.donorOther, from.donorOwn);
  const sharedSkin = product(targetSkin, donorSkin);
  const sharedOwn = product(targetOwn, donorOwn);
  return {
    ...{ grid, outline, replaced, offDonor, donorOwn, targetOwn },
    ...{ targetSkin, sharedSkin, sharedOwn },
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
export function outlineOf(views: RegionViews): Outline {
  return tracedOutline(views).outline;
}

function tracedOutline(views: RegionViews) {
  const { part, geometry, grid, target, donor } = views;
  const skin = skinClasses(part);
  const classes = classesOf(views);
  const others = faceClasses.filter(
    (name) =>
      !classes.includes(name) && !skin.includes(name) && !(part === 'face' && name === 'glasses'),
  );
  const own = ownPlanes(views, classes);
  const away = (plane: Plane): Plane =>
    scaled(distanceFrom(plane, atLeastHalf), 1 / grid.unitPixels);
  const from = {
    targetOther: away(target.probability(others)),
    donorOther: away(donor.probability(others)),
    targetOwn: away(own.targetOwn),
    donorOwn: away(own.donorOwn),
  };
  // A whole face takes glasses along and away; shadows under old eyes are sometimes taken for them.
  const hair = target.probability(part === 'face' ? ['hair', 'hat'] : ['hair', 'hat', 'glasses']);
  const offOthers = mapped(from.donorOther, (distance) => rising(distance, donorGapFaceWidths));
  const offDonor = part === 'face' ? offHair(offOthers, donor, grid) : offOthers;
  const free = mapped(
    offDonor,
    (value, index) => value * rising(from.targetOther.data[index]!, gapFaceWidths),
  );
  const core = mapped(
    from.donorOwn,
    (distance, index) => smoothstep(coreFaceWidths, 0, distance) * (1 - hair.data[index]!),
  );
  const isPolygon = part === 'face';
  const distance = isPolygon
    ? polygonOfFace(views.sides.target, grid)
    : combined(from.targetOwn, from.donorOwn, Math.min);
  const outline: Outline = {
    ...{ grid, geometry, distance, isPolygon, free, core, alone: null, betweenHairs: null },
    donorDistance: from.donorOwn,
  };
  return { outline, ...own, hair, offDonor, from };
}

/** Strands beside hair that the network does not see are kept off a face by this, and softly. */
const strandFaceWidths = 0.02;
const strandRiseFaceWidths = 0.06;

function offHair(off: Plane, donor: GridView, { unitPixels }: Grid): Plane {
  const hair = distanceFrom(donor.probability(['hair', 'hat']), atLeastHalf);
  return combined(
    off,
    hair,
    (value, distance) =>
      value *
      smoothstep(strandFaceWidths, strandFaceWidths + strandRiseFaceWidths, distance / unitPixels),
  );
}

/** What of the part is taken over. */
function classesOf({ part, geometry, sides }: RegionViews): readonly FaceClass[] {
  if (part !== 'face') return geometry.classes;
  const kept = keptInFace(sides.donor);
  return geometry.classes.filter((name) => !kept.includes(name));
}

/** What is this much smaller than the largest piece of a feature is the network's error: folds beside a brow. */
const leastIslandShare = 0.15;

/** The part's classes near its mesh lines. */
function ownPlanes(
  { geometry, sides, alignment, grid, target, donor }: RegionViews,
  classes: readonly FaceClass[],
) {
  const { lines, strayFaceWidths } = geometry;
  const onGrid = (point: Point): Point => ({
    x: point.x / grid.factor - grid.window.left,
    y: point.y / grid.factor - grid.window.top,
  });
  const near = (all: Plane, pointsOf: (line: readonly number[]) => Point[]): Plane => {
    if (lines.length === 0) return all;
    const plane = withoutIslands(all, leastIslandShare);
    const farthest = (strayFaceWidths + strayRiseFaceWidths) * grid.unitPixels;
    const distance = distanceFromLines(
      plane,
      lines.map((line) => pointsOf(line).map(onGrid)),
      farthest,
    );
    const clear = strayFaceWidths * grid.unitPixels;
    return combined(
      plane,
      distance,
      (value, away) => value * (1 - smoothstep(clear, farthest, away)),
    );
  };
  const { target: to, donor: from } = sides;
  return {
    targetOwn: near(target.probability(classes), (line) =>
      scaledPoints(meshPoints(to.face, line), to.scale),
    ),
    donorOwn: near(donor.probability(classes), (line) =>
      scaledPoints(meshPoints(from.face, line), from.scale).map((point) =>
        applySimilarity(alignment.toTarget, point),
      ),
    ),
  };
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

/** Skin that is clear of the part itself and of other features. */
function bareSkin(skin: Plane, fromOther: Plane, fromOwn: Plane): Plane {
  const result = createPlane(skin.width, skin.height);
  for (let index = 0; index < result.data.length; index++) {
    const clear = rising(fromOther.data[index]!, 0) * rising(fromOwn.data[index]!, 0);
    result.data[index] = skin.data[index]! * clear;
  }
  return result;
}

/** What counts as skin beside a part. */
function skinClasses(part: StitchPart): readonly FaceClass[] {
  return part === 'nose' || part === 'mouth' ? ['skin'] : ['skin', 'nose'];
}

function atLeastHalf(value: number): boolean {
  return value >= 0.5;
}

function rising(distance: number, gap: number): number {
  return smoothstep(gap, gap + gapRiseFaceWidths, distance);
}

/** The inner face: the mesh's outline drawn together. */
function polygonOfFace({ face, scale, source }: StitchSide, { window, factor }: Grid): Plane {
  const outline = meshPoints(face, ovalLine);
  const x = outline.reduce((sum, point) => sum + point.x, 0) / outline.length;
  const y = outline.reduce((sum, point) => sum + point.y, 0) / outline.length;
  const inner = outline.map((point) => ({
    x: x + faceShare * (point.x - x),
    y: y + faceShare * (point.y - y),
  }));
  return computeMask(polygon(inner), { source, scale }, factor, window);
}
