import { converter, differenceCiede2000 } from 'culori';
import { describe, expect, it } from 'vitest';
import { oklabFromHex, oklabToSrgb, smoothstep, srgbToOklab } from './color';

const toOklab = converter('oklab');
const difference = differenceCiede2000();

describe('colour', () => {
  it('agrees with culori', () => {
    const colors: readonly (readonly [number, number, number])[] = [
      [0.2, 0.5, 0.8],
      [1, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
    ];
    for (const rgb of colors) {
      const expected = toOklab({ mode: 'rgb', r: rgb[0], g: rgb[1], b: rgb[2] });
      const { L, a, b } = srgbToOklab(...rgb);
      expect(L).toBeCloseTo(expected.l, 4);
      expect(a).toBeCloseTo(expected.a, 4);
      expect(b).toBeCloseTo(expected.b, 4);
    }
  });

  it('goes there and back', () => {
    for (let step = 0; step <= 8; step++) {
      const rgb = [step / 8, 1 - step / 8, 0.3] as const;
      oklabToSrgb(srgbToOklab(...rgb)).forEach((value, channel) =>
        expect(value).toBeCloseTo(rgb[channel]!, 3),
      );
    }
  });

  it('keeps lightness and hue outside the gamut', () => {
    const asked = { L: 0.6, a: 0.35, b: 0.1 };
    const reached = srgbToOklab(...oklabToSrgb(asked));
    expect(reached.L).toBeCloseTo(asked.L, 1);
    expect(Math.atan2(reached.b, reached.a)).toBeCloseTo(Math.atan2(asked.b, asked.a), 1);
  });

  it('reads hexadecimal colours and nothing else', () => {
    const [r, g, b] = oklabToSrgb(oklabFromHex('#b0404a'));
    expect(difference({ mode: 'rgb', r, g, b }, '#b0404a')).toBeLessThan(0.2);
    expect(() => oklabFromHex('red')).toThrow(RangeError);
  });

  it('steps smoothly either way', () => {
    expect([0, 0.5, 1].map((value) => smoothstep(0, 1, value))).toEqual([0, 0.5, 1]);
    expect([0, 0.5, 1].map((value) => smoothstep(1, 0, value))).toEqual([1, 0.5, 0]);
  });
});
