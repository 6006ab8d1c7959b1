import { describe, expect, it } from 'vitest';
import { distanceFrom } from './distance';
import { createPlane } from './raster';

describe('distances', () => {
  it('are those to the nearest pixel, exactly', () => {
    const plane = createPlane(23, 17);
    const points = [
      [3, 4],
      [20, 1],
      [11, 15],
    ] as const;
    for (const [x, y] of points) plane.data[y * 23 + x] = 1;
    const { data } = distanceFrom(plane, (value) => value > 0.5);
    data.forEach((distance, index) => {
      const x = index % 23;
      const y = Math.floor(index / 23);
      const expected = Math.min(...points.map(([px, py]) => Math.hypot(x - px, y - py)));
      expect(distance).toBeCloseTo(expected, 4);
    });
  });

  it('are 0 in areas and exact beside them, at edges and in rows without anything', () => {
    const [width, height] = [19, 14];
    const isThere = (x: number, y: number): boolean =>
      (x < 6 && y < 5) || (x > 9 && x < 15 && y > 6 && y < 10) || (x === 18 && y === 13);
    const plane = createPlane(width, height);
    for (let at = 0; at < plane.data.length; at++)
      plane.data[at] = Number(isThere(at % width, Math.floor(at / width)));
    const all = [...plane.data.keys()].filter((at) => plane.data[at] === 1);
    const { data } = distanceFrom(plane, (value) => value === 1);
    data.forEach((distance, at) => {
      const far = all.map((one) =>
        Math.hypot((one % width) - (at % width), Math.floor(one / width) - Math.floor(at / width)),
      );
      expect(distance).toBeCloseTo(Math.min(...far), 5);
    });
  });

  it('are huge where there is nothing', () => {
    const { data } = distanceFrom(createPlane(5, 4), (value) => value > 0.5);
    expect(Math.min(...data)).toBeGreaterThan(1000);
  });
});
