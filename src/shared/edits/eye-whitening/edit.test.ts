import { expect, it } from 'vitest';
import { edited } from '../../../../test/fixtures/edit-suite';
import { loadRealFace } from '../../../../test/fixtures/real-face';
import { srgbToOklab, type Oklab } from '../../pixels/color';
import { wholeOf, type Raster } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { maximum } from '../../render/masks/mask';
import { eyesOf } from '../eye-geometry';
import { edit } from './edit';
import { sclera } from './plan';

function colorsOf({ data }: Raster, pixels: readonly number[]): Oklab[] {
  const sample = (at: number): number => (data[at] ?? 0) / 255;
  return pixels.map((pixel) =>
    srgbToOklab(sample(pixel * 3), sample(pixel * 3 + 1), sample(pixel * 3 + 2)),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

it.each(['erik', 'ivana', 'ayo', 'marie'] as const)(
  'whitens whites within bounds: %s',
  async (name) => {
    const real = await loadRealFace(name);
    const { source, face } = real;
    const white = maximum(...eyesOf(face).map((eye) => sclera(face, eye)));
    const { data } = evaluateMask(white, { source, scale: 1 }, wholeOf(source));
    const pixels = [...data.keys()].filter((pixel) => (data[pixel] ?? 0) > 0.7);
    expect(pixels.length).toBeGreaterThan(10);
    const before = colorsOf(source, pixels);
    const after = colorsOf(edited({ edit }, real, { strength: 1 }), pixels);
    const chroma = (colors: readonly Oklab[]): number =>
      mean(colors.map(({ a, b }) => Math.hypot(a, b)));
    expect(chroma(after)).toBeLessThan(0.8 * chroma(before));
    const lifts = after.map(({ L }, index) => L - (before[index]?.L ?? 0));
    expect(Math.min(...lifts)).toBeGreaterThan(-0.01);
    expect(Math.max(...lifts)).toBeLessThan(0.25);
    expect(mean(lifts)).toBeLessThan(0.13);
  },
);
