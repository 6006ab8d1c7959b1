import type { Face } from '../../analysis/face';
import { meshPoint, mixPoints, ovalLine, sideLines } from '../../analysis/mesh';
import { smoothstep } from '../../pixels/color';
import type { Point } from '../../pixels/raster';
import type { Pass } from '../../render/pass';
import { summed, type DisplacementField } from '../../render/passes/warp/field';
import { flowWarp, sampled, spreadMoves, type Shift } from '../../render/passes/warp/moves';
import { eyesOf, type Eye } from '../eye-geometry';
import { personShare } from './person';
import { inFace, meshMoves, shapeKey } from '../shaping';

export interface FaceShape {
  readonly width: number;
  readonly jaw: number;
  readonly chin: number;
  readonly forehead: number;
}

/** At the ends of the sliders: shares of a point's way from the middle of the face, and face widths down. */
const ways: Readonly<
  Record<keyof FaceShape, { readonly across?: number; readonly down?: number }>
> = {
  width: { across: 0.08 },
  jaw: { across: 0.1 },
  chin: { down: 0.06 },
  forehead: { down: -0.05 },
};
/** How far beyond the outline hair, ears and neck come along. */
const reachFaceWidths = 0.26;
/** Points of the outline part ways with those that are held near them. */
const softFaceWidths = 0.014;

type Shares = Partial<FaceShape>;

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
  const amounts = Object.entries(shape) as [keyof FaceShape, number][];
  const parts = amounts
    .filter(([, amount]) => amount !== 0)
    .map(([part, amount]) => ({ field: fieldOf(part, face), amount }));
  if (parts.length === 0) return [];
  return [flowWarp(shapeKey('face-shape', face, { ...shape }), summed(parts))];
}

const fields = new WeakMap<Face, Map<keyof FaceShape, DisplacementField>>();

/** What a slider at its end moves. Sliders that are moved together add up, so a step of one works nothing out anew. */
function fieldOf(part: keyof FaceShape, face: Face): DisplacementField {
  const known = fields.get(face) ?? new Map<keyof FaceShape, DisplacementField>();
  fields.set(face, known);
  const field =
    known.get(part) ?? sampled(faceShift(part, face), softFaceWidths * face.faceWidthPixels);
  known.set(part, field);
  return field;
}

function faceShift(part: keyof FaceShape, face: Face): Shift {
  const middle = mixPoints(meshPoint(face, 10), meshPoint(face, 152), 0.5);
  const chin = inFace(face, meshPoint(face, 152), middle);
  const byOf = (index: number): Point => {
    const at = inFace(face, meshPoint(face, index), middle);
    const share = sharesOf(index)[part] ?? 0;
    // The middle of the face leans with the head: a line from the forehead to the chin.
    const beside = at.x - chin.x * (at.y / Math.max(1e-6, chin.y));
    const { across = 0, down = 0 } = ways[part];
    return { x: across * share * beside, y: down * share };
  };
  const moved = [...ovalLine, ...Object.keys(chinPoints).map(Number)];
  const moves = meshMoves(face, moved, byOf, held);
  const points = moves.map(({ from }) => from);
  const { bounds, offsetAt } = spreadMoves(moves, points, reachFaceWidths * face.faceWidthPixels);
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
