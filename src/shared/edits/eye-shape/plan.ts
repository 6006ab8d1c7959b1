import type { Face } from '../../analysis/face';
import { meshPoint, mixPoints, sideLines, sides, type Side } from '../../analysis/mesh';
import type { Pass } from '../../render/pass';
import { motionAbout, movedEllipse, shiftWarp, type Shift } from '../../render/passes/warp/moves';
import { inPhoto, isStill, shapeKey } from '../shaping';

export interface EyeShape {
  readonly size: number;
  readonly distance: number;
  readonly tilt: number;
}

/** At the ends of the sliders. */
const largestGrowth = 0.15;
const longestWayFaceWidths = 0.018;
const steepestDegrees = 7;

/** Of an eye's width: half of what moves with the eye unbent, along and across, and how far beyond it all fades. */
const halfAlong = 0.6;
const halfAcross = 0.32;
const reach = 1.8;

/** Each eye is moved whole, so that irises stay round; brows and the root of the nose stay. */
export function planEyeShape(shape: EyeShape, face: Face): readonly Pass[] {
  if (isStill({ ...shape })) return [];
  return sides.map((side) => shiftWarp(shapeKey(`eye-shape ${side}`, face, { ...shape }), eyeShift(shape, face, side)));
}

export function eyeShift({ size, distance, tilt }: EyeShape, face: Face, side: Side): Shift {
  const outward = side === 'left' ? 1 : -1;
  const { upperLid } = sideLines[side];
  const outer = meshPoint(face, upperLid[0] ?? 0);
  const inner = meshPoint(face, upperLid.at(-1) ?? 0);
  const width = Math.hypot(outer.x - inner.x, outer.y - inner.y);
  const center = mixPoints(outer, inner, 0.5);
  const angle = Math.atan2((outer.y - inner.y) * outward, (outer.x - inner.x) * outward);
  const ellipse = {
    center,
    alongPixels: halfAlong * width,
    acrossPixels: halfAcross * width,
    angleDegrees: (angle * 180) / Math.PI,
  };
  const motion = motionAbout(center, {
    scale: 1 + largestGrowth * size,
    // The outer corner goes up: clockwise for the eye at the picture's left.
    degrees: -outward * steepestDegrees * tilt,
    by: inPhoto(face, outward * longestWayFaceWidths * distance, 0),
  });
  return movedEllipse(ellipse, reach, motion);
}
