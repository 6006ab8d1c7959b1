import { expect, it } from 'vitest';
import { edited } from '../../../../test/fixtures/edit-suite';
import { loadRealFace, realFaceNames } from '../../../../test/fixtures/real-face';
import { srgbToOklab } from '../../pixels/color';
import { wholeOf } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { edit } from './edit';

it.each(realFaceNames)(
  'touches neither eyes nor glasses, and darkens nothing: %s',
  async (name) => {
    const real = await loadRealFace(name);
    const { source, face } = real;
    const { data } = edited({ edit }, real, { strength: 1 });
    const classes = [
      'left-eye',
      'right-eye',
      'glasses',
      'hair',
      'left-brow',
      'right-brow',
    ] as const;
    const apart = evaluateMask(
      probability(face, ...classes),
      { source, scale: 1 },
      wholeOf(source),
    );
    const lightness = (samples: ArrayLike<number>, at: number): number =>
      srgbToOklab(
        (samples[at] ?? 0) / 255,
        (samples[at + 1] ?? 0) / 255,
        (samples[at + 2] ?? 0) / 255,
      ).L;
    let [strayed, darkened, lightened] = [0, 0, 0];
    apart.data.forEach((weight, pixel) => {
      const at = pixel * 3;
      const change = lightness(data, at) - lightness(source.data, at);
      if (weight > 0.7 && change !== 0) strayed += 1;
      if (change < -0.01) darkened += 1;
      if (change > 0.005) lightened += 1;
    });
    expect(strayed).toBe(0);
    expect(darkened).toBe(0);
    expect(lightened).toBeGreaterThan(20);
  },
);

it.each(['ayo', 'erik', 'marie'] as const)('keeps pores, on small faces too: %s', async (name) => {
  const real = await loadRealFace(name);
  const { source } = real;
  const { data } = edited({ edit }, real, { strength: 0.7 });
  const lightness = (samples: ArrayLike<number>, pixel: number): number =>
    srgbToOklab(
      samples[pixel * 3]! / 255,
      samples[pixel * 3 + 1]! / 255,
      samples[pixel * 3 + 2]! / 255,
    ).L;
  const detail = (samples: ArrayLike<number>, pixel: number): number =>
    lightness(samples, pixel) -
    [-1, 1, -source.width, source.width].reduce(
      (sum, step) => sum + lightness(samples, pixel + step) / 4,
      0,
    );
  let [before, after, both] = [0, 0, 0];
  for (let pixel = source.width; pixel < source.width * (source.height - 1); pixel++) {
    if (lightness(data, pixel) - lightness(source.data, pixel) < 0.01) continue;
    const [own, left] = [detail(source.data, pixel), detail(data, pixel)];
    before += own * own;
    after += left * left;
    both += own * left;
  }
  expect(Math.sqrt(after / before)).toBeGreaterThan(0.95);
  expect(Math.sqrt(after / before)).toBeLessThan(1.05);
  expect(both / Math.sqrt(before * after)).toBeGreaterThan(0.97);
});
