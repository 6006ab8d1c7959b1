import type { Face } from '@shared/analysis/face';
import { meshPoint, meshPoints, ovalLine } from '@shared/analysis/mesh';
import type { EditDefinition } from '@shared/edits/define';
import { eyesOf } from '@shared/edits/eye-geometry';
import { edit as eyeShape } from '@shared/edits/eye-shape/edit';
import { edit as faceShape } from '@shared/edits/face-shape/edit';
import { edit as mouthShape } from '@shared/edits/mouth-shape/edit';
import { edit as noseShape } from '@shared/edits/nose-shape/edit';
import type { Point } from '@shared/pixels/raster';
import { displace } from '@shared/render/passes/warp/field';
import { extremes, fieldsOf, smallestJacobian } from '../fixtures/warps';
import { loadPortraits } from './portraits';
import { median, percentile, printHead, printRow } from './table';

/** How far beyond the face's outline, in face widths, lines of the background are looked at. */
const distancesFaceWidths = [0.1, 0.2, 0.3] as const;
/** No straight line may bend by more, in face widths, at these distances (95th percentile of the faces). */
const bars = [0.07, 0.04, 0.005] as const;
/** Median: of a face that is turned away, the farther eye lies on the outline and is moved with it. */
const roundest = 1.05;

/** From a place of the result to the place of the photo that it shows. */
type Look = (place: Point) => Point;

/**
 * `npm run quality -- shape`: folds with all sliders at any of their ends, lines of the background and irises with each
 * slider at either end.
 */
export async function main(): Promise<void> {
  const faces = (await loadPortraits()).map(({ face }) => face);
  process.stdout.write(`\nShapes: ${faces.length} faces, sliders at their ends\n\n`);
  printHead([
    'edit',
    'smallest area that is left of a cell: median (worst)',
    ...distancesFaceWidths.map(
      (distance) => `bend of a line ${distance} fw beside the face: median (95th)`,
    ),
    'longest by shortest radius of an iris: median (95th)',
    'bars',
  ]);
  for (const edit of [eyeShape, noseShape, mouthShape, faceShape]) report(edit, faces);
  reportUsual(faces);
}

function report(edit: EditDefinition, faces: readonly Face[]): void {
  const ends = extremes(Object.keys(edit.params));
  const areas = faces.map((face) =>
    Math.min(
      ...ends.flatMap((params) => fieldsOf(edit.plan(params, { face })).map(smallestJacobian)),
    ),
  );
  const alone = Object.keys(edit.params).flatMap((name) => [{ [name]: -1 }, { [name]: 1 }]);
  const looks = faces.map((face) => alone.map((params) => lookThrough(edit, params, face)));
  printRow([
    edit.text.en,
    `${median(areas).toFixed(2)} (${Math.min(...areas).toFixed(2)})`,
    ...measured(faces, looks),
  ]);
}

function measured(faces: readonly Face[], looks: readonly (readonly Look[])[]): string[] {
  const worst = (measure: (face: Face, look: Look) => number): number[] =>
    faces.map((face, index) =>
      Math.max(...(looks[index] ?? []).map((look) => measure(face, look))),
    );
  const bends = distancesFaceWidths.map((distance) =>
    worst((face, look) => bendBeside(face, distance, look)),
  );
  const round = worst(irisRatio);
  const isHeld =
    bends.every((values, index) => percentile(values, 0.95) <= (bars[index] ?? 0)) &&
    median(round) <= roundest;
  return [
    ...bends.map(
      (values) => `${median(values).toFixed(4)} (${percentile(values, 0.95).toFixed(4)})`,
    ),
    `${median(round).toFixed(3)} (${percentile(round, 0.95).toFixed(3)})`,
    isHeld ? 'held' : 'missed',
  ];
}

function lookThrough(
  edit: EditDefinition,
  params: Readonly<Record<string, number>>,
  face: Face,
): Look {
  const fields = fieldsOf(edit.plan(params, { face })).reverse();
  return ({ x, y }) => {
    const place = { x, y };
    for (const field of fields) displace(field, place);
    return place;
  };
}

const linePoints = 60;

/**
 * How far an upright line on either side of the face leaves the straight one, in face widths: the longest way that any
 * of its points is taken from.
 */
function bendBeside(face: Face, distance: number, look: Look): number {
  const outline = meshPoints(face, ovalLine);
  const unit = face.faceWidthPixels;
  const [left, right] = [
    Math.min(...outline.map(({ x }) => x)),
    Math.max(...outline.map(({ x }) => x)),
  ];
  const [top, bottom] = [
    Math.min(...outline.map(({ y }) => y)),
    Math.max(...outline.map(({ y }) => y)),
  ];
  let most = 0;
  for (const x of [left - distance * unit, right + distance * unit]) {
    for (let point = 0; point <= linePoints; point++) {
      const y = top + (point / linePoints) * (bottom - top);
      most = Math.max(most, Math.abs(look({ x, y }).x - x) / unit);
    }
  }
  return most;
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
function reportUsual(faces: readonly Face[]): void {
  const looks = faces.map((face) => {
    const middle = meshPoint(face, 4);
    const moves = meshPoints(face, ovalLine).map((from) => ({
      from,
      by: 0.08 * (from.x - middle.x),
    }));
    const still = meshPoints(face, [33, 263, 61, 291, 4, 9]).map((from) => ({ from, by: 0 }));
    const look: Look = ({ x, y }) => {
      let [sum, total] = [0, 1e-12];
      for (const { from, by } of [...moves, ...still]) {
        const weight = 1 / Math.max(1, (x - from.x) ** 2 + (y - from.y) ** 2);
        sum += weight * by;
        total += weight;
      }
      return { x: x - sum / total, y };
    };
    return [look];
  });
  printRow(['(face width, inverse distances)', '-', ...measured(faces, looks)]);
}
