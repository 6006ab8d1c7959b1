import { describe, expect, it } from 'vitest';
import { describeFaceEdit } from '../../../../test/fixtures/face-suite';
import { loadRealFace } from '../../../../test/fixtures/real-face';
import { oklabFromHex, type Oklab } from '../../pixels/color';
import { wholeOf } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { render } from '../../render/render';
import { edit } from './edit';
import { reachedTone } from './plan';

const swatches = edit.params['shade']?.kind === 'color' ? edit.params['shade'].swatches : [];

// Foundation lies between the hairs of brows as well; the hairs are too dark to take it.
describeFaceEdit({
  edit,
  amount: 'coverage',
  look: { shade: '#855036' },
  spared: ['left-eye', 'right-eye', 'upper-lip', 'lower-lip', 'inner-mouth', 'hair', 'glasses'],
});

describe.each(['marie', 'kal', 'erik'] as const)('a deep shade on the real face %s', (name) => {
  it.each([
    ['lips', ['upper-lip', 'lower-lip']],
    ['brows', ['left-brow', 'right-brow']],
    ['eyes', ['left-eye', 'right-eye']],
  ] as const)('leaves no pale rim round the %s', async (_, classes) => {
    const { source, face } = await loadRealFace(name);
    const own = face.statistics.skin?.median.L ?? NaN;
    const context = { source, scale: 1 };
    const whole = wholeOf(source);
    const { data } = render(edit.plan({ shade: '#2c1914', coverage: 1 }, { face }), context, whole);
    const planes = [probability(face, ...classes), probability(face, 'skin')].map(
      (mask) => evaluateMask(mask, context, whole).data,
    );
    const [other, skin] = planes as [Float32Array, Float32Array];
    const darkened = (isMeant: (pixel: number) => boolean): number => {
      const pixels = [...other.keys()].filter(isMeant);
      const sum = pixels.reduce(
        (total, pixel) => total + source.data[3 * pixel]! - data[3 * pixel]!,
        0,
      );
      return sum / pixels.length;
    };
    // Lashes and hairs are darker.
    const isLight = (pixel: number): boolean => source.data[3 * pixel]! > 0.75 * 255 * own;
    const rim = darkened((pixel) => skin[pixel]! > 0.6 && other[pixel]! > 0.15 && isLight(pixel));
    const cheek = darkened((pixel) => skin[pixel]! > 0.99);
    expect(rim).toBeGreaterThan(0.5 * cheek);
  });
});

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
