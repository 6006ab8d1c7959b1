import type { Face } from '../../analysis/face';
import { lipLines, meshPoint, mixPoints } from '../../analysis/mesh';
import { distance } from '../../pixels/geometry';
import type { Point } from '../../pixels/raster';
import type { Pass } from '../../render/pass';
import { movedPoints, shiftWarp, type Shift } from '../../render/passes/warp/moves';
import { inFace, isStill, meshMoves, shapeKey } from '../shaping';

export interface MouthShape {
  readonly smile: number;
  readonly width: number;
  readonly size: number;
}

/** At the ends of the sliders: ways of a corner, and shares of a point's way from the middle of the mouth. */
const smileUpFaceWidths = 0.032;
const smileOutFaceWidths = 0.014;
const widest = 0.14;
const largest = 0.14;
const reachFaceWidths = 0.2;
/** The farther corner of a mouth that is turned away lies close to what is held. */
const softFaceWidths = 0.015;

const lips = [...new Set(Object.values(lipLines).flat())];
/** Beside the corners: they lift with a smile. */
const creases = [57, 287, 186, 410, 43, 273] as const;
const held = [
  2, 98, 327, 129, 358, 152, 175, 171, 396, 199, 205, 425, 50, 280, 214, 434, 172, 397,
] as const;

export function planMouthShape(shape: MouthShape, face: Face): readonly Pass[] {
  if (isStill({ ...shape })) return [];
  const key = shapeKey('mouth-shape', face, { ...shape });
  return [shiftWarp(key, mouthShift(shape, face), softFaceWidths * face.faceWidthPixels)];
}

function mouthShift({ smile, width, size }: MouthShape, face: Face): Shift {
  const [right, left] = [meshPoint(face, 61), meshPoint(face, 291)];
  const middle = mixPoints(right, left, 0.5);
  const half = Math.max(1e-6, distance(left, right) / 2 / face.faceWidthPixels);
  const byOf = (index: number): Point => {
    const at = inFace(face, meshPoint(face, index), middle);
    const side = Math.sign(at.x);
    // A smile bends the whole mouth: its corners rise, its middle stays.
    const bent = Math.min(1, Math.abs(at.x) / half) ** 2;
    const crease = creases.some((one) => one === index) ? 0.55 : 1;
    return {
      x:
        crease *
        (at.x * (widest * width + largest * size) + side * bent * smileOutFaceWidths * smile),
      y: crease * (at.y * largest * size - bent * smileUpFaceWidths * smile),
    };
  };
  const moves = meshMoves(face, [...lips, ...creases], byOf, held);
  return movedPoints(moves, reachFaceWidths * face.faceWidthPixels);
}
