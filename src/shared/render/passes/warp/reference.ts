import { maximumWorkingSample, type Working } from '../../working';
import { wholeNumberBits } from '../../../wasm/assembler';
import type { DisplacementField } from './field';
import {
  acrossKernel,
  downKernel,
  droppedBits,
  half,
  phaseBits,
  phases,
  resultBits,
} from './kernel';
import type { Placement } from './lattice';

interface Offsets {
  readonly columns: number;
  readonly rows: number;
  readonly offsets: Float32Array | Float64Array;
}

/** A field followed 2^`times` times. The reference for `squaring.ts`. */
export function squared(field: DisplacementField, times: number): DisplacementField {
  const { stepPixels, columns, rows } = field;
  const placement = { columnsPerPixel: 1, originX: 0, originY: 0, scale: 1 };
  const own = Float64Array.from({ length: columns * rows * 2 }, (_, at) =>
    at % 2 === 0 ? (at / 2) % columns : Math.floor(at / 2 / columns),
  );
  let offsets = Float64Array.from(field.offsets, (offset) => offset * (1 / stepPixels));
  for (let time = 0; time < times; time++) {
    const places = own.slice();
    displaceRow({ columns, rows, offsets }, placement, places);
    displaceRow({ columns, rows, offsets }, placement, places);
    offsets = places.map((place, at) => place - own[at]!);
  }
  return { ...field, offsets: Float32Array.from(offsets, (offset) => offset * stepPixels) };
}

/** The reference for `followText`. */
export function followRow(
  { columns, rows, offsets }: Offsets,
  { columnsPerPixel, originX, originY, scale }: Placement,
  start: number,
  y: number,
  places: Float64Array,
): void {
  const down = y * columnsPerPixel + originY;
  const inside = down > 0 && down < rows - 1 ? down : 0;
  const row = Math.floor(inside);
  /** At a column of the row, 0 or 1 for x and y. */
  const offset = (column: number, axis: number): number => {
    if (column <= 0 || column >= columns - 1) return 0;
    const at = (row * columns + column) * 2 + axis;
    const upper = offsets[at]! * scale;
    return upper + (inside - row) * (offsets[at + columns * 2]! * scale - upper);
  };
  const count = places.length / 2;
  for (let at = 0; at < count;) {
    const along = (start + at) * columnsPerPixel + originX;
    const column = Math.floor(along);
    const cell = Math.min(count - at, Math.ceil((column + 1 - along) * (1 / columnsPerPixel)));
    const [fromX, fromY] = [offset(column, 0), offset(column, 1)];
    const [growthX, growthY] = [offset(column + 1, 0) - fromX, offset(column + 1, 1) - fromY];
    const begin = [
      start + at + (fromX + growthX * (along - column)),
      y + (fromY + growthY * (along - column)),
    ] as const;
    const step = [growthX * columnsPerPixel + 1, growthY * columnsPerPixel] as const;
    for (const axis of [0, 1] as const) {
      // Places with even and with odd numbers, each two steps behind the one before.
      const ways = [begin[axis], begin[axis] + step[axis]];
      for (let place = 0; place < cell; place++) {
        places[(at + place) * 2 + axis] = ways[place % 2]!;
        ways[place % 2]! += step[axis] + step[axis];
      }
    }
    at += cell;
  }
}

/** The reference for `displaceText`. */
export function displaceRow(
  { columns, rows, offsets }: Offsets,
  { columnsPerPixel, originX, originY, scale }: Placement,
  places: Float64Array,
): void {
  for (let at = 0; at < places.length; at += 2) {
    const x = places[at]! * columnsPerPixel + originX;
    const y = places[at + 1]! * columnsPerPixel + originY;
    if (x <= 0 || y <= 0 || x >= columns - 1 || y >= rows - 1) continue;
    const [column, row] = [Math.floor(x), Math.floor(y)];
    for (const axis of [0, 1]) {
      const first = (row * columns + column) * 2 + axis;
      const below = first + columns * 2;
      const offset = (index: number): number => offsets[index]! * scale;
      const upper = offset(first) + (x - column) * (offset(first + 2) - offset(first));
      const lower = offset(below) + (x - column) * (offset(below + 2) - offset(below));
      places[at + axis]! += upper + (y - row) * (lower - upper);
    }
  }
}

/**
 * Catmull-Rom, in whole numbers, of all channels; the photo's edge pixels go on beyond it. The reference for
 * `sampling.ts`, which does the same several times faster.
 */
export function sampleRow(
  { area, channels, data }: Working,
  places: Float64Array,
  colors: Uint16Array,
): void {
  const { left, top, width, height } = area;
  for (let at = 0; at < places.length / 2; at++) {
    const [x, y] = [inPhases(places[at * 2]!), inPhases(places[at * 2 + 1]!)];
    const across = (x & (phases - 1)) << 2;
    const down = (y & (phases - 1)) << 2;
    for (let channel = 0; channel < channels; channel++) {
      let sum = half;
      for (let tap = 0; tap < 4; tap++) {
        const column = clamp((x >> phaseBits) - 1 + tap - left, width);
        let seen = 0;
        for (let line = 0; line < 4; line++) {
          const row = clamp((y >> phaseBits) - 1 + line - top, height);
          seen += downKernel[down + line]! * data[(row * width + column) * channels + channel]!;
        }
        sum = (sum + Math.imul(acrossKernel[across + tap]!, seen >> droppedBits)) | 0;
      }
      colors[at * channels + channel] = limited(sum >> resultBits);
    }
  }
}

/** To the nearest, a half to the nearest even one. */
function inPhases(place: number): number {
  const shift = wholeNumberBits / phases;
  return (place + shift - shift) * phases;
}

function limited(value: number): number {
  return value < 0 ? 0 : value > maximumWorkingSample ? maximumWorkingSample : value;
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}
