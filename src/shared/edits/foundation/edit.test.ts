import { describe, expect, it } from 'vitest';
import { describeFaceEdit } from '../../../../test/fixtures/face-suite';
import { oklabFromHex, type Oklab } from '../../pixels/color';
import { edit } from './edit';
import { reachedTone } from './plan';

const swatches = edit.params['shade']?.kind === 'color' ? edit.params['shade'].swatches : [];

describeFaceEdit({ edit, amount: 'coverage', look: { shade: '#855036' } });

const neutralOf = (L: number): Oklab => ({ L, a: 0.1 * L, b: 0.1 * L });

describe('the tone that skin comes to', () => {
  it('goes toward the shade from either side, and stays at its own', () => {
    const own = neutralOf(0.6);
    expect(reachedTone(neutralOf(0.8), own).L).toBeGreaterThan(own.L);
    expect(reachedTone(neutralOf(0.4), own).L).toBeLessThan(own.L);
    const reached = reachedTone(own, own);
    expect(Math.hypot(reached.L - own.L, reached.a - own.a, reached.b - own.b)).toBeLessThan(1e-9);
  });

  it.each([0.35, 0.42, 0.5])('never pales deep skin of lightness %d', (L) => {
    const own = { L, a: 0.08 * L, b: 0.09 * L };
    for (const shade of swatches.map(({ color }) => oklabFromHex(color))) {
      const reached = reachedTone(shade, own);
      expect(reached.L).toBeLessThan(1.04 * L);
      const saturation = Math.hypot(reached.a, reached.b) / reached.L;
      expect(saturation).toBeGreaterThan((0.96 * Math.hypot(own.a, own.b)) / own.L);
    }
  });

  it('offers shades for skin from the lightest to the deepest', () => {
    const depths = swatches.map(({ color }) => oklabFromHex(color).L);
    expect(Math.max(...depths)).toBeGreaterThan(0.9);
    expect(Math.min(...depths)).toBeLessThan(0.3);
  });
});
