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

  it('are huge where there is nothing', () => {
    const { data } = distanceFrom(createPlane(5, 4), (value) => value > 0.5);
    expect(Math.min(...data)).toBeGreaterThan(1000);
  });
});
