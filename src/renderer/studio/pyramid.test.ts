import type { Raster } from '@shared/pixels/raster';
import { TileSet } from '@shared/pixels/tile-set';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFakeCanvas, fakeOf, installFakeCanvas, samePixels } from '../testing/fake-canvas';
import { contextOf } from './canvases';
import { Pyramid, pyramidLevels } from './pyramid';

beforeAll(installFakeCanvas);

/** Odd sides, and a pattern in which every pixel differs from its neighbours. */
function picture(width = 1401, height = 803, shift = 0): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let index = 0; index < data.length; index++) data[index] = (index * 37 + shift) % 251;
  return { width, height, channels: 4, data };
}

function drawn(pyramid: Pyramid, scale: number) {
  const target = createFakeCanvas(10, 10);
  pyramid.draw(contextOf(target), 5, 6, scale);
  return target.drawn[0];
}

describe('a pyramid', () => {
  it('draws the level that is just large enough, where the picture lies', () => {
    const pyramid = new Pyramid(pyramidLevels(picture()));
    expect(drawn(pyramid, 1)?.image).toBe(fakeOf(pyramid.canvas));
    expect(drawn(pyramid, 0.6)?.image.width).toBe(1401);
    expect(drawn(pyramid, 0.5)).toMatchObject({
      image: { width: 701, height: 402 },
      place: [5, 6, 701, 402],
    });
    expect(drawn(pyramid, 0.01)?.image.width).toBe(351);
  });

  it('holds means of four pixels', () => {
    const source = picture();
    const half = drawn(new Pyramid(pyramidLevels(source)), 0.5)?.image.pixels;
    const at = (x: number, y: number): number => source.data[(y * 1401 + x) * 4] ?? 0;
    const mean = (at(20, 30) + at(21, 30) + at(20, 31) + at(21, 31)) / 4;
    expect(Math.abs((half?.[(15 * 701 + 10) * 4] ?? 0) - mean)).toBeLessThan(1);
  });

  it('is after a change in a part what it would be from the start', () => {
    const changed = picture();
    const pyramid = new Pyramid(pyramidLevels(changed));
    // Other levels are brought up to date before they are drawn, or after.
    drawn(pyramid, 0.5);
    const part = { left: 1391, top: 333, width: 10, height: 7 };
    for (let row = part.top; row < part.top + part.height; row++) {
      const start = (row * 1401 + part.left) * 4;
      changed.data.fill(200, start, start + part.width * 4);
    }
    const tiles = new TileSet(changed);
    tiles.mark(part);
    pyramid.update(tiles);
    const anew = new Pyramid(pyramidLevels(changed));
    for (const scale of [1, 0.5, 0.25]) {
      expect(
        samePixels(drawn(pyramid, scale)?.image.pixels, drawn(anew, scale)?.image.pixels),
      ).toBe(true);
    }
  });
});
