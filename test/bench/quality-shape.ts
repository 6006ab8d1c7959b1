import { faceClasses } from '@shared/analysis/classes';
import type { Face } from '@shared/analysis/face';
import { meshPoint, meshPoints, ovalLine } from '@shared/analysis/mesh';
import type { EditDefinition } from '@shared/edits/define';
import { eyesOf } from '@shared/edits/eye-geometry';
import { edit as eyeShape } from '@shared/edits/eye-shape/edit';
import { edit as faceShape } from '@shared/edits/face-shape/edit';
import { edit as mouthShape } from '@shared/edits/mouth-shape/edit';
import { edit as noseShape } from '@shared/edits/nose-shape/edit';
import { distanceFrom } from '@shared/pixels/distance';
import { wholeOf, type Plane, type Point } from '@shared/pixels/raster';
import { evaluateMask } from '@shared/render/masks/evaluate';
import { probability, type Mask } from '@shared/render/masks/mask';
import {
  displace,
  displacementField,
  type DisplacementField,
} from '@shared/render/passes/warp/field';
import { extremes, fieldsOf, smallestJacobian } from '../fixtures/warps';
import { loadPortraits, type Portrait } from './portraits';
import { printRows, type QualityRow } from './rows';
import { strainOf } from './strain';

/** How far beyond the person's outline, in face widths, a grid that stands behind them is looked at. */
const distancesFaceWidths = [0.04, 0.08, 0.12] as const;
/** No line of the grid may leave its straight way by more there, in face widths (95th percentile of the faces). */
const bendBars = [0.04, 0.015, 0.004] as const;
const gridFaceWidths = 0.05;
/** With one slider at its end no texture is stretched by more than this factor (95th percentile): it turns soft. */
const stretchBar = 2;
/** Nor squeezed by more than this one. */
const squeezeBar = 2.5;
/** With all sliders at their ends a cell keeps at least this share of its area. */
const leastArea = 0.15;
/** Median: of a face that is turned away, the farther eye lies on the outline and is moved with it. */
const roundest = 1.05;

/** From a place of the result to the place of the photo that it shows. */
type Look = (place: Point) => Point;

/**
 * `npm run quality -- shape`: folds with all sliders at any of their ends; with each slider alone at either end how far
 * lines behind the person bend, how much texture is stretched or squeezed, and whether irises stay round. Bars but the
 * irises' are for tails.
 */
export async function main(): Promise<void> {
  printRows(rowsOf(await loadPortraits()));
}

export function rowsOf(portraits: readonly Portrait[]): readonly QualityRow[] {
  const shapes = [eyeShape, noseShape, mouthShape, faceShape];
  return [...shapes.flatMap((edit) => shapeRows(edit, portraits)), ...usualRows(portraits)];
}

function shapeRows(edit: EditDefinition, portraits: readonly Portrait[]): readonly QualityRow[] {
  const ends = extremes(Object.keys(edit.params));
  const areas = portraits.map(({ face }) =>
    Math.min(
      ...ends.flatMap((params) => fieldsOf(edit.plan(params, { face })).map(smallestJacobian)),
    ),
  );
  const alone = Object.keys(edit.params).flatMap((name) => [{ [name]: -1 }, { [name]: 1 }]);
  const seen = portraits.map((portrait) => {
    const fields = alone.map((params) => fieldsOf(edit.plan(params, portrait)));
    const strains = fields.flat().map(strainOf);
    const looks = fields.map(lookThrough);
    return {
      bends: bendsBehind(portrait, looks),
      stretched: Math.max(1, ...strains.map(({ stretched }) => stretched)),
      squeezed: Math.max(1, ...strains.map(({ squeezed }) => squeezed)),
      iris: Math.max(...looks.map((look) => irisRatio(portrait.face, look))),
    };
  });
  return [
    { job: edit.id, measure: 'area left of a cell', values: areas, least: leastArea },
    ...seenRows(edit.id, seen),
  ];
}

interface Seen {
  readonly bends: readonly (number | undefined)[];
  readonly stretched: number;
  readonly squeezed: number;
  readonly iris: number;
}

function seenRows(job: string, seen: readonly Seen[]): readonly QualityRow[] {
  return [
    ...distancesFaceWidths.map((distance, at) => ({
      job,
      measure: `bend (fw) of lines ${distance} fw behind the outline`,
      values: seen.flatMap(({ bends }) => bends[at] ?? []),
      most: bendBars[at]!,
    })),
    {
      job,
      measure: 'stretched, times',
      values: seen.map(({ stretched }) => stretched),
      most: stretchBar,
    },
    {
      job,
      measure: 'squeezed, times',
      values: seen.map(({ squeezed }) => squeezed),
      most: squeezeBar,
    },
    {
      job,
      measure: 'iris, longest by shortest radius',
      values: seen.map(({ iris }) => iris),
      most: roundest,
    },
  ];
}

