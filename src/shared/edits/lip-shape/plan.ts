import type { Face } from '../../analysis/face';
import { smoothstep } from '../../pixels/color';
import type { Point } from '../../pixels/raster';
import type { Pass } from '../../render/pass';
import { displacementField, warp } from '../../render/passes/warp/field';
import type { Shift } from '../../render/passes/warp/moves';
import { lipFrame, type LipFrame, type LipLine } from './frame';

export interface LipShape {
  readonly upper: number;
  readonly lower: number;
  readonly width: number;
}

/** How much higher a lip gets at 1, in shares of its height, and the mouth wider, in shares of its width. */
const largestGrowth = 0.36;
const largestWidening = 0.1;
/** What widens the mouth fades over this, in shares of half of its width. */
const wideningReach = 0.6;
/** The part of a lip next to the mouth that does not move: teeth lie close, and the mesh is not exact. */
const heldHeight = 0.1;
/** A contour moves by no more of the way over which it fades, so that skin never folds. */
const mostOfReach = 0.35;

/**
 * Moves the outer contours away from the mouth line or toward it, in proportion to the lip's height at each place, so
 * that its shape stays its own. Teeth and mouth line hold still, and so do nose and chin, before which it fades.
 */
export function planLipShape(params: LipShape, face: Face): readonly Pass[] {
  const { upper, lower, width } = params;
  if ((upper === 0 && lower === 0 && width === 0) || !face.statistics.lips) return [];
  const key = `lip-shape ${face.index} ${upper} ${lower} ${width}`;
  const { bounds, offsetAt } = shiftOf(params, lipFrame(face));
  return [warp(key, displacementField(bounds, offsetAt))];
}

function shiftOf({ upper, lower, width }: LipShape, frame: LipFrame): Shift {
  const offsetAt = (place: Point): Point => {
    const { x: u, y: v } = frame.toLips(place);
    const fromU = u - widening(largestWidening * width, frame, u, v);
    const grown =
      growth(largestGrowth * lower, frame.lower, fromU, v) -
      growth(largestGrowth * upper, frame.upper, fromU, -v);
    return frame.toPhoto({ x: fromU - u, y: -grown });
  };
  return { bounds: frame.bounds(width === 0 ? 1 : 1 + largestWidening + wideningReach), offsetAt };
}

/**
 * By how much what is seen at a height lies farther from the mouth than it did; heights grow away from the mouth. Even
 * inside the lip, and from its contour on ever less.
 */
function growth(
  share: number,
  { inner, outer, reachPixels }: LipLine,
  u: number,
  height: number,
): number {
  const [start, end] = [inner(u), outer(u)];
  const own = end - start;
  if (own <= 0 || share === 0) return 0;
  const by =
    Math.max(-mostOfReach, Math.min(mostOfReach, (share * own) / reachPixels)) * reachPixels;
  const contour = end + by;
  return height <= contour
    ? by * smoothstep(start + heldHeight * own, contour, height)
    : by * (1 - smoothstep(contour, end + reachPixels, height));
}

function widening(
  share: number,
  { halfWidth, upper, lower }: LipFrame,
  u: number,
  v: number,
): number {
  if (share === 0) return 0;
  const wide = halfWidth * (1 + share);
  const along = Math.min(Math.abs(u), wide) * Math.sign(u) * (share / (1 + share));
  const beside = 1 - smoothstep(wide, wide + wideningReach * halfWidth, Math.abs(u));
  const line = v > 0 ? lower : upper;
  const contour = line.outer(0);
  return along * beside * (1 - smoothstep(contour, contour + line.reachPixels, Math.abs(v)));
}
