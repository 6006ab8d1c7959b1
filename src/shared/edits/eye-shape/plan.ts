import type { Face } from '../../analysis/face';
import { mixPoints } from '../../analysis/mesh';
import type { Point } from '../../pixels/raster';
import type { Pass } from '../../render/pass';
import {
  motionAbout,
  movedEllipse,
  shiftWarp,
  type Ellipse,
  type Shift,
} from '../../render/passes/warp/moves';
import { eyesOf, pointAlong, widthOf, type Eye } from '../eye-geometry';
import { inPhoto, isStill, shapeKey } from '../shaping';

export interface EyeShape {
  readonly size: number;
  readonly distance: number;
  readonly tilt: number;
}

/** At the ends of the sliders. */
const largestGrowth = 0.15;
/** In eye widths: an eye that is turned away goes as much less far as it is narrower. */
const longestWay = 0.09;
const steepestDegrees = 7;

/**
 * Of an eye's width: half of what moves with the eye unbent, along and across, and how far beyond it all fades. Eyes
 * that are turned away are narrow, but their irises are not: those lie inside with this much to spare.
 */
const halfAlong = 0.6;
const halfAcross = 0.32;
const reach = 1.8;
const irisRoom = 1.3;

/** Each eye is moved whole, so that irises stay round; brows and the root of the nose stay. */
export function planEyeShape(shape: EyeShape, face: Face): readonly Pass[] {
  if (isStill({ ...shape })) return [];
  return eyesOf(face).map((eye) =>
    shiftWarp(shapeKey(`eye-shape ${eye.side}`, face, { ...shape }), eyeShift(shape, face, eye)),
  );
}

function eyeShift({ size, distance, tilt }: EyeShape, face: Face, eye: Eye): Shift {
  const { side, outer, inner } = eye;
  const outward = side === 'left' ? 1 : -1;
  const width = widthOf(eye);
  const rims = mixPoints(pointAlong(eye.upper, 0.5), pointAlong(eye.lower, 0.5), 0.5);
  const center = mixPoints(mixPoints(outer, inner, 0.5), rims, 0.5);
  const angle = Math.atan2((outer.y - inner.y) * outward, (outer.x - inner.x) * outward);
  const { iris } = eye;
  const room = irisRoom * iris.radius;
  const [x, y] = [iris.center.x - center.x, iris.center.y - center.y];
  const ellipse = holding(
    {
      center,
      alongPixels: Math.max(halfAlong * width, room + Math.hypot(x, y)),
      acrossPixels: Math.max(halfAcross * width, room),
      angleDegrees: (angle * 180) / Math.PI,
    },
    iris.center,
    (1 + largestGrowth) * iris.radius,
  );
  const motion = motionAbout(center, {
    scale: 1 + largestGrowth * size,
    // The outer corner goes up: clockwise for the eye at the picture's left.
    degrees: -outward * steepestDegrees * tilt,
    by: inPhoto(face, (outward * longestWay * distance * width) / face.faceWidthPixels, 0),
  });
  return movedEllipse(ellipse, reach, motion);
}

/** Points round an iris that are looked at. */
const rimPoints = 16;
/** Farther off lies no iris, but a mesh that is wrong. */
const mostGrowth = 1.6;

/** The ellipse, made as much larger as it must be to hold all of a disc: on turned heads irises lie above the middle. */
export function holding(ellipse: Ellipse, disc: Point, radiusPixels: number): Ellipse {
  const { center, alongPixels, acrossPixels, angleDegrees } = ellipse;
  const turn = (angleDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [x, y] = [disc.x - center.x, disc.y - center.y];
  const [along, across] = [x * cos + y * sin, y * cos - x * sin];
  const growth = Array.from({ length: rimPoints }, (_, index) => {
    const angle = (index * 2 * Math.PI) / rimPoints;
    return Math.hypot(
      (along + radiusPixels * Math.cos(angle)) / alongPixels,
      (across + radiusPixels * Math.sin(angle)) / acrossPixels,
    );
  });
  const factor = Math.min(mostGrowth, Math.max(1, ...growth));
  return { ...ellipse, alongPixels: factor * alongPixels, acrossPixels: factor * acrossPixels };
}
