import { expect, it } from 'vitest';
import { displacementField } from './field';
import { squared } from './reference';
import { squaredField } from './squaring';

it.each([0, 1, 4])('squares a field %i times as its reference does', (times) => {
  const bounds = { left: -13.7, top: 40.2, width: 230, height: 171 };
  // Some of it leads beyond the lattice.
  const field = displacementField(bounds, ({ x, y }) => ({
    x: x < 60 ? 0 : 40 * Math.sin(y / 17),
    y: 9 * Math.cos(x / 23) - (y > 150 ? 60 : 0),
  }));
  expect(squaredField(field, times)).toEqual(squared(field, times));
});
