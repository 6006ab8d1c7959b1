import { centerHeight, fromBrow, halfHeight, type BrowFrame } from '../../analysis/brow';
import { smoothstep } from '../../pixels/color';
import type { Point } from '../../pixels/raster';
import type { Stroke } from '../../render/masks/mask';

const spacingFaceWidths = 0.0055;
const rows = 4;
const lengthsFaceWidths = [0.022, 0.042] as const;
const widthFaceWidths = 0.003;
/** Of the hairs against the brow's axis, at its head and at its tail. */
const angleDegrees = [78, 6] as const;
/** The upper hairs of the outer half grow down, to meet the lower ones. */
const upperAngleDegrees = -16;
const bendDegrees = 22;
const pointsPerStroke = 5;

/** Hairs as a pencil draws them, along the way that a brow's hairs grow; the same ones on every run. */
export function browStrokes(frame: BrowFrame): readonly Stroke[] {
  const columns = Math.round(frame.lengthFaceWidths / spacingFaceWidths);
  const strokes: Stroke[] = [];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const chance = (stream: number): number => random(column * rows + row, stream);
      const t = (column + chance(0)) / columns;
      const across = -0.95 + (1.7 * (row + chance(1))) / rows;
      const stroke = strokeFrom(frame, t, across, chance);
      if (stroke) strokes.push(stroke);
    }
  }
  return strokes;
}

/** `across` runs from -1 on the brow's lower edge to 1 on its upper one. */
function strokeFrom(
  frame: BrowFrame,
  t: number,
  across: number,
  chance: (stream: number) => number,
): Stroke | undefined {
  const half = halfHeight(frame, t);
  const [shortest, longest] = lengthsFaceWidths;
  const wanted = shortest + (longest - shortest) * chance(2);
  const step = wanted / (pointsPerStroke - 1);
  let place = { t, height: centerHeight(frame, t) + across * half };
  let degrees = growthDegrees(t, across) + 14 * (chance(3) - 0.5);
  const points: Point[] = [];
  for (let index = 0; index < pointsPerStroke; index++) {
    const beside =
      Math.abs(place.height - centerHeight(frame, place.t)) / halfHeight(frame, place.t);
    if (place.t > 1 || (index > 0 && beside > 1.05 && beside > Math.abs(across))) break;
    points.push(fromBrow(frame, place));
    const slope =
      (centerHeight(frame, place.t + 0.02) - centerHeight(frame, place.t)) /
      (0.02 * frame.lengthFaceWidths);
    const angle = (degrees * Math.PI) / 180 + Math.atan(slope);
    place = {
      t: place.t + (step * Math.cos(angle)) / frame.lengthFaceWidths,
      height: place.height + step * Math.sin(angle),
    };
    degrees -= bendDegrees / (pointsPerStroke - 1);
  }
  if (points.length < 3) return undefined;
  // Hairs thin out toward the head, where a pencil is lifted too.
  const opacity = (0.65 + 0.35 * chance(4)) * (0.45 + 0.55 * smoothstep(0, 0.22, t));
  return {
    points,
    widthsFaceWidths: points.map((_, index) => taper(index / (points.length - 1))),
    opacity,
  };
}

function growthDegrees(t: number, across: number): number {
  const [atHead, atTail] = angleDegrees;
  const along = atHead + (atTail - atHead) * Math.min(1, t) ** 0.75;
  const turned = smoothstep(0.4, 0.75, t) * smoothstep(-0.1, 0.7, across);
  return along + turned * (upperAngleDegrees - along);
}

function taper(share: number): number {
  return (
    widthFaceWidths *
    (0.75 + 0.25 * smoothstep(0, 0.3, share)) *
    (1 - 0.75 * smoothstep(0.3, 1, share))
  );
}

/** 0-1, the same for the same two integers: two rounds of a multiply-xorshift mixer. */
function random(index: number, stream: number): number {
  let state = Math.imul(index + 1, 0x27d4eb2d) ^ Math.imul(stream + 1, 0x9e3779b1);
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return ((state ^ (state >>> 16)) >>> 0) / 4294967296;
}
