import { maximumWorkingSample, type Working } from '../../working';
import { acrossKernel, downKernel, droppedBits, half, phases, resultBits } from './kernel';
import { displace, type DisplacementField } from './field';
import type { Lattice, Places } from './sampler';

/** A field followed twice. The reference for `squaring.ts`. */
export function squared(field: DisplacementField): DisplacementField {
  const { left, top, stepPixels, columns, rows } = field;
  const place = { x: 0, y: 0 };
  const offsets = new Float32Array(field.offsets.length);
  for (let point = 0; point < columns * rows; point++) {
    const x = left + (point % columns) * stepPixels;
    const y = top + Math.floor(point / columns) * stepPixels;
    place.x = x;
    place.y = y;
    displace(field, place);
    displace(field, place);
    offsets[point * 2] = place.x - x;
    offsets[point * 2 + 1] = place.y - y;
  }
  return { ...field, offsets };
}

/** The reference for `following.ts`. */
export function followRow(
  { offsets, columnsPerPixel, origin, last, scale }: Lattice,
  start: number,
  ownY: number,
  { points, isMoved }: Places,
  count: number,
): void {
  for (let at = 0; at < count; at++) {
    const along = (start + at) * columnsPerPixel + origin;
    const isInside = along > 0 && along < last;
    const column = isInside ? Math.trunc(along) : 0;
    const share = isInside ? along - column : 0;
    const index = column * 2;
    const dx = offsets[index]! + share * (offsets[index + 2]! - offsets[index]!);
    const dy = offsets[index + 1]! + share * (offsets[index + 3]! - offsets[index + 1]!);
    points[at * 2] = start + at + dx * scale;
    points[at * 2 + 1] = ownY + dy * scale;
    isMoved[at] = dx !== 0 || dy !== 0 ? 1 : 0;
  }
}

/**
 * Catmull-Rom, in whole numbers; the photo's edge pixels go on beyond it. The reference for `sampling.ts`, which does
 * the same several times faster. Four numbers a pixel: red, green, blue and nothing.
 */
export function sampleRow(
  { area, channels, data }: Working,
  { points, isMoved }: Places,
  count: number,
  colors: Uint16Array,
): void {
  const { left, top, width, height } = area;
  const stride = width * channels;
  for (let at = 0; at < count; at++) {
    if (isMoved[at] === 0) continue;
    const column = Math.floor(points[at * 2]!);
    const row = Math.floor(points[at * 2 + 1]!);
    const across = Math.round((points[at * 2]! - column) * phases) << 2;
    const down = Math.round((points[at * 2 + 1]! - row) * phases) << 2;
    const w0 = acrossKernel[across]!;
    const w1 = acrossKernel[across + 1]!;
    const w2 = acrossKernel[across + 2]!;
    const w3 = acrossKernel[across + 3]!;
    const first = column - 1 - left;
    const isInside = first >= 0 && first + 3 < width && row > top && row + 2 - top < height;
    const start = (isInside ? first : clamp(first, width)) * channels;
    const next = isInside ? start + channels : clamp(first + 1, width) * channels;
    const nextButOne = isInside ? next + channels : clamp(first + 2, width) * channels;
    const last = isInside ? nextButOne + channels : clamp(first + 3, width) * channels;
    let line = (row - 1 - top) * stride;
    let red = half;
    let green = half;
    let blue = half;
    for (let tap = 0; tap < 4; tap++) {
      if (!isInside) line = clamp(row - 1 + tap - top, height) * stride;
      const weight = downKernel[down + tap]!;
      const a = line + start;
      const b = line + next;
      const c = line + nextButOne;
      const d = line + last;
      const lineRed =
        Math.imul(w0, data[a]!) +
        Math.imul(w1, data[b]!) +
        Math.imul(w2, data[c]!) +
        Math.imul(w3, data[d]!);
      const lineGreen =
        Math.imul(w0, data[a + 1]!) +
        Math.imul(w1, data[b + 1]!) +
        Math.imul(w2, data[c + 1]!) +
        Math.imul(w3, data[d + 1]!);
      const lineBlue =
        Math.imul(w0, data[a + 2]!) +
        Math.imul(w1, data[b + 2]!) +
        Math.imul(w2, data[c + 2]!) +
        Math.imul(w3, data[d + 2]!);
      red = (red + Math.imul(weight, lineRed >> droppedBits)) | 0;
      green = (green + Math.imul(weight, lineGreen >> droppedBits)) | 0;
      blue = (blue + Math.imul(weight, lineBlue >> droppedBits)) | 0;
      line += stride;
    }
    colors[at * 4] = limited(red >> resultBits);
    colors[at * 4 + 1] = limited(green >> resultBits);
    colors[at * 4 + 2] = limited(blue >> resultBits);
  }
}

function limited(value: number): number {
  return value < 0 ? 0 : value > maximumWorkingSample ? maximumWorkingSample : value;
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}
