import { faceClasses, type FaceClass } from '../analysis/classes';
import { meshPoints, ovalLine } from '../analysis/mesh';
import { smoothstep } from '../pixels/color';
import { distanceFrom } from '../pixels/distance';
import { applySimilarity } from '../pixels/geometry';
import { createPlane, type Plane, type Planes, type Point } from '../pixels/raster';
import { computeMask } from '../render/masks/evaluate';
import { polygon } from '../render/masks/mask';
import type { Alignment } from './align';
import { partGeometry, type StitchPart } from './features';
import { distanceFromLines, donorView, targetView, type Grid, type GridView } from './grid';
import { keptInFace, occluders } from './hidden';
import { withoutIslands } from './islands';
import { scaled } from './planes';
import { rising } from './rising';
import { withSeenPlace } from './seen-place';
import type { StitchSide } from './side';

/** How a side is to be looked at. */
export interface LookRequest {
  readonly part: StitchPart;
  readonly grid: Grid;
  /** Of the donor, which is laid over the target; `null`: it is the target. */
  readonly alignment: Alignment | null;
  /** What of the part is taken over. */
  readonly classes: readonly FaceClass[];
}

/** What a side shows of a part's shape; every plane is on the grid, distances are in face widths. */
export interface Traces {
  /** Probability of the feature itself. */
  readonly own: Plane;
  readonly fromOwn: Plane;
  /** From the other features. */
  readonly fromOther: Plane;
  /** What lies in front of the face, as a probability. */
  readonly hidden: Plane;
  /** Of a whole face's donor: in pixels of the grid, from hair and hats. */
  readonly fromHair: Plane | null;
  /** Of a whole face's target: its polygon. */
  readonly inner: Plane | null;
}

/** All that a side shows round a part. */
export interface Look extends Traces {
  readonly linear: Planes;
  /** Skin that is clear of the part itself and of other features. */
  readonly skin: Plane;
}

export function lookAt(side: StitchSide, request: LookRequest): Look {
  const view = viewOf(side, request);
  const traces = tracesIn(view, side, request);
  const skin = bareSkin(
    view.probability(skinClasses(request.part)),
    traces.fromOther,
    traces.fromOwn,
  );
  return { ...traces, linear: view.linear, skin };
}

/** The shape alone. */
export function tracesOf(side: StitchSide, request: LookRequest): Traces {
  return tracesIn(viewOf(side, request), side, request);
}

function viewOf(side: StitchSide, { grid, alignment }: LookRequest): GridView {
  return alignment ? donorView(side, alignment, grid) : targetView(side, grid);
}

function tracesIn(view: GridView, side: StitchSide, request: LookRequest): Traces {
  const { part, grid, classes, alignment } = request;
  const isFace = part === 'face';
  const skin = skinClasses(part);
  const others = faceClasses.filter(
    (name) => !classes.includes(name) && !skin.includes(name) && !(isFace && name === 'glasses'),
  );
  const away = (plane: Plane): Plane =>
    scaled(distanceFrom(plane, atLeastHalf), 1 / grid.unitPixels);
  const own = ownPlane(view.probability(classes), withSeenPlace(side, part), request);
  // A whole face takes glasses along and away; shadows under old eyes are sometimes taken for them.
  const hidden = view.probability(isFace ? hairClasses : occluders);
  return {
    ...{ own, hidden },
    fromOwn: away(own),
    fromOther: away(view.probability(others)),
    fromHair: isFace && alignment ? distanceFrom(hidden, atLeastHalf) : null,
    inner: isFace && !alignment ? polygonOfFace(side, grid) : null,
  };
}

const hairClasses = ['hair', 'hat'] as const satisfies readonly FaceClass[];

/** What of a part is taken over. */
export function classesTaken(part: StitchPart, donor: StitchSide): readonly FaceClass[] {
  const { classes } = partGeometry[part];
  if (part !== 'face') return classes;
  const kept = keptInFace(donor);
  return classes.filter((name) => !kept.includes(name));
}

/** What counts as skin beside a part. */
function skinClasses(part: StitchPart): readonly FaceClass[] {
  return part === 'nose' || part === 'mouth' ? ['skin'] : ['skin', 'nose'];
}

/** What is this much smaller than the largest piece of a feature is the network's error: folds beside a brow. */
const leastIslandShare = 0.15;
const strayRiseFaceWidths = 0.03;

/** The part's classes near its mesh lines. */
function ownPlane(
  all: Plane,
  { face, scale }: StitchSide,
  { part, grid, alignment }: LookRequest,
): Plane {
  const { lines, strayFaceWidths } = partGeometry[part];
  if (lines.length === 0) return all;
  const { window, factor, unitPixels } = grid;
  const onGrid = (point: Point): Point => {
    const { x, y } = alignment ? applySimilarity(alignment.toTarget, point) : point;
    return { x: x / factor - window.left, y: y / factor - window.top };
  };
  const plane = withoutIslands(all, leastIslandShare);
  const farthest = (strayFaceWidths + strayRiseFaceWidths) * unitPixels;
  const distance = distanceFromLines(
    plane,
    lines.map((line) => scaledPoints(meshPoints(face, line), scale).map(onGrid)),
    farthest,
  );
  const clear = strayFaceWidths * unitPixels;
  const result = createPlane(plane.width, plane.height);
  for (let index = 0; index < result.data.length; index++) {
    const near = 1 - smoothstep(clear, farthest, distance.data[index]!);
    result.data[index] = plane.data[index]! * near;
  }
  return result;
}

export function scaledPoints(points: readonly Point[], scale: number): Point[] {
  return points.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
}

function bareSkin(skin: Plane, fromOther: Plane, fromOwn: Plane): Plane {
  const result = createPlane(skin.width, skin.height);
  for (let index = 0; index < result.data.length; index++) {
    const clear = rising(fromOther.data[index]!, 0) * rising(fromOwn.data[index]!, 0);
    result.data[index] = skin.data[index]! * clear;
  }
  return result;
}

function atLeastHalf(value: number): boolean {
  return value >= 0.5;
}

/** The face is smaller than its outline, so that hair, ears and jaw stay the target's. */
const faceShare = 0.86;

/** The inner face: the mesh's outline drawn together. */
function polygonOfFace({ face, scale, source }: StitchSide, { window, factor }: Grid): Plane {
  const outline = meshPoints(face, ovalLine);
  const x = outline.reduce((sum, point) => sum + point.x, 0) / outline.length;
  const y = outline.reduce((sum, point) => sum + point.y, 0) / outline.length;
  const inner = outline.map((point) => ({
    x: x + faceShare * (point.x - x),
    y: y + faceShare * (point.y - y),
  }));
  return computeMask(polygon(inner), { source, scale }, factor, window);
}
