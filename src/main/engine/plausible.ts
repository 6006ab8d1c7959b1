import { faceClasses, type FaceClass } from '@shared/analysis/classes';
import { smoothstep } from '@shared/pixels/color';
import { distance } from '@shared/pixels/geometry';
import type { Point } from '@shared/pixels/raster';
import { isInside } from './grid';
import { faceWidth, meanPoint, meshPoints, pointsAt, type Landmarks } from './landmarks';
import { planeOf, type ClassPlanes } from './probabilities';

/*
 * What the landmarks know better than the network: which side of the face something belongs to, where a mouth can
 * be, and where the next face begins. All of it works in place on planes that the caller owns, in cells of the grid.
 */

interface Pair {
  readonly left: FaceClass;
  readonly right: FaceClass;
  readonly leftPoints: readonly number[];
  readonly rightPoints: readonly number[];
}

const pairs: readonly Pair[] = [
  {
    left: 'left-eye',
    right: 'right-eye',
    leftPoints: meshPoints.leftEye,
    rightPoints: meshPoints.rightEye,
  },
  {
    left: 'left-brow',
    right: 'right-brow',
    leftPoints: meshPoints.leftBrow,
    rightPoints: meshPoints.rightBrow,
  },
  {
    left: 'left-ear',
    right: 'right-ear',
    leftPoints: meshPoints.leftEdge,
    rightPoints: meshPoints.rightEdge,
  },
];

/** Gives what the network calls a left or a right part to the side whose landmarks are nearer. */
export function assignSides(classes: ClassPlanes, landmarks: Landmarks): void {
  for (const { left, right, leftPoints, rightPoints } of pairs) {
    const leftPlane = planeOf(classes, left);
    const rightPlane = planeOf(classes, right);
    const leftPoint = meanPoint(landmarks, leftPoints);
    const rightPoint = meanPoint(landmarks, rightPoints);
    forEachCell(classes.side, (cell, x, y) => {
      const sum = leftPlane[cell]! + rightPlane[cell]!;
      if (sum === 0) return;
      const center = { x, y };
      const isLeft = distance(center, leftPoint) < distance(center, rightPoint);
      leftPlane[cell] = isLeft ? sum : 0;
      rightPlane[cell] = isLeft ? 0 : sum;
    });
  }
}

interface Reach {
  readonly classes: readonly FaceClass[];
  readonly points: readonly number[];
  /** How far beyond its landmarks a part may lie. */
  readonly faceWidths: number;
}

const reaches: readonly Reach[] = [
  {
    classes: ['upper-lip', 'lower-lip', 'inner-mouth'],
    points: meshPoints.lips,
    faceWidths: 0.12,
  },
  { classes: ['left-eye'], points: meshPoints.leftEye, faceWidths: 0.12 },
  { classes: ['right-eye'], points: meshPoints.rightEye, faceWidths: 0.12 },
  { classes: ['left-brow'], points: meshPoints.leftBrow, faceWidths: 0.16 },
  { classes: ['right-brow'], points: meshPoints.rightBrow, faceWidths: 0.16 },
  { classes: ['nose'], points: meshPoints.nose, faceWidths: 0.16 },
];

/** The last part of a reach over which a probability fades to nothing. */
const fadeFaceWidths = 0.06;

/** Takes away parts that lie far from their landmarks, e.g. lips on a neck. */
export function limitReach(classes: ClassPlanes, landmarks: Landmarks): void {
  const unit = faceWidth(landmarks);
  for (const { classes: names, points, faceWidths } of reaches) {
    const corners = pointsAt(landmarks, points);
    const left = Math.min(...corners.map(({ x }) => x));
    const right = Math.max(...corners.map(({ x }) => x));
    const top = Math.min(...corners.map(({ y }) => y));
    const bottom = Math.max(...corners.map(({ y }) => y));
    const planes = names.map((name) => planeOf(classes, name));
    forEachCell(classes.side, (cell, x, y) => {
      const beyondX = Math.max(0, left - x, x - right);
      const beyondY = Math.max(0, top - y, y - bottom);
      const beyond = Math.sqrt(beyondX * beyondX + beyondY * beyondY) / unit;
      if (beyond <= faceWidths - fadeFaceWidths) return;
      const kept =
        beyond >= faceWidths ? 0 : smoothstep(faceWidths, faceWidths - fadeFaceWidths, beyond);
      for (const plane of planes) plane[cell] = plane[cell]! * kept;
    });
  }
}

interface Head {
  readonly oval: readonly Point[];
  readonly center: Point;
  readonly radius: number;
}

function headOf(landmarks: Landmarks): Head {
  const oval = pointsAt(landmarks, meshPoints.oval);
  const center = meanPoint(landmarks, meshPoints.oval);
  return { oval, center, radius: faceWidth(landmarks) / 2 };
}

/** Half the width, in face radii, of the seam between two faces' hair. */
const seamRadii = 0.08;

/** Leaves a cell to one face only: inside an outline to whose it is, elsewhere to the one that is nearer. */
export function yieldToNeighbours(
  classes: ClassPlanes,
  landmarks: Landmarks,
  neighbours: readonly Landmarks[],
): void {
  if (neighbours.length === 0) return;
  const own = headOf(landmarks);
  const others = neighbours.map(headOf).filter(({ center, radius }) => {
    // A face that is this far from the grid changes none of its cells.
    const beyond = Math.max(-center.x, center.x - classes.side, -center.y, center.y - classes.side);
    return beyond < 2 * Math.max(radius, own.radius);
  });
  const background = planeOf(classes, 'background');
  const rest = faceClasses.filter((name) => name !== 'background');
  const planes = rest.map((name) => planeOf(classes, name));
  if (others.length === 0) return;
  forEachCell(classes.side, (cell, x, y) => {
    const center = { x, y };
    const kept = others.reduce((least, other) => Math.min(least, ownShare(center, own, other)), 1);
    if (kept === 1) return;
    for (const plane of planes) plane[cell] = plane[cell]! * kept;
    background[cell] = 1 - kept * (1 - background[cell]!);
  });
}

function ownShare(point: Point, own: Head, other: Head): number {
  const toOwn = distance(point, own.center) / own.radius;
  const toOther = distance(point, other.center) / other.radius;
  const insideOwn = toOwn < 2 && isInside(own.oval, point);
  const insideOther = toOther < 2 && isInside(other.oval, point);
  if (insideOwn !== insideOther) return insideOwn ? 1 : 0;
  return smoothstep(-seamRadii, seamRadii, toOther - toOwn);
}

/** `x` and `y` are the cell's centre. */
function forEachCell(side: number, visit: (cell: number, x: number, y: number) => void): void {
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) visit(y * side + x, x + 0.5, y + 0.5);
  }
}
