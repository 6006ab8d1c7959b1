import { classId } from './classes';
import type { Face } from './face';
import { similarityScale } from '../pixels/geometry';

/**
 * Square face widths: of 50 hand-labelled pairs of glasses the smallest covers 0.067. Where there are none the network
 * takes lines of dark brows or lashes for a piece of a frame: 0.014 at most.
 */
const leastArea = 0.03;

/** Whether the face wears glasses, and not only a line of it looks like some. */
export function wearsGlasses({ probabilities, gridToPhoto, faceWidthPixels }: Face): boolean {
  const map = probabilities[classId.glasses];
  if (!map) return false;
  const cells = map.data.reduce((sum, byte) => sum + byte, 0) / 255;
  return cells * (similarityScale(gridToPhoto) / faceWidthPixels) ** 2 > leastArea;
}
