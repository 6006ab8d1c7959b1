import { faceClasses, type FaceClass } from '../analysis/classes';
import { meshPoints, ovalLine } from '../analysis/mesh';
import { smoothstep } from '../pixels/color';
import { distanceFrom } from '../pixels/distance';
import { applySimilarity } from '../pixels/geometry';
import {
  emptyRectangle,
  expand,
  intersect,
  isEmpty,
  type Plane,
  type Point,
  type Rectangle,
} from '../pixels/raster';
import { enlarged, reducedCover } from '../pixels/reduced';
import { computeMask, maskBounds } from '../render/masks/evaluate';
import { polygon, probability } from '../render/masks/mask';
import type { Alignment } from './align';
import type { PartGeometry, StitchPart } from './features';
import { largestFeather } from './options';
import { outlineOpacity, outlineReach, type Outline } from './outline';
import { combined, mapped, scaled } from './planes';
import { positionsIn, reachedBy, samplePlane } from './resample';
import { faceWidthPixels, probabilityOf, type StitchSide } from './side';

/** Masks are smooth: they are worked out on a face about this wide. */
const workingFaceWidthPixels = 250;
/** Room around the mask in which light and clarity are measured, in face widths. */
const marginFaceWidths = 0.045;

/** Pixels of the target in which a part is worked on; empty where either side does not show it. */
export function windowOf(
  target: StitchSide,
  donor: StitchSide,
  { classes, frame, boundaryFaceWidths, featherFaceWidths }: PartGeometry,
  { toTarget }: Alignment,
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
  const near = boxOf(
    meshPoints(target.face, frame).map(({ x, y }) => ({
      x: x * target.scale,
      y: y * target.scale,
    })),
  );
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

/** What lies where in a window of the target; every plane has the window's size. */
export interface Region {
  /** How far the donor replaces the target with the usual feather, 0-1. */
  readonly opacity: Plane;
  /** Where the target's own feature has to go but the donor shows something else, 0-1. */
  readonly covered: Plane;
  /** Probability of the feature itself in the donor and in the target. */
  readonly donorOwn: Plane;
  readonly targetOwn: Plane;
  /** Skin, off every feature, in the target and in both. */
  readonly targetSkin: Plane;
  readonly sharedSkin: Plane;
  readonly outline: Outline;
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

export function regionOf(
  part: StitchPart,
  geometry: PartGeometry,
  sides: { readonly target: StitchSide; readonly donor: StitchSide },
  alignment: Alignment,
  window: Rectangle,
): Region {
  const unit = faceWidthPixels(sides.target);
  const factor = Math.max(1, Math.floor(unit / workingFaceWidthPixels));
  const covered = reducedCover(window, factor);
  const small = smallRegion(part, geometry, sides, alignment, { window: covered, factor });
  const full = (plane: Plane): Plane => enlarged(plane, covered, factor, window);
  return {
    outline: small.outline,
    opacity: full(small.opacity),
    covered: full(small.covered),
    donorOwn: full(small.donorOwn),
    targetOwn: full(small.targetOwn),
    targetSkin: full(small.targetSkin),
    sharedSkin: full(small.sharedSkin),
  };
}

/** How far the donor replaces the target with another feather, in the same window. */
export function opacityOf({ opacity, outline }: Region, window: Rectangle, feather: number): Plane {
  if (feather === 1) return opacity;
  const small = outlineOpacity(outline, Math.min(largestFeather, feather));
  return enlarged(small, outline.window, outline.factor, window);
}

/** The part of a window that a region needs, in pixels of the target: its mask and room around it. */
export function usedWindow(
  { opacity, covered }: Region,
  window: Rectangle,
  unitPixels: number,
): Rectangle {
  let [left, top, right, bottom] = [window.width, window.height, 0, 0];
  for (let y = 0, index = 0; y < window.height; y++) {
    for (let x = 0; x < window.width; x++, index++) {
      if (opacity.data[index]! < 0.002 && covered.data[index]! < 0.002) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  if (right <= left) return emptyRectangle;
  const used = {
    left: window.left + left,
    top: window.top + top,
    width: right - left,
    height: bottom - top,
  };
  return intersect(expand(used, Math.ceil(marginFaceWidths * unitPixels)), window);
}

interface ReducedWindow {
  readonly window: Rectangle;
  /** Pixels of the target a side. */
  readonly factor: number;
}

function smallRegion(
  part: StitchPart,
  geometry: PartGeometry,
  { target, donor }: { readonly target: StitchSide; readonly donor: StitchSide },
  alignment: Alignment,
  { window, factor }: ReducedWindow,
): Region {
  const unit = faceWidthPixels(target) / factor;
  const own = geometry.classes;
  const skin = skinClasses(part);
  const others = faceClasses.filter((name) => !own.includes(name) && !skin.includes(name));
  const reduced = { window, factor };
  const ofTarget = (classes: readonly FaceClass[]): Plane =>
    probabilityOf(target, classes, window, factor);
  const ofDonor = donorView(donor, alignment, reduced);
  const targetOwn = ofTarget(own);
  const donorOwn = ofDonor(own);
  const isOther = (plane: Plane): Plane => scaled(distanceFrom(plane, atLeastHalf), 1 / unit);
  const fromTargetOther = isOther(ofTarget(others));
  const fromDonorOther = isOther(ofDonor(others));
  const fromTargetOwn = isOther(targetOwn);
  const fromDonorOwn = isOther(donorOwn);
  const hair = ofTarget(['hair', 'hat', 'glasses']);
  const offDonor = mapped(fromDonorOther, (distance) => rising(distance, donorGapFaceWidths));
  const free = mapped(
    offDonor,
    (value, index) => value * rising(fromTargetOther.data[index]!, gapFaceWidths),
  );
  const core = mapped(
    fromDonorOwn,
    (distance, index) => smoothstep(coreFaceWidths, 0, distance) * (1 - hair.data[index]!),
  );
  const isPolygon = part === 'face';
  const distance = isPolygon
    ? polygonOfFace(target, reduced)
    : combined(fromTargetOwn, fromDonorOwn, Math.min);
  const place = { ...reduced, unitPixels: unit, geometry };
  const outline: Outline = { ...place, distance, isPolygon, free, core };
  const reach = outlineReach(outline, 1);
  const covered = mapped(fromTargetOwn, (away, index) => {
    const near = smoothstep(coverFaceWidths + gapRiseFaceWidths, coverFaceWidths, away);
    const left = (1 - hair.data[index]!) * rising(fromTargetOther.data[index]!, gapFaceWidths);
    return near * left * (1 - reach.data[index]! * offDonor.data[index]!);
  });
  const targetSkin = bareSkin(ofTarget(skin), fromTargetOther, fromTargetOwn);
  const donorSkin = bareSkin(ofDonor(skin), fromDonorOther, fromDonorOwn);
  return {
    outline,
    opacity: outlineOpacity(outline, 1),
    covered,
    donorOwn,
    targetOwn,
    targetSkin,
    sharedSkin: combined(targetSkin, donorSkin, (a, b) => a * b),
  };
}

/** The donor's probabilities in a window of the target. */
function donorView(
  donor: StitchSide,
  alignment: Alignment,
  { window, factor }: ReducedWindow,
): (classes: readonly FaceClass[]) => Plane {
  const field = positionsIn(alignment, window, factor);
  const donorFactor = Math.max(1, Math.floor(field.donorPixelsPerPixel));
  const part = reducedCover(reachedBy(field, 2 * donorFactor, donor), donorFactor);
  return (classes) =>
    samplePlane(probabilityOf(donor, classes, part, donorFactor), part, field, donorFactor);
}

/** Skin that is clear of the part itself and of other features. */
function bareSkin(skin: Plane, fromOther: Plane, fromOwn: Plane): Plane {
  return mapped(
    skin,
    (value, index) => value * rising(fromOther.data[index]!, 0) * rising(fromOwn.data[index]!, 0),
  );
}

/** What counts as skin beside a part. */
function skinClasses(part: StitchPart): readonly FaceClass[] {
  return part === 'nose' || part === 'mouth' || part === 'face' ? ['skin'] : ['skin', 'nose'];
}

function atLeastHalf(value: number): boolean {
  return value >= 0.5;
}

function rising(distance: number, gap: number): number {
  return smoothstep(gap, gap + gapRiseFaceWidths, distance);
}

/** The inner face: the mesh's outline drawn together. */
function polygonOfFace(
  { face, scale, source }: StitchSide,
  { window, factor }: ReducedWindow,
): Plane {
  const outline = meshPoints(face, ovalLine);
  const x = outline.reduce((sum, point) => sum + point.x, 0) / outline.length;
  const y = outline.reduce((sum, point) => sum + point.y, 0) / outline.length;
  const inner = outline.map((point) => ({
    x: x + faceShare * (point.x - x),
    y: y + faceShare * (point.y - y),
  }));
  return computeMask(polygon(inner), { source, scale }, factor, window);
}
