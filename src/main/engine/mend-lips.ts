import { lipLines } from '@shared/analysis/mesh';
import type { FaceClass } from '@shared/analysis/classes';
import { smoothstep } from '@shared/pixels/color';
import { distanceFrom } from '@shared/pixels/distance';
import { gaussianBlur } from '@shared/pixels/gaussian';
import { createPlane, type Plane, type Point, type Rectangle } from '@shared/pixels/raster';
import { isInside } from './grid';
import { faceWidth, pointsAt, type Landmarks } from './landmarks';
import { planeOf, type ClassPlanes } from './probabilities';

/*
 * The network takes shine on lips for teeth, and deep folds of dark lips for an open mouth or for skin. What the mesh
 * says of the mouth, and what lies round such a hole, knows better. Lengths are in face widths.
 */

/**
 * The mesh is believed on faces of this many photo pixels, for it is found on a reduced photo, in whole pixels, and as
 * far as it agrees with the network on where lips and mouth are together (intersection over union).
 */
const tooSmallPixels = 180;
const largeEnoughPixels = 260;
const leastAgreement = 0.45;
const fullAgreement = 0.62;

/** Mean probability of a mouth, inside the opening that the mesh sees, below which it is shut, and above which open. */
const shutMouth = 0.25;
const openMouth = 0.5;
/**
 * How far beyond the mesh's opening a mouth may reach: shut (there is none, though the mesh opens folds of dark lips a
 * little), and open by no height; a fifth of the height is added.
 */
const shutReach = -0.02;
const openReach = 0.008;
const mostReach = 0.022;
const reachFade = 0.008;

/** So deep inside the mesh's contour all is lip: the mesh errs by less. */
const certainDepth = 0.012;
const certainFade = 0.01;
/** A hole has lips round it: their share of a Gaussian neighbourhood. */
const neighbourhood = 0.022;
const leastAround = 0.3;
const fullAround = 0.45;

/** So far outside the mesh's contour there are no lips. */
const straysFrom = 0.02;
const strayFade = 0.025;

/** Mends the lips in place; landmarks are in cells of the grid, the width of the face in pixels of the photo. */
export function mendLips(
  classes: ClassPlanes,
  landmarks: Landmarks,
  faceWidthPixels: number,
): void {
  const unit = faceWidth(landmarks);
  const contour = outlineOf(landmarks, lipLines.upperOuter, lipLines.lowerOuter);
  const opening = outlineOf(landmarks, lipLines.upperInner, lipLines.lowerInner);
  const part = partOf(classes, contour, 0.16 * unit);
  if (part.width <= 0 || part.height <= 0) return;
  const toContour = signedDistance(contour, part);
  const trust =
    smoothstep(tooSmallPixels, largeEnoughPixels, faceWidthPixels) *
    smoothstep(leastAgreement, fullAgreement, agreementOf(classes, part, toContour));
  if (trust === 0) return;
  const toOpening = signedDistance(opening, part);
  const openness = opennessOf(classes, part, toOpening);
  const height = (2 * areaOf(opening)) / (Math.max(1, widthOf(opening)) * unit);
  const reach =
    (shutReach + openness * (Math.min(mostReach, openReach + height / 5) - shutReach)) * unit;

  const names = ['upper-lip', 'lower-lip', 'inner-mouth', 'skin', 'hair'] as const;
  const planes = Object.fromEntries(
    names.map((name) => [name, planeOf(classes, name)]),
  ) as Readonly<Record<(typeof names)[number], Float32Array>>;
  const around = (...among: FaceClass[]): Plane =>
    gaussianBlur(summed(classes, part, among), neighbourhood * unit);
  const [upper, lower] = [around('upper-lip'), around('lower-lip')];
  for (let index = 0; index < toContour.data.length; index++) {
    const cell = cellAt(index, part, classes.side);
    const [outside, beyond] = [toContour.data[index]!, toOpening.data[index]!];
    const lip = upper.data[index]! > lower.data[index]! ? planes['upper-lip'] : planes['lower-lip'];
    // No mouth far from its opening.
    const shut = smoothstep(reach, reach + reachFade * unit, beyond) * within(outside, unit);
    move(planes['inner-mouth'], lip, cell, trust * shut);
    // No skin amid the lips.
    const hole =
      within(outside, unit) *
      smoothstep(leastAround, fullAround, upper.data[index]! + lower.data[index]!) *
      smoothstep(0, reachFade * unit, beyond);
    move(planes.skin, lip, cell, trust * hole * (1 - planes.hair[cell]!));
    // No lips far from the mesh's.
    const stray = smoothstep(straysFrom * unit, (straysFrom + strayFade) * unit, outside);
    move(planes['upper-lip'], planes.skin, cell, trust * stray);
    move(planes['lower-lip'], planes.skin, cell, trust * stray);
  }
}

