import { expect, it } from 'vitest';
import { noise } from '../../../test/fixtures/pictures';
import { meanLight } from './light-reference';
import { sharedLightRows } from './light-rows';
import type { Raster } from './raster';

const narrow = noise(37, 23);
const pictures: readonly (readonly [string, Raster])[] = [
  ['8 bits', narrow],
  ['8 bits that begin anywhere', { ...narrow, data: shifted(narrow.data) }],
  ['16 bits', { ...narrow, data: Uint16Array.from(narrow.data, (value) => value * 251 + 17) }],
  ['opacity', { ...narrow, width: 27, channels: 4 }],
];

function shifted(data: Raster['data']): Uint8Array {
  const memory = new Uint8Array(data.length + 3);
  memory.set(data, 3);
  return memory.subarray(3);
}

it.each(pictures)('reads a picture’s light, beyond its edges too: %s', (_, picture) => {
  for (const [factor, left, y, pixels] of [
    [1, 0, 0, 20],
    [1, -5, -3, 60],
    [3, 2, 3, 7],
    [4, -6, 5, 30],
    [2, 40, 30, 3],
    [2, -9, 2, 4],
  ] as const) {
    const place = { left, y };
    const light = [...sharedLightRows().read(picture, factor, place, pixels)];
    expect(light).toEqual(meanLight(picture, factor, place, pixels));
  }
});
