import type { Face } from '../../analysis/face';
import {
  meshPoint,
  meshPoints,
  middleLine,
  mixPoints,
  sideLines,
  sides,
  type Side,
} from '../../analysis/mesh';
import { distance } from '../../pixels/geometry';
import type { Point } from '../../pixels/raster';
import { spot, type SpotMask } from '../../render/masks/mask';

export type BlushShape = 'round' | 'oblong' | 'lifted' | 'draped' | 'sunkissed';

/** Where on a cheek a brush sets down, in a frame that shrinks with the cheek when the head turns away. */
interface Place {
  /** Shares of the cheek's axis, which rises from beside the nose to the ear: outward, and up across it. */
  readonly outward: number;
  readonly up: number;
  /** Standard deviations in shares of the axis' length seen from the front. */
  readonly along: number;
  readonly across: number;
  /** How much steeper than the axis the stroke rises. */
  readonly tiltDegrees: number;
}

const places: Readonly<Record<BlushShape, Place>> = {
  round: { outward: 0.42, up: -0.1, along: 0.29, across: 0.26, tiltDegrees: 0 },
  oblong: { outward: 0.62, up: -0.06, along: 0.42, across: 0.23, tiltDegrees: 4 },
  lifted: { outward: 0.74, up: 0.06, along: 0.44, across: 0.2, tiltDegrees: 14 },
  draped: { outward: 0.95, up: 0.18, along: 0.52, across: 0.24, tiltDegrees: 30 },
  sunkissed: { outward: 0.36, up: 0.12, along: 0.42, across: 0.2, tiltDegrees: -14 },
};

/** Further out and higher, and smaller on the roundest part of the cheek: where second and third colours go. */
const outer: Place = { outward: 0.98, up: 0.1, along: 0.26, across: 0.17, tiltDegrees: 16 };
const apple: Place = { outward: 0.36, up: -0.1, along: 0.2, across: 0.18, tiltDegrees: 0 };

/** The axis' length in face widths on a head that looks straight ahead. */
const axisFaceWidths = 0.26;
/** A cheek turned away keeps at least this share of its width, or it would vanish with half of the face to be seen. */
const leastShare = 0.3;

/** A spot on a cheek, or across the nose where there is no side. */
export interface Brushed {
  readonly side: Side | undefined;
  readonly mask: SpotMask;
}

export function brushedPlaces(shape: BlushShape, face: Face): readonly Brushed[] {
  const cheeks = onBothCheeks(places[shape], face);
  return shape === 'sunkissed' ? [...cheeks, { side: undefined, mask: acrossNose(face) }] : cheeks;
}

export function outerPlaces(face: Face): readonly Brushed[] {
  return onBothCheeks(outer, face);
}

export function applePlaces(face: Face): readonly Brushed[] {
  return onBothCheeks(apple, face);
}

function onBothCheeks(place: Place, face: Face): readonly Brushed[] {
  return sides.map((side) => ({ side, mask: onCheek(place, side, face) }));
}

function onCheek(place: Place, side: Side, face: Face): SpotMask {
  const line = sideLines[side].cheek;
  const [ear, beside] = [meshPoint(face, line[0] ?? 0), meshPoint(face, line[3] ?? 0)];
  const axis = { x: ear.x - beside.x, y: ear.y - beside.y };
  // Up across the axis, of its length as seen from the front: turning the head does not flatten a face.
  const heights = axisFaceWidths * face.faceWidthPixels;
  const upward = upwardOf(face);
  const center = {
    x: beside.x + place.outward * axis.x + place.up * heights * upward.x,
    y: beside.y + place.outward * axis.y + place.up * heights * upward.y,
  };
  const seen = Math.hypot(axis.x, axis.y) / face.faceWidthPixels;
  const along = axisFaceWidths * Math.max(leastShare, Math.min(1.2, seen / axisFaceWidths));
  const turn = side === 'right' ? place.tiltDegrees : -place.tiltDegrees;
  return spot(face, center, {
    alongFaceWidths: place.along * along,
    acrossFaceWidths: place.across * axisFaceWidths,
    angleDegrees: (Math.atan2(axis.y, axis.x) * 180) / Math.PI + turn,
  });
}

/** A unit vector from the chin to the forehead. */
function upwardOf(face: Face): Point {
  const [forehead, chin] = [meshPoint(face, 10), meshPoint(face, 152)];
  const length = distance(forehead, chin);
  return { x: (forehead.x - chin.x) / length, y: (forehead.y - chin.y) / length };
}

function acrossNose(face: Face): SpotMask {
  const [, , from, to] = meshPoints(face, middleLine.noseBridge);
  const center = from && to ? mixPoints(from, to, 0.5) : meshPoint(face, middleLine.noseTip);
  return spot(face, center, {
    alongFaceWidths: 0.085,
    acrossFaceWidths: 0.035,
    angleDegrees: face.rollDegrees,
  });
}
