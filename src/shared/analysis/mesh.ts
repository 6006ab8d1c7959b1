import type { Point } from '../pixels/raster';
import type { Face } from './face';

/** The person's own side: the left eye lies at the right of the picture. */
export const sides = ['left', 'right'] as const;
export type Side = (typeof sides)[number];

/**
 * Lines of the 478 mesh points (MediaPipe; the irises as the Human library orders them) of one side of the face, each
 * from the outer end to the inner one.
 */
export interface SideLines {
  readonly upperLid: readonly number[];
  readonly lowerLid: readonly number[];
  /** The fold above the lid, and the brow's lower and upper edge. */
  readonly crease: readonly number[];
  readonly browLower: readonly number[];
  readonly browUpper: readonly number[];
  readonly irisCenter: number;
  readonly irisRing: readonly number[];
  /** Along the top of the cheekbone, across the cheek to the nose, and in the hollow below. */
  readonly cheekbone: readonly number[];
  readonly cheek: readonly number[];
  readonly cheekHollow: readonly number[];
  /** The outline from the hair's edge to the temple, and along the jaw to the chin. */
  readonly foreheadEdge: readonly number[];
  readonly jaw: readonly number[];
  /** From the brow's head down the side of the nose: outer end is the upper one. */
  readonly noseSide: readonly number[];
}

export const sideLines: Readonly<Record<Side, SideLines>> = {
  left: {
    upperLid: [263, 466, 388, 387, 386, 385, 384, 398, 362],
    lowerLid: [263, 249, 390, 373, 374, 380, 381, 382, 362],
    crease: [467, 260, 259, 257, 258, 286, 414],
    browLower: [276, 283, 282, 295, 285],
    browUpper: [300, 293, 334, 296, 336],
    irisCenter: 468,
    irisRing: [469, 470, 471, 472],
    cheekbone: [356, 345, 346, 330],
    cheek: [345, 352, 280, 266],
    cheekHollow: [366, 376, 411, 427],
    foreheadEdge: [251, 284, 332, 297],
    jaw: [288, 397, 365, 379, 378],
    noseSide: [285, 417, 412, 399, 456],
  },
  right: {
    upperLid: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lowerLid: [33, 7, 163, 144, 145, 153, 154, 155, 133],
    crease: [247, 30, 29, 27, 28, 56, 190],
    browLower: [46, 53, 52, 65, 55],
    browUpper: [70, 63, 105, 66, 107],
    irisCenter: 473,
    irisRing: [474, 475, 476, 477],
    cheekbone: [127, 116, 117, 101],
    cheek: [116, 123, 50, 36],
    cheekHollow: [137, 147, 187, 207],
    foreheadEdge: [21, 54, 103, 67],
    jaw: [58, 172, 136, 150, 149],
    noseSide: [55, 193, 188, 174, 236],
  },
};

/** Lips, each line from the person's right corner to the left one. */
export const lipLines = {
  upperOuter: [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
  lowerOuter: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
  upperInner: [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
  lowerInner: [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
} as const;

/** The face's outline, clockwise in the picture from the middle of the forehead. */
export const ovalLine: readonly number[] = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
  176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/** Down the middle: between the brows, along the bridge of the nose to its tip; below the nose to the lip; the chin. */
export const middleLine = {
  noseBridge: [168, 6, 197, 195, 5],
  noseTip: 4,
  philtrum: 164,
  cupidsBow: 0,
  chin: 200,
} as const;

/** A mesh point in pixels of the full-size photo. */
export function meshPoint({ landmarks }: Face, index: number): Point {
  return { x: landmarks[index * 2] ?? 0, y: landmarks[index * 2 + 1] ?? 0 };
}

export function meshPoints(face: Face, indices: readonly number[]): Point[] {
  return indices.map((index) => meshPoint(face, index));
}

/** The point at `share` (0-1) of the way. */
export function mixPoints(from: Point, to: Point, share: number): Point {
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}

/** A smooth curve through all points (Catmull-Rom), with `steps` segments between two of them. */
export function smoothLine(points: readonly Point[], steps = 8): Point[] {
  const at = (index: number): Point =>
    points[Math.min(points.length - 1, Math.max(0, index))] ?? { x: 0, y: 0 };
  const result: Point[] = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const cubic = (p0: number, p1: number, p2: number, p3: number): number =>
        p1 +
        0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
      result.push({
        x: cubic(before.x, from.x, to.x, after.x),
        y: cubic(before.y, from.y, to.y, after.y),
      });
    }
  }
  return [...result, at(points.length - 1)];
}
