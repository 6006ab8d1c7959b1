import { describe, expect, it } from 'vitest';
import { syntheticFace } from '../../../../test/fixtures/synthetic-face';
import { oklabFromHex } from '../../pixels/color';
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