/** 1 deep inside the contour, 0 near it and outside. */
function within(outside: number, unit: number): number {
  return smoothstep(-certainDepth * unit, -(certainDepth + certainFade) * unit, outside);
}

function move(from: Float32Array, to: Float32Array, cell: number, share: number): void {
  const moved = share * from[cell]!;
  from[cell] = from[cell]! - moved;
  to[cell] = to[cell]! + moved;
}

/** 0 for a mouth that is shut, 1 for one that is open, by what the network sees where the mesh has the opening. */
function opennessOf(classes: ClassPlanes, part: Rectangle, toOpening: Plane): number {
  const mouth = planeOf(classes, 'inner-mouth');
  let [sum, count] = [0, 0];
  toOpening.data.forEach((beyond, index) => {
    if (beyond > 0) return;
    sum += mouth[cellAt(index, part, classes.side)]!;
    count += 1;
  });
  return count === 0 ? 0 : smoothstep(shutMouth, openMouth, sum / count);
}

function agreementOf(classes: ClassPlanes, part: Rectangle, toContour: Plane): number {
  const seen = summed(classes, part, ['upper-lip', 'lower-lip', 'inner-mouth']);
  let [common, all] = [0, 0];
  toContour.data.forEach((outside, index) => {
    const share = seen.data[index]!;
    if (outside <= 0) common += share;
    all += outside <= 0 ? 1 : share;
  });
  return all === 0 ? 0 : common / all;
}

function outlineOf(
  landmarks: Landmarks,
  upper: readonly number[],
  lower: readonly number[],
): Point[] {
  return [...pointsAt(landmarks, upper), ...pointsAt(landmarks, lower).reverse()];
}

function widthOf(outline: readonly Point[]): number {
  const xs = outline.map(({ x }) => x);
  const ys = outline.map(({ y }) => y);
  return Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

/** By the shoelace formula. */
function areaOf(outline: readonly Point[]): number {
  const twice = outline.reduce((sum, { x, y }, index) => {
    const next = outline[(index + 1) % outline.length] ?? { x, y };
    return sum + x * next.y - next.x * y;
  }, 0);
  return Math.abs(twice) / 2;
}

/** The cells round an outline, inside the grid. */
function partOf({ side }: ClassPlanes, outline: readonly Point[], border: number): Rectangle {
  const edge = (value: number): number => Math.min(side, Math.max(0, Math.round(value)));
  const xs = outline.map(({ x }) => x);
  const ys = outline.map(({ y }) => y);
  const [left, top] = [edge(Math.min(...xs) - border), edge(Math.min(...ys) - border)];
  return {
    left,
    top,
    width: edge(Math.max(...xs) + border) - left,
    height: edge(Math.max(...ys) + border) - top,
  };
}

function cellAt(index: number, { left, top, width }: Rectangle, side: number): number {
  return (top + Math.floor(index / width)) * side + left + (index % width);
}

/** Of each cell from the outline, in cells: negative inside. */
function signedDistance(outline: readonly Point[], { left, top, width, height }: Rectangle): Plane {
  const inside = createPlane(width, height);
  inside.data.forEach((_, index) => {
    const center = { x: left + (index % width) + 0.5, y: top + Math.floor(index / width) + 0.5 };
    inside.data[index] = isInside(outline, center) ? 1 : 0;
  });
  const out = distanceFrom(inside, (value) => value === 1);
  const deep = distanceFrom(inside, (value) => value === 0);
  return { ...out, data: out.data.map((value, index) => value - deep.data[index]!) };
}

function summed(classes: ClassPlanes, part: Rectangle, names: readonly FaceClass[]): Plane {
  const planes = names.map((name) => planeOf(classes, name));
  const result = createPlane(part.width, part.height);
  for (let index = 0; index < result.data.length; index++) {
    const cell = cellAt(index, part, classes.side);
    result.data[index] = planes.reduce((sum, plane) => sum + plane[cell]!, 0);
  }
  return result;
}
