import type { Face } from '../../analysis/face';
import { mixPoints } from '../../analysis/mesh';
import type { Point } from '../../pixels/raster';
import {
  between,
  feather,
  luminanceBand,
  maximum,
  polygon,
  product,
  ramp,
  spot,
  type Mask,
} from '../../render/masks/mask';
import { pointAlong, widthOf, type Eye } from '../eye-geometry';
import { bareRound } from '../eye-masks';

/** Where an artist lays the colours: on the lid, along its fold, and about the outer corner (the outer V). */
export const zoneNames = ['lid', 'crease', 'outer'] as const;
export type Zone = (typeof zoneNames)[number];

/** Longer than from any rim to its brow. */
const reachFaceWidths = 0.25;
const edgeFaceWidths = 0.013;

export function zonesOf(face: Face, eye: Eye): Readonly<Record<Zone, Mask>> {
  const place = placer(eye);
  const width = widthOf(eye) / face.faceWidthPixels;
  const angleDegrees = (Math.atan2(eye.outward.y, eye.outward.x) * 180) / Math.PI;
  const ground = product(
    feather(polygon(outline(face, eye)), face, edgeFaceWidths),
    bareRound(face),
  );
  // 1 on the rim, 0 on the brow: the share of the way that is left to the brow.
  const left = between(face, eye.upper, eye.brow, reachFaceWidths);
  const middle = spot(face, place(0.42, 0.3), {
    alongFaceWidths: 0.42 * width,
    acrossFaceWidths: 0.4 * width,
    angleDegrees,
  });
  const corner = spot(face, place(0.06, 0.24), {
    alongFaceWidths: 0.3 * width,
    acrossFaceWidths: 0.2 * width,
    // Rising toward the brow's tail.
    angleDegrees: angleDegrees + (eye.side === 'left' ? -24 : 24),
  });
  return {
    lid: product(ground, ramp(left, 0.34, 0.75), ramp(middle, 0.03, 0.5)),
    crease: product(ground, ramp(left, 0.26, 0.6), ramp(left, 0.94, 0.6), ramp(middle, 0.1, 0.8)),
    outer: product(ground, ramp(left, 0.16, 0.6), ramp(corner, 0.05, 0.85)),
  };
}

/** The bulge of the lid over the iris, and light that falls on the lid already. */
export function sheen(face: Face, eye: Eye): Mask {
  const width = widthOf(eye) / face.faceWidthPixels;
  const bulge = spot(face, placer(eye)(0.5, 0.16), {
    alongFaceWidths: 0.17 * width,
    acrossFaceWidths: 0.055 * width,
    angleDegrees: (Math.atan2(eye.outward.y, eye.outward.x) * 180) / Math.PI,
  });
  return maximum(bulge, ramp(luminanceBand(face, bareRound(face), 0.004, 0.03), 0.01, 0.1));
}

/** A point by the share of the way along the upper rim (0 in the outer corner) and from there to the brow. */
function placer({ upper, brow }: Eye): (along: number, up: number) => Point {
  return (along, up) => mixPoints(pointAlong(upper, along), pointAlong(brow, browShare(along)), up);
}

/** The brow's line is longer than the eye. */
function browShare(along: number): number {
  return 0.2 + 0.6 * along;
}

/** How far the ground runs under the rim, so that its soft edge lies on the eyeball, where the mask ends sharply. */
const underRimFaceWidths = 0.02;

/** Round all that may take shadow: from under the rim up to the brow, drawn out toward the temple. */
function outline(face: Face, eye: Eye): readonly Point[] {
  const { upper, outward, upward } = eye;
  const place = placer(eye);
  const shares = Array.from({ length: 13 }, (_, index) => index / 12);
  const under = upper.map(({ x, y }, index) => {
    const depth =
      underRimFaceWidths *
      face.faceWidthPixels *
      Math.sin((index / (upper.length - 1)) * Math.PI) ** 0.5;
    return { x: x - depth * upward.x, y: y - depth * upward.y };
  });
  const above = shares.slice(0, -1).map((along) => place(along, 0.86 - 0.3 * along ** 3));
  const width = widthOf(eye);
  const tip = {
    x: eye.outer.x + width * (0.2 * outward.x + 0.1 * upward.x),
    y: eye.outer.y + width * (0.2 * outward.y + 0.1 * upward.y),
  };
  return [...under.reverse(), tip, ...above];
}
