import { z } from 'zod';
import type { Face } from '../analysis/face';
import { lipLines, sideLines } from '../analysis/mesh';
import type { Point } from '../pixels/raster';

/*
 * A document numbers faces as the analysis found them. Another run, another network or another size of the photo may
 * find them in another order, so a project keeps where each one was.
 */

const pointSchema = z.object({ x: z.number(), y: z.number() }).readonly();

/** Where a face lies, in fractions of the photo's width and height: enough to know it again. */
export const facePlaceSchema = z
  .object({
    box: z
      .object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() })
      .readonly(),
    /** The person's own left eye, the right one and the middle of the mouth. */
    leftEye: pointSchema,
    rightEye: pointSchema,
    mouth: pointSchema,
  })
  .readonly();
export type FacePlace = z.infer<typeof facePlaceSchema>;

interface PhotoSize {
  readonly width: number;
  readonly height: number;
}

export function placeOfFace(
  { box, landmarks }: Pick<Face, 'box' | 'landmarks'>,
  { width, height }: PhotoSize,
): FacePlace {
  const fraction = (x: number, y: number): Point => ({ x: short(x / width), y: short(y / height) });
  const middle = (indices: readonly number[]): Point => {
    const mean = (axis: number): number =>
      indices.reduce((sum, index) => sum + (landmarks[2 * index + axis] ?? 0), 0) / indices.length;
    return fraction(mean(0), mean(1));
  };
  const { x: left, y: top } = fraction(box.left, box.top);
  const { x: boxWidth, y: boxHeight } = fraction(box.width, box.height);
  const eye = (side: keyof typeof sideLines): Point =>
    middle([...sideLines[side].upperLid, ...sideLines[side].lowerLid]);
  return {
    box: { left, top, width: boxWidth, height: boxHeight },
    leftEye: eye('left'),
    rightEye: eye('right'),
    mouth: middle([...lipLines.upperOuter, ...lipLines.lowerOuter]),
  };
}

/** A hundredth of a pixel of any photo is finer than a landmark is found. */
function short(fraction: number): number {
  return Number(fraction.toFixed(6));
}

/** How far eyes and mouth may be from where they were, in face boxes: less than to any neighbour's. */
const farthest = 0.35;

/**
 * For each face of before its number among those found now, `undefined` where it is not among them. The nearest pairs
 * are made first. One face of before and one now are the same, wherever: somebody cropped the photo.
 */
export function matchFaces(
  before: readonly FacePlace[],
  now: readonly FacePlace[],
): readonly (number | undefined)[] {
  if (before.length === 1 && now.length === 1) return [0];
  const pairs = before
    .flatMap((old, from) =>
      now.map((found, to) => ({ from, to, distance: distanceInFaces(old, found) })),
    )
    .filter(({ distance }) => distance <= farthest)
    .sort((one, other) => one.distance - other.distance);
  const matched = new Map<number, number>();
  const taken = new Set<number>();
  for (const { from, to } of pairs) {
    if (matched.has(from) || taken.has(to)) continue;
    matched.set(from, to);
    taken.add(to);
  }
  return before.map((_, index) => matched.get(index));
}

function distanceInFaces(one: FacePlace, other: FacePlace): number {
  const { width, height } = one.box;
  const distance = (a: Point, b: Point): number =>
    Math.hypot((a.x - b.x) / width, (a.y - b.y) / height);
  const sum =
    distance(one.leftEye, other.leftEye) +
    distance(one.rightEye, other.rightEye) +
    distance(one.mouth, other.mouth);
  return sum / 3;
}

/** The faces of now, then those of before that are not among them, and what the numbers of before have become. */
export interface Renumbering {
  readonly places: readonly FacePlace[];
  readonly renumber: (face: number) => number;
  /** Numbers, as they are now, of the faces that were not found. */
  readonly missing: readonly number[];
}

/** What was decided about a face that is not found keeps a number behind those that are, and shows nothing. */
export function renumberFaces(
  before: readonly FacePlace[],
  now: readonly FacePlace[],
): Renumbering {
  const places = [...now];
  const missing: number[] = [];
  const numbers = matchFaces(before, now).map((match, index) => {
    const place = before[index];
    if (match !== undefined || !place) return match ?? index;
    missing.push(places.length);
    places.push(place);
    return places.length - 1;
  });
  // A number without a place is not of this analysis at all: it stays out of the way of those that are.
  const beyond = (face: number): number => places.length + face - before.length;
  return { places, missing, renumber: (face) => numbers[face] ?? beyond(face) };
}
