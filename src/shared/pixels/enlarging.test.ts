import { describe, expect, it } from 'vitest';
import { createPlane, type Rectangle } from './raster';
import { enlarged, Enlarger, reducedCover } from './reduced';

function sampled({ width, height }: Rectangle) {
  const plane = createPlane(width, height);
  plane.data.forEach((_, at) => (plane.data[at] = ((at * 7919) % 1000) / 1000));
  return plane;
}

describe('enlarging', () => {
  it.each([
    [1, { left: 3, top: 5, width: 40, height: 7 }],
    [2, { left: 0, top: 0, width: 301, height: 400 }],
    [5, { left: -7, top: 11, width: 2, height: 1 }],
    [6, { left: 512, top: 1024, width: 512, height: 512 }],
    [47, { left: 100, top: 90, width: 333, height: 250 }],
  ])('gives all rows that are given one by one, by %i', (factor, rectangle) => {
    const needed = reducedCover(rectangle, factor);
    // More than is looked at, on all sides.
    const covered = {
      left: needed.left - 2,
      top: needed.top - 1,
      width: needed.width + 5,
      height: needed.height + 4,
    };
    const plane = sampled(covered);
    const { width, height } = rectangle;
    const enlarger = new Enlarger(covered, factor, rectangle);
    const expected = createPlane(width, height).data;
    for (let y = 0; y < height; y++) {
      enlarger.fillRow(plane, y, 0, width, expected.subarray(y * width, (y + 1) * width));
    }
    const { data } = enlarged(plane, covered, factor, rectangle);
    const largest = data.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - expected[at]!)),
      0,
    );
    expect(largest).toBeLessThan(1e-6);
  });
});
