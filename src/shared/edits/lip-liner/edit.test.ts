import { beforeAll, describe, expect, it } from 'vitest';
import { edited } from '../../../../test/fixtures/edit-suite';
import { loadRealFace, type RealFace } from '../../../../test/fixtures/real-face';
import { srgbToOklab } from '../../pixels/color';
import { wholeOf } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { feather, probability, ramp } from '../../render/masks/mask';
import { edit } from './edit';

describe.each(['marie', 'kal', 'ivana'] as const)('lip liner on the real face %s', (name) => {
  let real: RealFace;
  let inside: Float32Array;
  beforeAll(async () => {
    real = await loadRealFace(name);
    const { source, face } = real;
    const closed = ramp(probability(face, 'upper-lip', 'lower-lip', 'inner-mouth'), 0.25, 0.75);
    const whole = wholeOf(source);
    inside = evaluateMask(feather(closed, face, 0.008), { source, scale: 1 }, whole).data;
  });

  /** How much each pixel changed, in OKLab. */
  const changes = (params: Readonly<Record<string, string | number>>): readonly number[] => {
    const { data } = edited({ edit }, real, { strength: 1, color: '#4a1d35', ...params });
    const color = (from: ArrayLike<number>, at: number) =>
      srgbToOklab(from[at]! / 255, from[at + 1]! / 255, from[at + 2]! / 255);
    return Array.from(inside, (_, pixel) => {
      const [before, after] = [color(real.source.data, pixel * 3), color(data, pixel * 3)];
      return Math.hypot(after.L - before.L, after.a - before.a, after.b - before.b);
    });
  };
  const sum = (values: readonly number[], where: (inside: number) => boolean): number =>
    values.reduce((total, value, pixel) => total + (where(inside[pixel]!) ? value : 0), 0);

  it('is drawn along the contour, neither on the middle of the lips nor far outside', () => {
    const changed = changes({ thickness: 0.4 });
    const all = sum(changed, () => true);
    expect(sum(changed, (depth) => depth > 0.97) / all).toBeLessThan(0.12);
    expect(sum(changed, (depth) => depth < 0.1) / all).toBeLessThan(0.05);
  });

  it('gets thicker, mostly inward', () => {
    const [thin, thick] = [changes({ thickness: 0 }), changes({ thickness: 1 })];
    expect(sum(thick, () => true)).toBeGreaterThan(1.5 * sum(thin, () => true));
    const added = (where: (depth: number) => boolean): number =>
      sum(thick, where) - sum(thin, where);
    expect(added((depth) => depth > 0.5)).toBeGreaterThan(2 * added((depth) => depth <= 0.5));
  });

  it('grows with its strength', () => {
    const amounts = [0.25, 0.5, 0.75, 1].map((strength) => sum(changes({ strength }), () => true));
    expect(amounts).toEqual([...amounts].sort((one, other) => one - other));
  });
});