function lookThrough(fields: readonly DisplacementField[]): Look {
  const lastFirst = [...fields].reverse();
  return ({ x, y }) => {
    const place = { x, y };
    for (const field of lastFirst) displace(field, place);
    return place;
  };
}

/**
 * Upright and level lines as if drawn on a wall behind the person, seen where the network sees background: the longest
 * way across a line, in face widths, that any of its points is taken from. Nothing where there is no wall to be seen.
 */
function bendsBehind(portrait: Portrait, looks: readonly Look[]): (number | undefined)[] {
  const { face } = portrait;
  const unit = face.faceWidthPixels;
  const points = wallPoints(portrait);
  const moved = points.map(({ place }) => {
    const ways = looks.map((look) => {
      const from = look(place);
      return Math.max(Math.abs(from.x - place.x), Math.abs(from.y - place.y));
    });
    return Math.max(0, ...ways) / unit;
  });
  return distancesFaceWidths.map((distance) => {
    const there = moved.filter((_, at) => points[at]!.distanceFaceWidths >= distance);
    return there.length < leastWallPoints ? undefined : Math.max(...there);
  });
}

const leastWallPoints = 20;

interface WallPoint {
  readonly place: Point;
  readonly distanceFaceWidths: number;
}

/** Where the lines of the grid cross and half-way between, on the wall, with their distance from the person. */
function wallPoints({ source, face }: Portrait): WallPoint[] {
  const { width, height } = source;
  const planeOf = (mask: Mask): Plane =>
    evaluateMask(mask, { source, scale: 1 }, { left: 0, top: 0, width, height });
  const wall = planeOf(probability(face, 'background')).data;
  const person = faceClasses.filter((name) => name !== 'background');
  const distances = distanceFrom(planeOf(probability(face, ...person)), (share) => share > 0.5);
  const stepPixels = Math.max(1, Math.round((gridFaceWidths / 2) * face.faceWidthPixels));
  const points: WallPoint[] = [];
  for (let y = 0; y < height; y += stepPixels) {
    for (let x = 0; x < width; x += stepPixels) {
      const at = y * width + x;
      if (wall[at]! < 0.5) continue;
      const distanceFaceWidths = distances.data[at]! / face.faceWidthPixels;
      points.push({ place: { x: x + 0.5, y: y + 0.5 }, distanceFaceWidths });
    }
  }
  return points;
}

/** Of the radii of what an iris becomes. */
function irisRatio(face: Face, look: Look): number {
  const ratios = eyesOf(face).map(({ iris: { center, radius } }) => {
    const middle = seenAt(center, look);
    const radii = Array.from({ length: 16 }, (_, step) => {
      const angle = (step * Math.PI) / 8;
      const edge = {
        x: center.x + radius * Math.cos(angle),
        y: center.y + radius * Math.sin(angle),
      };
      const seen = seenAt(edge, look);
      return Math.hypot(seen.x - middle.x, seen.y - middle.y);
    });
    return Math.max(...radii) / Math.min(...radii);
  });
  return Math.max(1, ...ratios);
}

const steps = 60;

/** The place of the result that shows a place of the photo, found step by step. */
function seenAt(place: Point, look: Look): Point {
  let seen = place;
  for (let step = 0; step < steps; step++) {
    const shown = look(seen);
    seen = { x: seen.x + 0.6 * (place.x - shown.x), y: seen.y + 0.6 * (place.y - shown.y) };
  }
  return seen;
}

/** As many editors do: the same moves of the outline, spread over the photo by inverse distances (Shepard 1968). */
function usualRows(portraits: readonly Portrait[]): readonly QualityRow[] {
  const seen = portraits.map((portrait) => {
    const { face, source } = portrait;
    const middle = meshPoint(face, 4);
    const moves = meshPoints(face, ovalLine).map((from) => ({
      from,
      by: 0.08 * (from.x - middle.x),
    }));
    const still = meshPoints(face, [33, 263, 61, 291, 4, 9]).map((from) => ({ from, by: 0 }));
    const whole = wholeOf(source);
    const field = displacementField(whole, ({ x, y }) => {
      let [sum, total] = [0, 1e-12];
      for (const { from, by } of [...moves, ...still]) {
        const weight = 1 / Math.max(1, (x - from.x) ** 2 + (y - from.y) ** 2);
        sum += weight * by;
        total += weight;
      }
      return { x: -sum / total, y: 0 };
    });
    const look = lookThrough([field]);
    return {
      bends: bendsBehind(portrait, [look]),
      ...strainOf(field),
      iris: irisRatio(face, look),
    };
  });
  return seenRows('(face width, inverse distances)', seen);
}
