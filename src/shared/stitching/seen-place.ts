import { classId } from '../analysis/classes';
import type { Face, ProbabilityMap } from '../analysis/face';
import { meshPoints, sideLines } from '../analysis/mesh';
import { applySimilarity, directionOf, invertSimilarity, meanPoint } from '../pixels/geometry';
import type { Point } from '../pixels/raster';
import { partGeometry, type StitchPart } from './features';
import type { StitchSide } from './side';

type PlacedPart = Exclude<StitchPart, 'face' | 'nose' | 'mouth'>;

const placedParts = [
  'left-eye',
  'right-eye',
  'left-brow',
  'right-brow',
] as const satisfies readonly PlacedPart[];

/** What lies farther from the mesh's feature than this is none of it; nearer than the least it is left where it is. */
const farthestFaceWidths = 0.11;
/** Less of the mesh's area than this, and the feature is too little seen to say where it is. */
const leastArea = 0.45;

/**
 * The side with the mesh of an eye or brow moved to where the network sees the feature: on turned and tilted heads the
 * mesh is off by up to a tenth of the face's width, and a feature put where it is not leaves the old one beside it. The
 * skin round it moves along.
 */
export function withSeenPlace(side: StitchSide, part: StitchPart): StitchSide {
  const parts = part === 'face' ? placedParts : placedParts.filter((one) => one === part);
  let { landmarks } = side.face;
  for (const one of parts) {
    const shift = seenShift(side.face, one);
    if (!shift) continue;
    const { frame, anchors, lines } = partGeometry[one];
    const points =
      part === 'face' ? anchors.flat() : [...frame, ...anchors.flat(), ...lines.flat()];
    if (landmarks === side.face.landmarks) landmarks = landmarks.slice();
    for (const index of new Set(points)) {
      landmarks[2 * index] = landmarks[2 * index]! + shift.x;
      landmarks[2 * index + 1] = landmarks[2 * index + 1]! + shift.y;
    }
  }
  return landmarks === side.face.landmarks ? side : { ...side, face: { ...side.face, landmarks } };
}

/** From the middle of the mesh's feature to the middle of what the network sees of it, in pixels of the photo. */
export function seenShift(face: Face, part: PlacedPart): Point | undefined {
  const map = face.probabilities[classId[part]];
  if (!map) return undefined;
  const toGrid = invertSimilarity(face.gridToPhoto);
  const outline = outlineOf(part).map((index) =>
    applySimilarity(toGrid, meshPoints(face, [index])[0]!),
  );
  const middle = meanPoint(outline);
  const { a, b } = face.gridToPhoto;
  const farthest = (farthestFaceWidths * face.faceWidthPixels) / Math.hypot(a, b);
  const { area, x: seenX, y: seenY } = middleOf(map);
  const [x, y] = [seenX - middle.x, seenY - middle.y];
  if (area < leastArea * areaOf(outline) || Math.hypot(x, y) > farthest) return undefined;
  const along = part.endsWith('brow') ? lengthwiseOf(outline) : { x: 0, y: 0 };
  // A brow's ends are thin or under hair: only across it is its place sure.
  const lengthwise = x * along.x + y * along.y;
  const shift = { x: x - lengthwise * along.x, y: y - lengthwise * along.y };
  return { x: a * shift.x - b * shift.y, y: b * shift.x + a * shift.y };
}

/** In cells of the grid. */
function middleOf({ left, top, width, height, data }: ProbabilityMap) {
  let [area, x, y] = [0, 0, 0];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      const weight = data[at]! / 255;
      area += weight;
      x += weight * (left + column + 0.5);
      y += weight * (top + row + 0.5);
    }
  }
  return { area, x: x / area, y: y / area };
}

/** From the outer end of a brow's lower edge to the inner one. */
function lengthwiseOf(outline: readonly Point[]): Point {
  return directionOf(outline[0]!, outline[outline.length / 2 - 1]!);
}

function outlineOf(part: PlacedPart): readonly number[] {
  const lines = sideLines[part.startsWith('left') ? 'left' : 'right'];
  return part.endsWith('eye')
    ? [...lines.upperLid, ...[...lines.lowerLid].reverse()]
    : [...lines.browLower, ...[...lines.browUpper].reverse()];
}

function areaOf(points: readonly Point[]): number {
  return Math.abs(
    points.reduce((sum, { x, y }, index) => {
      const next = points[(index + 1) % points.length]!;
      return sum + (x * next.y - next.x * y) / 2;
    }, 0),
  );
}
