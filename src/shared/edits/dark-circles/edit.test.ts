import { expect, it } from 'vitest';
import { edited, wholeOf } from '../../../../test/fixtures/edit-suite';
import { loadRealFace, realFaceNames } from '../../../../test/fixtures/real-face';
import { srgbToOklab } from '../../pixels/color';
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
