import { describe, expect, it } from 'vitest';
import { edited, wholeOf } from '../../../../test/fixtures/edit-suite';
import { loadRealFace, realFaceNames } from '../../../../test/fixtures/real-face';
import { oklabFromHex } from '../../pixels/color';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { eyesOf } from '../eye-geometry';
import { edit } from './edit';
import { reachedIris } from './plan';

describe('iris colour', () => {
  it.each(realFaceNames)('changes nothing but irises: %s', async (name) => {
    const real = await loadRealFace(name);
    const { source, face } = real;
    const { data } = edited({ edit }, real, { color: '#8d979c', strength: 1, ring: 1 });
    const eyes = evaluateMask(
      probability(face, 'left-eye', 'right-eye'),
      { source, scale: 1 },
      wholeOf(source),
    );
    const irises = eyesOf(face).map(({ iris }) => iris);
    const strayed = data.filter((sample, index) => {
      if (sample === source.data[index]) return false;
      const pixel = Math.floor(index / 3);
      const [x, y] = [(pixel % source.width) + 0.5, Math.floor(pixel / source.width) + 0.5];
      const onIris = irises.some(
        ({ center, radius }) => Math.hypot(x - center.x, y - center.y) <= 1.12 * radius,
      );
      return !onIris || (eyes.data[pixel] ?? 0) < 0.4;
    });
    expect(strayed).toHaveLength(0);
  });

  it('lightens a dark iris no further than a lens does', () => {
    const brown = { L: 0.18, a: 0.01, b: 0.015 };
    const reached = reachedIris(oklabFromHex('#8d979c'), brown);
    expect(reached.L).toBeGreaterThan(brown.L + 0.12);
    expect(reached.L).toBeLessThanOrEqual(brown.L + 0.21);
  });

  it('keeps the order of light and dark in an iris', async () => {
    const real = await loadRealFace('erik');
    const { source, face } = real;
    const { data } = edited({ edit }, real, { color: '#7a5a3c', strength: 0.8 });
    const [eye] = eyesOf(face);
    const { center, radius } = eye?.iris ?? { center: { x: 0, y: 0 }, radius: 0 };
    // Down the middle of the iris, where the lids do not reach.
    const sums = (samples: ArrayLike<number>): number[] =>
      [-0.7, -0.3, 0.3, 0.7].map((share) => {
        const at =
          (Math.round(center.y) * source.width + Math.round(center.x + share * radius)) * 3;
        return (samples[at] ?? 0) + (samples[at + 1] ?? 0) + (samples[at + 2] ?? 0);
      });
    const order = (values: readonly number[]): number[] =>
      [...values.keys()].sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0));
    expect(order(sums(data))).toEqual(order(sums(source.data)));
  });
});
