import { meshPoint, meshPoints } from '../analysis/mesh';
import {
  applySimilarity,
  fitSimilarity,
  invertSimilarity,
  meanPoint,
  similarityScale,
  type Similarity,
} from '../pixels/geometry';
import type { Point } from '../pixels/raster';
import { bent, thinPlate, type ThinPlate } from '../pixels/thin-plate';
import type { PartGeometry } from './features';
import { faceWidthPixels, type StitchSide } from './side';

/** What a person changes by hand about where a feature lies. */
export interface Placement {
  /** In widths of the target's face, along the picture's axes. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** 1 keeps the size. */
  readonly size: number;
  /** Clockwise. */
  readonly rotationDegrees: number;
}

export const neutralPlacement: Placement = { shiftX: 0, shiftY: 0, size: 1, rotationDegrees: 0 };

export interface Alignment {
  /** From pixels of the target's picture to pixels of the donor's: `toDonor` goes it. */
  readonly back: Similarity;
  readonly plate: ThinPlate;
  /** The other way, without the bending. */
  readonly toTarget: Similarity;
  /** Donor pixels per target pixel. */
  readonly donorPixelsPerPixel: number;
}

/** Enough to follow a turned head, too little to follow a single point that was found badly. */
const frameSmoothing = 0.04;

/** The feature itself yields less than what is round it. */
const anchorShare = 0.2;

/** 0 for heads turned alike, 1 where one shows what the other does not: bent to fit, that would be smeared. */
function lostToPose(difference: number): number {
  return Math.min(1, Math.max(0, difference / largestPoseDifference - 1));
}

/**
 * Where each pixel of the target finds its colour in the donor. The skin round a feature follows the target's mesh (a
 * similarity and a thin-plate spline over it), so that pose and foreshortening are the target's; the feature inside
 * keeps the donor's shape, and its middle takes the place of the target's.
 */
export function alignPart(
  target: StitchSide,
  donor: StitchSide,
  { frame, anchors, posedSmoothing }: PartGeometry,
  placement: Placement,
): Alignment {
  const control = (side: StitchSide): Point[] =>
    [
      ...meshPoints(side.face, frame),
      ...anchors.map((group) => meanPoint(meshPoints(side.face, group))),
    ].map(({ x, y }) => ({ x: x * side.scale, y: y * side.scale }));
  const from = control(target);
  const to = control(donor);
  const rigid = fitSimilarity(from, to);
  const stiffness = posedSmoothing * lostToPose(poseDifference(target, donor));
  const smoothing = from.map((_, index) =>
    index < frame.length ? frameSmoothing + stiffness : anchorShare * stiffness,
  );
  const plate = thinPlate(from, to, smoothing);
  const center = meanPoint(from.slice(frame.length));
  const back = placed(placement, center, faceWidthPixels(target));
  return {
    ...{ back, plate },
    toTarget: invertSimilarity(chained(back, rigid)),
    donorPixelsPerPixel: similarityScale(rigid) * similarityScale(back),
  };
}

export function toDonor({ back, plate }: Alignment, point: Point): Point {
  return bent(plate, applySimilarity(back, point));
}

/** The second after the first. */
function chained(first: Similarity, second: Similarity): Similarity {
  const shift = applySimilarity(second, { x: first.tx, y: first.ty });
  return {
    a: second.a * first.a - second.b * first.b,
    b: second.b * first.a + second.a * first.b,
    tx: shift.x,
    ty: shift.y,
  };
}

/** From where the person put the feature to where it would have been. */
function placed(placement: Placement, center: Point, unitPixels: number): Similarity {
  const angle = (placement.rotationDegrees * Math.PI) / 180;
  const a = placement.size * Math.cos(angle);
  const b = placement.size * Math.sin(angle);
  return invertSimilarity({
    a,
    b,
    tx: center.x + placement.shiftX * unitPixels - (a * center.x - b * center.y),
    ty: center.y + placement.shiftY * unitPixels - (b * center.x + a * center.y),
  });
}

/** How a head is turned, told from the mesh alone: 0 is frontal, about 1 is a profile. */
export interface HeadTurn {
  /** Positive towards the person's left. */
  readonly yaw: number;
  readonly pitch: number;
}

/** The tip of the nose against the middle of the cheeks' edges and of forehead and chin. */
export function headTurn({ face }: StitchSide): HeadTurn {
  const [left, right, tip, top, chin] = [454, 234, 1, 10, 152].map((index) =>
    meshPoint(face, index),
  ) as [Point, Point, Point, Point, Point];
  const along = (from: Point, to: Point): number => {
    const square = (to.x - from.x) ** 2 + (to.y - from.y) ** 2;
    return ((tip.x - from.x) * (to.x - from.x) + (tip.y - from.y) * (to.y - from.y)) / square;
  };
  return { yaw: 2 * along(right, left) - 1, pitch: 2 * along(top, chin) - 1 };
}

/** Above this a person is warned: one side of the feature shows what the other picture does not have. */
export const largestPoseDifference = 0.35;

export function poseDifference(target: StitchSide, donor: StitchSide): number {
  const a = headTurn(target);
  const b = headTurn(donor);
  return Math.hypot(a.yaw - b.yaw, a.pitch - b.pitch);
}
