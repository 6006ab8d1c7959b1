import { expect, it } from 'vitest';
import { halve } from './halving';
import { commonMemory } from '../wasm/common-memory';
import type { Raster, Rectangle } from './raster';

function noise(width: number, height: number): Raster {
  let state = 1;
  const data = Uint8Array.from({ length: width * height * 4 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return { width, height, channels: 4, data };
}

/** Pixel by pixel. */
function expected(from: Raster, x: number, y: number, channel: number): number {
  const at = (column: number, row: number): number => {
    const pixel = Math.min(row, from.height - 1) * from.width + Math.min(column, from.width - 1);
    return from.data[pixel * 4 + channel]!;
  };
  const sum =
    at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1);
  return (sum + 2) >> 2;
}

it.each([
  [64, 32, { left: 0, top: 0, width: 32, height: 16 }],
  [37, 21, { left: 0, top: 0, width: 19, height: 11 }],
  [101, 40, { left: 17, top: 5, width: 34, height: 9 }],
  [5, 3, { left: 2, top: 1, width: 1, height: 1 }],
  [4100, 4, { left: 0, top: 0, width: 2050, height: 2 }],
] as const)('halves a part of %i by %i pixels', (width, height, part: Rectangle) => {
  const from = noise(width, height);
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const wanted = new Uint8Array(half.width * half.height * 4).map((_, index) => {
    const [x, y] = [(index >> 2) % half.width, Math.floor((index >> 2) / half.width)];
    const isInside =
      x >= part.left && x < part.left + part.width && y >= part.top && y < part.top + part.height;
    return isInside ? expected(from, x, y, index % 4) : 7;
  });
  const near = new Uint8Array(commonMemory().buffer, commonMemory().reserve(from.data.length));
  near.set(from.data);
  // Copied to where the loops work, or there already.
  for (const data of [from.data, near.subarray(0, from.data.length)]) {
    const into: Raster = { ...half, channels: 4, data: new Uint8Array(wanted.length).fill(7) };
    halve({ ...from, data }, into, part);
    expect(into.data).toEqual(wanted);
  }
});
