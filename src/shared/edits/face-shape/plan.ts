import type { Face } from '../../analysis/face';
import { meshPoint, mixPoints, ovalLine, sideLines } from '../../analysis/mesh';
import { smoothstep } from '../../pixels/color';
import type { Point } from '../../pixels/raster';
import type { Pass } from '../../render/pass';
import { movedPoints, shiftWarp, type Shift } from '../../render/passes/warp/moves';
import { eyesOf, type Eye } from '../eye-geometry';
import { personShare } from './person';
import { inFace, isStill, meshMoves, shapeKey } from '../shaping';

export interface FaceShape {
  readonly width: number;
  readonly jaw: number;
  readonly chin: number;
  readonly forehead: number;
}

/** At the ends of the sliders: shares of a point's way from the middle of the face, and ways up and down. */
const widest = 0.08;
const widestJaw = 0.1;
const longestChinFaceWidths = 0.06;
const highestForeheadFaceWidths = 0.05;
/** How far beyond the outline hair, ears and neck come along. */
const reachFaceWidths = 0.26;

interface Shares {
  readonly width?: number;
  readonly jaw?: number;
  readonly chin?: number;
  readonly forehead?: number;
}

/** How much each point of the outline takes part, from the middle of the forehead down one side to the chin. */
const shares: readonly Shares[] = [
  { forehead: 1 },
  { forehead: 0.97 },
  { forehead: 0.88 },
  { forehead: 0.68, width: 0.05 },
  { forehead: 0.4, width: 0.2 },
  { forehead: 0.15, width: 0.45 },
  { width: 0.72 },
  { width: 0.9 },
  { width: 1, jaw: 0.05 },
  { width: 1, jaw: 0.3 },
  { width: 0.9, jaw: 0.65 },
  { width: 0.7, jaw: 0.95 },
  { width: 0.45, jaw: 1, chin: 0.05 },
  { width: 0.25, jaw: 0.9, chin: 0.2 },
  { width: 0.1, jaw: 0.7, chin: 0.4 },
  { jaw: 0.5, chin: 0.65 },
  { jaw: 0.3, chin: 0.85 },
  { jaw: 0.12, chin: 0.96 },
  { chin: 1 },
];

/** The chin's ball comes along with its outline. */
const chinPoints: Readonly<Record<number, number>> = { 175: 0.85, 199: 0.6, 171: 0.7, 396: 0.7 };
const held: readonly number[] = [
  33,
  263,
  133,
  362,
  70,
  300,
  105,
  334,
  61,
  291,
  17,
  2,
  129,
  358,
  9,
  50,
  280,
  // Eyes stay what they are.
  ...[sideLines.left, sideLines.right].flatMap(({ irisRing, upperLid, lowerLid }) => [
    ...irisRing,
    ...upperLid,
    ...lowerLid,
  ]),
];

export function planFaceShape(shape: FaceShape, face: Face): readonly Pass[] {
  if (isStill({ ...shape })) return [];
  return [shiftWarp(shapeKey('face-shape', face, { ...shape }), faceShift(shape, face))];
}

export function faceShift(shape: FaceShape, face: Face): Shift {
  const middle = mixPoints(meshPoint(face, 10), meshPoint(face, 152), 0.5);
  const chin = inFace(face, meshPoint(face, 152), middle);
  const byOf = (index: number): Point => {
    const at = inFace(face, meshPoint(face, index), middle);
    const { width = 0, jaw = 0, chin: chinShare = 0, forehead = 0 } = sharesOf(index);
    // The middle of the face leans with the head: a line from the forehead to the chin.
    const beside = at.x - chin.x * (at.y / Math.max(1e-6, chin.y));
    return {
      x: beside * (widest * width * shape.width + widestJaw * jaw * shape.jaw),
      y:
        longestChinFaceWidths * chinShare * shape.chin -
        highestForeheadFaceWidths * forehead * shape.forehead,
    };
  };
  const moved = [...ovalLine, ...Object.keys(chinPoints).map(Number)];
  const moves = meshMoves(face, moved, byOf, held);
  const { bounds, offsetAt } = movedPoints(moves, reachFaceWidths * face.faceWidthPixels);
  const share = personShare(face);
  const spared = eyesOf(face).map(({ iris }) => iris);
  return {
    bounds,
    offsetAt: (place) => {
      const ofPerson = share(place);
      if (ofPerson === 0) return { x: 0, y: 0 };
      const { x, y } = offsetAt(place);
      if (x === 0 && y === 0) return { x, y };
      const amount = spared.reduce((product, iris) => product * besideIris(place, iris), ofPerson);
      return { x: amount * x, y: amount * y };
    },
  };
}

/** In radii of an iris: what lies nearer to its middle stays, and from there the motion grows to all of it. */
const stillRadii = 1.15;
const freeRadii = 2.6;

/** The far eye of a turned head lies at the outline that moves: its iris has to stay round. */
function besideIris({ x, y }: Point, { center, radius }: Eye['iris']): number {
  const [dx, dy, most] = [x - center.x, y - center.y, freeRadii * radius];
  if (Math.abs(dx) >= most || Math.abs(dy) >= most) return 1;
  return smoothstep(stillRadii * radius, most, Math.hypot(dx, dy));
}

/** The outline is listed clockwise, so both sides are as far from its first point. */
function sharesOf(index: number): Shares {
  const place = ovalLine.indexOf(index);
  if (place < 0) return { chin: chinPoints[index] ?? 0 };
  return shares[Math.min(place, ovalLine.length - place)] ?? {};
}
