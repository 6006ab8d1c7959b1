import type { Face } from '../../analysis/face';
import { meshPoint, sideLines } from '../../analysis/mesh';
import type { Point } from '../../pixels/raster';
import type { Pass } from '../../render/pass';
import { movedPoints, shiftWarp, type Shift } from '../../render/passes/warp/moves';
import { inFace, isStill, meshMoves, shapeKey } from '../shaping';

export interface NoseShape {
  readonly width: number;
  readonly bridge: number;
  readonly length: number;
  readonly tip: number;
}

/** At the ends of the sliders: shares of a point's way from the middle of the nose, and a way down. */
const widest = 0.18;
const widestBridge = 0.18;
const largestTip = 0.16;
const longestFaceWidths = 0.036;
const reachFaceWidths = 0.17;
/** Points of a nose lie closer together than they part ways. */
const softFaceWidths = 0.018;

const middle = [6, 197, 195, 5, 4, 1, 2] as const;
const bridge = [122, 351, 196, 419, 3, 248, 236, 456, 198, 420] as const;
const wings = [129, 358, 48, 278, 64, 294, 98, 327, 49, 279, 131, 360, 102, 331] as const;
const tip = [44, 274, 45, 275, 220, 440, 115, 344] as const;
const held: readonly number[] = [
  133,
  362,
  168,
  50,
  280,
  101,
  330,
  36,
  266,
  205,
  425,
  61,
  291,
  0,
  37,
  267,
  165,
  391,
  // Irises stay round.
  ...[sideLines.left, sideLines.right].flatMap(({ irisRing }) => irisRing),
];

/** How much of its length's change a point of the middle line takes part in; those beside it by their height. */
const lengthShares: readonly (readonly [height: number, share: number])[] = [
  [-0.3, 0],
  [-0.15, 0.3],
  [0, 1],
  [0.08, 1],
];

export function planNoseShape(shape: NoseShape, face: Face): readonly Pass[] {
  if (isStill({ ...shape })) return [];
  const key = shapeKey('nose-shape', face, { ...shape });
  return [shiftWarp(key, noseShift(shape, face), softFaceWidths * face.faceWidthPixels)];
}

function noseShift(shape: NoseShape, face: Face): Shift {
  const tipPoint = meshPoint(face, 1);
  const root = meshPoint(face, 168);
  const byOf = (index: number): Point => {
    const at = inFace(face, meshPoint(face, index), tipPoint);
    const top = inFace(face, root, tipPoint);
    // The middle of the nose leans with the head: a line from the root to the tip.
    const beside = at.x - (top.y < 0 ? top.x * Math.min(1, Math.max(0, at.y / top.y)) : 0);
    const { width, bridge: bridgeWidth, length, tip: tipSize } = shape;
    const across =
      beside *
      (includes(wings, index)
        ? widest * width
        : includes(bridge, index)
          ? widestBridge * bridgeWidth
          : includes(tip, index)
            ? 0.6 * widest * width + largestTip * tipSize
            : 0);
    return { x: across, y: longestFaceWidths * length * shareAt(at.y) };
  };
  const moves = meshMoves(face, [...middle, ...bridge, ...wings, ...tip], byOf, held);
  return movedPoints(moves, reachFaceWidths * face.faceWidthPixels);
}

function includes(list: readonly number[], index: number): boolean {
  return list.includes(index);
}

/** Of the change of length, at a height from the tip in face widths. */
function shareAt(height: number): number {
  let [beforeHeight, beforeShare] = lengthShares[0] ?? [0, 0];
  for (const [nextHeight, nextShare] of lengthShares) {
    if (height < nextHeight) {
      const way = Math.max(0, (height - beforeHeight) / Math.max(1e-6, nextHeight - beforeHeight));
      return beforeShare + way * (nextShare - beforeShare);
    }
    [beforeHeight, beforeShare] = [nextHeight, nextShare];
  }
  return beforeShare;
}
