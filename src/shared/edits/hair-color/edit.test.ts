import { describe, expect, it } from 'vitest';
import { syntheticFace } from '../../../../test/fixtures/synthetic-face';
import { linearToOklab, oklabFromHex, oklabToLinear, type Oklab } from '../../pixels/color';
import { edit } from './edit';
import { askedTones, toneCurve, tonesOf } from './plan';

const dark = { darkest: 0.12, median: 0.22, lightest: 0.4 };
const blond = { darkest: 0.4, median: 0.66, lightest: 0.88 };
const swatches = edit.params['color']?.kind === 'color' ? edit.params['color'].swatches : [];
const lightnesses = Array.from({ length: 101 }, (_, index) => index / 100);

describe('hair colour', () => {
  it('does nothing with its neutral parameters, nor on a head without hair', () => {
    expect(edit.plan({ color: '#1f7a7d' }, { face: syntheticFace })).toEqual([]);
    expect(edit.plan({ strength: 1 }, { face: syntheticFace })).toEqual([]);
  });

  it('refuses parameters that it does not know', () => {
    expect(() => edit.plan({ strength: 1.1 }, { face: syntheticFace })).toThrow();
    expect(() => edit.plan({ shade: 'red' }, { face: syntheticFace })).toThrow();
  });
});

describe('where hair and skin share a pixel', () => {
  const hair = { L: 0.13, a: 0.02, b: -0.1 };
  const statistics = {
    hair: { median: hair, darkest: 0.1, lightest: 0.45, pixels: 1000 },
  };
  const face = { ...syntheticFace, statistics: { ...syntheticFace.statistics, ...statistics } };

  /** What hair of one colour makes of a pixel that it covers so far, next to whole hair. */
  function dyed(color: string, pixel: Oklab, weight: number): Oklab {
    const [pass] = edit.plan({ color, strength: 1 }, { face });
    if (pass?.kind !== 'bands') throw new TypeError('hair is dyed by bands');
    const bands = {
      ...{ baseL: hair.L, baseA: hair.a, baseB: hair.b, fineL: 0, fineA: 0, fineB: 0 },
      ...{ middleL: pixel.L - hair.L, middleA: pixel.a - hair.a, middleB: pixel.b - hair.b },
    };
    pass.edit(bands, weight);
    const { baseL, middleL, fineL, baseA, middleA, fineA, baseB, middleB, fineB } = bands;
    const after = {
      L: baseL + middleL + fineL,
      a: baseA + middleA + fineA,
      b: baseB + middleB + fineB,
    };
    return mixed(pixel, after, weight);
  }

  /** In light, as what lies in one pixel. */
  function mixed(one: Oklab, other: Oklab, share: number): Oklab {
    const [from, to] = [oklabToLinear(one), oklabToLinear(other)];
    const [red, green, blue] = from.map((light, at) => light + share * (to[at]! - light));
    return linearToOklab(red!, green!, blue!);
  }

  it.each(['#8a4b2e', '#b0622f', '#d9c9a8', '#5f3a27'])('only the hair becomes %s', (color) => {
    const skin = oklabFromHex('#9b6e59');
    for (const weight of [0.3, 0.5, 0.7]) {
      const reached = dyed(color, mixed(skin, hair, weight), weight);
      const wanted = mixed(skin, dyed(color, hair, 1), weight);
      const { L, a, b } = wanted;
      expect(Math.hypot(reached.L - L, reached.a - a, reached.b - b)).toBeLessThan(0.03);
    }
  });
});

describe.each([
  ['dark', dark],
  ['blond', blond],
])('tones of %s hair', (_, own) => {
  it.each(swatches.map(({ color, text }) => [text.en, color]))(
    '%s: from dark to light without a fold',
    (_name, color) => {
      const asked = oklabFromHex(color).L;
      const tones = askedTones(asked, own);
      const values = lightnesses.map(toneCurve(own, tones));
      values.reduce((before, value) => {
        expect(value).toBeGreaterThanOrEqual(before - 1e-9);
        return value;
      });
      expect(values.at(-1)).toBeLessThanOrEqual(1);
      expect(values[0]).toBeGreaterThanOrEqual(0);
      expect(toneCurve(own, tones)(own.median)).toBeCloseTo(asked, 6);
      expect(tones.lightest - tones.darkest).toBeGreaterThan(0.05);
    },
  );

  it('stays what it is when its own lightness is asked for', () => {
    const tones = askedTones(own.median, own);
    expect(tones.darkest).toBeCloseTo(own.darkest, 1);
    expect(tones.lightest).toBeCloseTo(own.lightest, 1);
  });
});

describe('hair whose blacks are crushed', () => {
  const statistics = (spread: number) => ({
    median: { L: 0.35, a: 0, b: 0 },
    darkest: 0.35 - spread,
    lightest: 0.43,
    pixels: 1000,
  });

  it.each(['#b0622f', '#d9c9a8', '#1f7a7d'])('keeps them as shade of %s', (color) => {
    const { L } = oklabFromHex(color);
    const crushed = tonesOf(statistics(0));
    const reached = toneCurve(crushed, askedTones(L, crushed));
    expect(reached(0.35)).toBeLessThan(0.8 * L);
    expect(reached(0.35)).toBeGreaterThan(0.3 * L);
    // What is lighter than that black stays so.
    expect(reached(0.43)).toBeGreaterThan(reached(0.35) + 0.02);
  });

  it('is told by its tones: others are dyed to the colour asked for', () => {
    expect(tonesOf(statistics(0.04))).toEqual({ darkest: 0.31, median: 0.35, lightest: 0.43 });
  });
});
