import { describe, expect, it } from 'vitest';
import { createPlane } from '../../../pixels/raster';
import { cubicRow } from './cubic-reference';
import { sharedCubicRows } from './cubic-rows';

const plane = createPlane(23, 17);
for (let y = 0; y < plane.height; y++) {
  for (let x = 0; x < plane.width; x++) {
    // Flat on one side, full of differences on the other.
    plane.data[y * plane.width + x] = x < 9 ? 1 : ((x * 37 + y * 101) % 17) / 17;
  }
}
/** More than the plane each way. */
const area = { left: -6, top: -6, width: 36, height: 30 };

describe('rows of cubic convolution', () => {
  it.each([
    ['along a row', { x: -2.3, y: 4.4 }, { x: 0.137, y: 0 }, 190],
    ['turned', { x: -1.2, y: 0.3 }, { x: 0.11, y: 0.07 }, 201],
    ['turned back', { x: 20.2, y: 16.9 }, { x: -0.21, y: -0.16 }, 102],
    ['in long steps', { x: 1, y: 2 }, { x: 1.4, y: 0.2 }, 15],
    ['down a column', { x: 12.7, y: -3 }, { x: 0, y: 0.3 }, 66],
    ['from one cell to the next', { x: 0, y: 8 }, { x: 0.5, y: 0.5 }, 17],
    ['of one pixel', { x: 10.5, y: 8.5 }, { x: 0.1, y: 0.1 }, 1],
  ])('are those of the reference: %s', (_, start, step, count) => {
    const rows = sharedCubicRows();
    rows.begin(plane, area, step, count);
    for (const row of [0, 3]) {
      const first = { x: start.x + row * step.y, y: start.y - row * step.x };
      const values = rows.valuesOf(first, row);
      const expected = cubicRow(plane, start, step, count);
      const differences = expected.map((value, at) => Math.abs(values[at]! - value));
      expect(values).toHaveLength(count);
      expect(Math.max(...differences)).toBeLessThan(1e-6);
    }
  });
});
