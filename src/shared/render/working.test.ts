import { expect, it } from 'vitest';
import type { Raster } from '../pixels/raster';
import { piecePixels, Working } from './working';

const pieces = 6;
const area = { left: 3, top: 1, width: pieces * piecePixels - 5, height: 2 };

function source(): Raster<Uint8Array> {
  const [width, height, channels] = [area.left + area.width + 4, area.top + area.height, 4];
  const data = Uint8Array.from({ length: width * height * channels }, (_, at) => (at * 31) % 256);
  return { width, height, channels: 4, data };
}

/** In a picture of `area` whose own samples are all 0. */
function written(working: Working): Uint8Array {
  const { width, height } = area;
  const data = new Uint8Array(width * height * 4);
  working.writeInto({ width, height, channels: 4, data }, area);
  return data;
}

it('writes the pieces that were opened, whatever was there already', () => {
  const photo = source();
  const y = area.top + 1;
  const at = (piece: number): number => area.left + piece * piecePixels;
  const working = new Working(photo, area);
  working.fetch(y, at(2), at(3));
  working.open(y, at(4) + 1, at(4) + 2);
  working.open(y, at(1) + 7, area.left + area.width);
  const expected = new Uint8Array(area.width * area.height * 4);
  const from = (y * photo.width + at(1)) * 4;
  const end = (y * photo.width + area.left + area.width) * 4;
  expected.set(photo.data.subarray(from, end), (area.width + piecePixels) * 4);
  expect(written(working)).toEqual(expected);
  expect(written(working.copy())).toEqual(expected);
});

it('does not fetch what was changed a second time', () => {
  const working = new Working(source(), area);
  working.open(area.top, area.left, area.left + 1);
  working.data[0] = 65535;
  working.open(area.top, area.left, area.left + area.width);
  working.fetch(area.top, area.left, area.left + area.width);
  expect(written(working)[0]).toBe(255);
});
