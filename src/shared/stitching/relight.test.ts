import { describe, expect, it } from 'vitest';
import { createPlane } from '../pixels/raster';
import { logarithmOfLight } from './curves';
import type { SkinLights } from './light';
import type { LightOptions } from './relight';
import { relit } from './relighter';

type Color = readonly [number, number, number];

const lightnessOf = (logs: Color): number => 0.2126 * logs[0] + 0.7152 * logs[1] + 0.0722 * logs[2];
const logsOf = (color: Color): Color => color.map(logarithmOfLight) as unknown as Color;

/** Logarithms without their lightness. */
const chromaOf = (color: Color): Color => {
  const logs = logsOf(color);
  return logs.map((value) => value - lightnessOf(logs)) as unknown as Color;
};
const saturationOf = (color: Color): number => Math.hypot(...chromaOf(color));

/** One pixel whose surrounding skin is `skin` in the donor and `target` in the target. */
function relitPixel(
  pixel: Color,
  skin: Color,
  target: Color,
  own = 0,
  options: Partial<LightOptions> = {},
): Color {
  const plane = (value: number) => ({ ...createPlane(1, 1), data: Float32Array.of(value) });
  const planes = (color: Color): SkinLights['from'] => [
    plane(color[0]),
    plane(color[1]),
    plane(color[2]),
  ];
  const [level, aim] = [lightnessOf(logsOf(skin)), lightnessOf(logsOf(target))];
  const lights: SkinLights = {
    gain: plane(aim - level),
    level: plane(level),
    from: planes(chromaOf(skin)),
    to: planes(chromaOf(target)),
  };
  const result = relit(planes(pixel), lights, plane(own), { share: 1, strength: 1, ...options });
  return result.map(({ data }) => data[0]!) as unknown as Color;
}

const dark: Color = [0.12, 0.045, 0.018];
const pale: Color = [0.62, 0.4, 0.31];
const times = (color: Color, factor: number): Color =>
  color.map((value) => value * factor) as never;

describe("the donor in the target's light", () => {
  it('turns skin into skin, both ways', () => {
    for (const [from, to] of [
      [dark, pale],
      [pale, dark],
    ] as const) {
      relitPixel(from, from, to).forEach((value, channel) =>
        expect(value / to[channel]!).toBeCloseTo(1, 1),
      );
    }
  });

  it('keeps folds of dark skin from glowing, and its black from turning violet, on pale skin', () => {
    const fold = relitPixel([0.05, 0.013, 0.003], dark, pale);
    expect(saturationOf(fold)).toBeLessThan(1.5 * saturationOf(pale));
    const black = relitPixel(times([1, 1, 1], 0.01), dark, pale);
    expect(black[2]).toBeLessThan(1.02 * black[1]);
    expect(saturationOf(black)).toBeLessThan(saturationOf(pale));
  });

  it('gives a pale nose the hue of dark skin, but leaves teeth white', () => {
    const shine: Color = [0.75, 0.72, 0.7];
    const onNose = relitPixel(times(shine, 0.6), pale, dark, 1, { madeOf: 'skin' });
    const asTooth = relitPixel(times(shine, 0.6), pale, dark, 1, { share: 0.4 });
    expect(saturationOf(onNose)).toBeGreaterThan(0.5 * saturationOf(dark));
    expect(saturationOf(asTooth)).toBeLessThan(0.25 * saturationOf(dark));
  });

  it('makes folds shallower where skin turns lighter, and only there', () => {
    const depth = (from: Color, to: Color): number => {
      const [fold] = relitPixel(times(from, 0.5), from, to, 0, { shadeShare: 0.35 });
      const [skin] = relitPixel(from, from, to, 0, { shadeShare: 0.35 });
      return Math.log(skin / fold);
    };
    expect(depth(dark, pale)).toBeLessThan(0.8 * Math.log(2));
    expect(depth(pale, pale)).toBeCloseTo(Math.log(2), 1);
    expect(depth(pale, dark)).toBeGreaterThan(0.9 * Math.log(2));
  });

  it('treats what is between hairs as skin, and leaves hairs dark', () => {
    const brow = { madeOf: 'hair', share: 0.5 } as const;
    const between = relitPixel(dark, dark, pale, 1, brow);
    between.forEach((value, channel) => expect(value / pale[channel]!).toBeCloseTo(1, 1));
    const hair = relitPixel(times(dark, 0.15), dark, pale, 1, brow);
    expect(hair[1]).toBeLessThan(0.2 * pale[1]);
  });
});
