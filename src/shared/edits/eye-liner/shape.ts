import { mixPoints } from '../../analysis/mesh';
import { directionOf, distance } from '../../pixels/geometry';
import type { Point } from '../../pixels/raster';
import type { Stroke } from '../../render/masks/mask';
import { moved, pointAlong, type Eye } from '../eye-geometry';

/** At full thickness; the thinnest line is a quarter of it. */
const thickestFaceWidths = 0.016;
const thinnestFaceWidths = 0.004;
const longestWingFaceWidths = 0.075;
const wingDegrees = 24;
/** The parse rounds the corner off: it lies this much farther out. */
export const cornerFaceWidths = 0.006;
/** The line begins a little inside the rim, where the lashes grow. */
const insideFaceWidths = 0.003;
/** Share of the rim, from the outer corner, at which the wing's upper edge leaves the line. */
const wingRoot = 0.24;
const wingSteps = 12;
/** Share of the rim at which the line ends: there the parse turns round the eyeball, and lashes grow no more. */
const innerEnd = 0.87;

export interface LinerShape {
  readonly thickness: number;
  readonly wing: number;
}

/**
 * The line along the upper lid with its wing, as one closed outline: along the rim to the outer corner, out to the
 * wing's tip, and back above the lashes, ever thinner toward the inner corner. The wing's upper edge leaves the line
 * in the line's own direction, and ends in that of the wing.
 */
export function upperOutline(
  eye: Eye,
  faceWidthPixels: number,
  shape: LinerShape,
): readonly Point[] {
  const rim = eye.upper;
  const corner = moved(eye, eye.outer, cornerFaceWidths * faceWidthPixels, 0);
  const shareOf = (index: number): number => index / (rim.length - 1);
  const isDrawn = (_: Point, index: number): boolean => shareOf(index) <= innerEnd;
  const lower = rim.filter(isDrawn).map((point, index) => {
    const inside = insideFaceWidths * taperAt(shareOf(index)) * faceWidthPixels;
    return index === 0 ? corner : moved(eye, point, 0, -inside);
  });
  const upper = rim.map((point, index) => {
    const normal = normalAt(eye, shareOf(index));
    const thickness = thicknessAt(shareOf(index), shape.thickness) * faceWidthPixels;
    return { x: point.x + thickness * normal.x, y: point.y + thickness * normal.y };
  });
  const length = shape.wing * longestWingFaceWidths * faceWidthPixels;
  const angle = (wingDegrees * Math.PI) / 180;
  const tip = moved(eye, corner, length * Math.cos(angle), length * Math.sin(angle));
  const root = pointAlong(upper, wingRoot);
  const before = pointAlong(upper, wingRoot + 0.06);
  const edge = curve(root, directionOf(before, root), tip);
  const kept = upper.filter(isDrawn).filter((_, index) => shareOf(index) > wingRoot);
  return [...lower.reverse(), tip, ...edge.reverse(), ...kept];
}

/** Quadratic, from `from` in a direction to `to`; its control point lies on that direction. */
function curve(from: Point, direction: Point, to: Point): Point[] {
  const reach = 0.55 * distance(from, to);
  const control = { x: from.x + reach * direction.x, y: from.y + reach * direction.y };
  return Array.from({ length: wingSteps }, (_, index) => {
    const t = index / wingSteps;
    return mixPoints(mixPoints(from, control, t), mixPoints(control, to, t), t);
  });
}

function thicknessAt(share: number, thickness: number): number {
  return (
    (thinnestFaceWidths + thickness * (thickestFaceWidths - thinnestFaceWidths)) * taperAt(share)
  );
}

/** 1 in the outer half, 0 at the inner end. */
function taperAt(share: number): number {
  const inward = Math.min(1, Math.max(0, (share - 0.35) / (innerEnd - 0.35)));
  return Math.cos(inward * (Math.PI / 2)) ** 0.8;
}

/** Across the upper rim, away from the eye. */
export function normalAt({ upper, upward }: Eye, share: number): Point {
  const from = pointAlong(upper, Math.max(0, share - 0.08));
  const to = pointAlong(upper, Math.min(1, share + 0.08));
  const along = directionOf(from, to);
  const sign = along.y * upward.x - along.x * upward.y < 0 ? -1 : 1;
  return { x: sign * along.y, y: -sign * along.x };
}

const lowerPoints = 14;
const belowRimFaceWidths = 0.003;
/** The lower line ends before the inner corner: drawn round it makes eyes look small. */
const lowerEnd = 0.72;

/** The line below the eye: under the lower lashes, fading inward. */
export function lowerLine(eye: Eye, faceWidthPixels: number, thickness: number): Stroke {
  const width = 0.5 * (thinnestFaceWidths + thickness * (thickestFaceWidths - thinnestFaceWidths));
  const shares = Array.from(
    { length: lowerPoints },
    (_, index) => (index / (lowerPoints - 1)) * lowerEnd,
  );
  return {
    points: shares.map((share) =>
      moved(
        eye,
        pointAlong(eye.lower, share),
        0,
        -(0.5 * width + belowRimFaceWidths) * faceWidthPixels,
      ),
    ),
    widthsFaceWidths: shares.map((share) => width * (1 - 0.9 * (share / lowerEnd) ** 1.5)),
    opacity: 1,
  };
}
