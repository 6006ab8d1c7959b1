import { classId } from '../../analysis/classes';
import type { Face } from '../../analysis/face';
import { bilinear } from '../../pixels/bilinear';
import { smoothstep } from '../../pixels/color';
import { distanceFrom } from '../../pixels/distance';
import { gaussianBlur } from '../../pixels/gaussian';
import { applySimilarity, invertSimilarity, similarityScale } from '../../pixels/geometry';
import { createPlane, type Plane, type Point } from '../../pixels/raster';

/** From where to where, beyond the person's outline, everything comes to rest. */
const restingFaceWidths = [0.01, 0.11] as const;
/** The network's outline is ragged. */
const softFaceWidths = 0.02;

const shares = new WeakMap<Face, (place: Point) => number>();

/**
 * 1 on the person, 0 from about a tenth of a face width beyond their outline: what lies behind keeps still there, and
 * its lines stay straight. Places are of the photo; what the network did not see is as its nearest cell.
 */
export function personShare(face: Face): (place: Point) => number {
  const share = shares.get(face) ?? shareOf(face);
  shares.set(face, share);
  return share;
}

function shareOf(face: Face): (place: Point) => number {
  const background = backgroundOf(face);
  if (!background) return () => 1;
  const toGrid = invertSimilarity(face.gridToPhoto);
  const cellsPerFaceWidth = face.faceWidthPixels * similarityScale(toGrid);
  const exact = distanceFrom(background, (share) => share < 0.5);
  const distance = gaussianBlur(exact, softFaceWidths * cellsPerFaceWidth);
  return (place) => {
    const { x, y } = applySimilarity(toGrid, place);
    const beyond = bilinear(distance, x - 0.5, y - 0.5) / cellsPerFaceWidth;
    return 1 - smoothstep(...restingFaceWidths, beyond);
  };
}

function backgroundOf({ gridSize, probabilities }: Face): Plane | undefined {
  const map = probabilities[classId.background];
  if (!map) return undefined;
  const plane = createPlane(gridSize, gridSize);
  for (let y = 0; y < map.height; y++) {
    const target = (map.top + y) * gridSize + map.left;
    for (let x = 0; x < map.width; x++) plane.data[target + x] = map.data[y * map.width + x]! / 255;
  }
  return plane;
}
