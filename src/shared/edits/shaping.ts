import type { Face } from '../analysis/face';
import { meshPoint } from '../analysis/mesh';
import type { Point } from '../pixels/raster';
import type { Move } from '../render/passes/warp/moves';

/** A face's own directions in the photo, as unit vectors: to the picture's right and down, turned with the head. */
export interface FaceAxes {
  readonly across: Point;
  readonly down: Point;
}

function faceAxes({ rollDegrees }: Face): FaceAxes {
  const angle = (rollDegrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return { across: { x: cosine, y: sine }, down: { x: -sine, y: cosine } };
}

/** From face widths along the axes to pixels of the photo. */
export function inPhoto(face: Face, acrossFaceWidths: number, downFaceWidths: number): Point {
  const { across, down } = faceAxes(face);
  const unit = face.faceWidthPixels;
  return {
    x: unit * (acrossFaceWidths * across.x + downFaceWidths * down.x),
    y: unit * (acrossFaceWidths * across.y + downFaceWidths * down.y),
  };
}

/** Where a point lies from another, in face widths along the axes. */
export function inFace(face: Face, point: Point, origin: Point): Point {
  const { across, down } = faceAxes(face);
  const [dx, dy] = [
    (point.x - origin.x) / face.faceWidthPixels,
    (point.y - origin.y) / face.faceWidthPixels,
  ];
  return { x: dx * across.x + dy * across.y, y: dx * down.x + dy * down.y };
}

/**
 * Moves of mesh points: `byOf` tells in face widths along the axes how far each goes, `held` stay. Points that the mesh
 * puts at the same place are told alike, or they would tear.
 */
export function meshMoves(
  face: Face,
  indices: readonly number[],
  byOf: (index: number) => Point,
  held: readonly number[],
): Move[] {
  const moved = indices.map((index) => {
    const { x, y } = byOf(index);
    return { from: meshPoint(face, index), by: inPhoto(face, x, y) };
  });
  return [...moved, ...held.map((index) => ({ from: meshPoint(face, index), by: { x: 0, y: 0 } }))];
}

/** A name for a warp by the face and the numbers that it depends on. */
export function shapeKey(id: string, face: Face, params: Readonly<Record<string, number>>): string {
  return `${id} ${face.index} ${Object.values(params).join(' ')}`;
}

/** Whether none of the amounts asks for anything. */
export function isStill(params: Readonly<Record<string, number>>): boolean {
  return Object.values(params).every((amount) => amount === 0);
}
