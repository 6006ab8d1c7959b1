import { describe, expect, it } from 'vitest';
import { edited } from '../../../../test/fixtures/edit-suite';
import { describeFaceEdit } from '../../../../test/fixtures/face-suite';
import { loadRealFace } from '../../../../test/fixtures/real-face';
import { syntheticFace } from '../../../../test/fixtures/synthetic-face';
import type { Face } from '../../analysis/face';
import { srgbToOklab, type Oklab } from '../../pixels/color';
import { wholeOf } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { edit } from './edit';
import { matted, toneWithoutShine } from './plan';

describeFaceEdit({ edit, amount: 'strength', look: {} });

const deep: Oklab = { L: 0.4, a: 0.045, b: 0.045 };

/** What becomes of shine of a lightness, in the lamp's colour, on skin of the tone `own`. */
function afterwards(own: Oklab, lightness: number, lamp = { a: 0.01, b: 0 }): Oklab {
  const pixel = {
    baseL: lightness,
    baseA: lamp.a,
    baseB: lamp.b,
    ...{ middleL: 0, middleA: 0, middleB: 0, fineL: 0, fineA: 0, fineB: 0 },
  };
  matted(own)(pixel);
  return { L: pixel.baseL, a: pixel.baseA, b: pixel.baseB };
}

describe('what shines', () => {
  const light: Oklab = { L: 0.72, a: 0.045, b: 0.06 };

  it.each([
    ['deep', deep],
    ['light', light],
  ])('keeps its order on %s skin, so that no line goes round it', (_, own) => {
    const left = [0.1, 0.15, 0.2, 0.25].map((excess) => afterwards(own, own.L + excess).L);
    left.slice(1).forEach((L, at) => expect(L).toBeGreaterThan(left[at]!));
  });

  it.each([0.05, 0.15, 0.25])('has the skin’s colour and no more: lighter by %d', (excess) => {
    for (const own of [deep, light]) {
      const { a, b } = afterwards(own, own.L + excess);
      const chroma = Math.hypot(a, b) / Math.hypot(own.a, own.b);
      expect(chroma).toBeLessThan(1.05);
      expect(chroma).toBeGreaterThan(0.7);
      expect(Math.abs(Math.atan2(b, a) - Math.atan2(own.b, own.a))).toBeLessThan(0.2);
    }
  });
});

describe('the tone below shine', () => {
  const withTones = (skin: Oklab, cheek: Oklab): Pick<Face, 'statistics'> => {
    const of = (median: Oklab) => ({ median, darkest: 0, lightest: 1, pixels: 100 });
    return {
      statistics: { ...syntheticFace.statistics, skin: of(skin), 'left-cheek': of(cheek) },
    };
  };

  it('is taken where deep skin shines least', () => {
    const grey = { L: 0.4, a: 0.03, b: 0.025 };
    const tone = toneWithoutShine(withTones(grey, { L: 0.5, a: 0.055, b: 0.055 }))!;
    expect(tone.L).toBeCloseTo(0.4);
    expect(Math.hypot(tone.a, tone.b)).toBeGreaterThan(1.4 * Math.hypot(grey.a, grey.b));
  });

  it('is the median of light skin, whatever its cheeks wear', () => {
    const skin = { L: 0.75, a: 0.04, b: 0.05 };
    expect(toneWithoutShine(withTones(skin, { L: 0.7, a: 0.1, b: 0.05 }))).toEqual(skin);
  });
});

describe('the lightest of deep skin', () => {
  it.each(['ayo', 'kal'] as const)('comes nearer to the rest: %s', async (name) => {
    const real = await loadRealFace(name);
    const { source, face } = real;
    const skin = evaluateMask(
      probability(face, 'skin', 'nose'),
      { source, scale: 1 },
      wholeOf(source),
    );
    const tones = (data: ArrayLike<number>): readonly [number, number, number] => {
      const sorted = [...skin.data.keys()]
        .filter((pixel) => skin.data[pixel]! > 0.95)
        .map(
          (pixel) =>
            srgbToOklab(
              data[3 * pixel]! / 255,
              data[3 * pixel + 1]! / 255,
              data[3 * pixel + 2]! / 255,
            ).L,
        )
        .sort((one, other) => one - other);
      const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
      return [at(0.5), at(0.9), at(0.99)];
    };
    const [middle, light, lightest] = tones(source.data);
    const [middleLeft, lightLeft, lightestLeft] = tones(
      edited({ edit }, real, { strength: 1 }).data,
    );
    expect(Math.abs(middleLeft - middle)).toBeLessThan(0.03);
    expect(lightestLeft - lightLeft).toBeLessThan(0.9 * (lightest - light));
    expect(lightestLeft - middleLeft).toBeLessThan(0.8 * (lightest - middle));
  });
});
