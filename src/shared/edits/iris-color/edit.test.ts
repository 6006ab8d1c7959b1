import { describe, expect, it } from 'vitest';
import { edited } from '../../../../test/fixtures/edit-suite';
import { loadRealFace, realFaceNames } from '../../../../test/fixtures/real-face';
import { oklabFromHex, srgbToOklab } from '../../pixels/color';
import { wholeOf, type Raster } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { eyesOf, type Eye } from '../eye-geometry';
import { edit } from './edit';
import { reachedIris } from './plan';

describe('iris colour', () => {
  it.each(realFaceNames)('changes nothing but irises: %s', async (name) => {
    const real = await loadRealFace(name);
    const { source, face } = real;
    const { data } = edited({ edit }, real, { color: '#8d979c', strength: 1, ring: 1 });
    const eyes = evaluateMask(
      probability(face, 'left-eye', 'right-eye'),
      { source, scale: 1 },
      wholeOf(source),
    );
    const irises = eyesOf(face).map(({ iris }) => iris);
    const strayed = data.filter((sample, index) => {
      if (sample === source.data[index]) return false;
      const pixel = Math.floor(index / 3);
      const [x, y] = [(pixel % source.width) + 0.5, Math.floor(pixel / source.width) + 0.5];
      const onIris = irises.some(
        ({ center, radius }) => Math.hypot(x - center.x, y - center.y) <= 1.12 * radius,
      );
      return !onIris || (eyes.data[pixel] ?? 0) < 0.4;
    });
    expect(strayed).toHaveLength(0);
  });

  it('lightens a dark iris no further than a lens does', () => {
    const brown = { L: 0.18, a: 0.01, b: 0.015 };
    const reached = reachedIris(oklabFromHex('#8d979c'), brown);
    expect(reached.L).toBeGreaterThan(brown.L + 0.12);
    expect(reached.L).toBeLessThanOrEqual(brown.L + 0.21);
  });

  it('shows the pupil of an iris that was as dark as it', async () => {
    const real = await loadRealFace('ayo');
    const [before, after] = [real.source, edited({ edit }, real, brown)];
    const eye = eyesOf(real.face).find(({ side }) => side === 'left')!;
    expect(lightnessWithin(after, eye, 0, 0.3)).toBeLessThan(
      0.9 * lightnessWithin(before, eye, 0, 0.3),
    );
    expect(lightnessWithin(after, eye, 0.5, 0.75)).toBeGreaterThan(
      1.25 * lightnessWithin(after, eye, 0, 0.3),
    );
  });

  it('darkens no middle of a light iris: what hides its pupil is a reflection', async () => {
    const real = await loadRealFace('erik');
    const light = { ...real.face.statistics['left-iris']!, darkest: 0.55, lightest: 0.7 };
    const iris = { ...light, median: { L: 0.61, a: 0, b: 0.02 } };
    const statistics = { ...real.face.statistics, 'left-iris': iris, 'right-iris': iris };
    const passes = edit.plan(brown, { ...real, face: { ...real.face, statistics } });
    expect(passes).toHaveLength(eyesOf(real.face).length);
  });

  it('colours an eye of which too little is seen to measure it like the other one', async () => {
    const real = await loadRealFace('erik');
    const statistics = { ...real.face.statistics, 'left-iris': null };
    const half = { ...real, face: { ...real.face, statistics } };
    const passes = edit.plan(brown, half);
    expect(passes).toHaveLength(edit.plan(brown, real).length);
  });

  it('lets no lens glow in an eye that lies in shade', async () => {
    const real = await loadRealFace('kal');
    const eye = eyesOf(real.face)[0]!;
    const whites = real.face.statistics[`${eye.side}-sclera`]!;
    const withWhites = (L: number) => {
      const median = { ...whites.median, L };
      const statistics = {
        ...real.face.statistics,
        [`${eye.side}-sclera`]: { ...whites, median },
      };
      return { ...real, face: { ...real.face, statistics } };
    };
    const [lit, shaded] = [0.7, 0.3].map((L) =>
      lightnessWithin(edited({ edit }, withWhites(L), brown), eye, 0.5, 0.75),
    );
    expect(shaded).toBeLessThan(lit! - 0.03);
  });

  it('keeps the order of light and dark in an iris', async () => {
    const real = await loadRealFace('erik');
    const { source, face } = real;
    const { data } = edited({ edit }, real, { color: '#7a5a3c', strength: 0.8 });
    const [eye] = eyesOf(face);
    const { center, radius } = eye?.iris ?? { center: { x: 0, y: 0 }, radius: 0 };
    // Down the middle of the iris, where the lids do not reach.
    const sums = (samples: ArrayLike<number>): number[] =>
      [-0.7, -0.3, 0.3, 0.7].map((share) => {
        const at =
          (Math.round(center.y) * source.width + Math.round(center.x + share * radius)) * 3;
        return (samples[at] ?? 0) + (samples[at + 1] ?? 0) + (samples[at + 2] ?? 0);
      });
    const order = (values: readonly number[]): number[] =>
      [...values.keys()].sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0));
    expect(order(sums(data))).toEqual(order(sums(source.data)));
  });
});

const brown = { color: '#7a5a3c', strength: 0.8, ring: 0 };

/** Mean OKLab L between two distances from the iris's middle, in its radii. */
function lightnessWithin(
  { data, width, height, channels }: Raster,
  { iris: { center, radius } }: Eye,
  from: number,
  to: number,
): number {
  const inside = Array.from({ length: width * height }, (_, pixel) => pixel).filter((pixel) => {
    const [x, y] = [(pixel % width) + 0.5, Math.floor(pixel / width) + 0.5];
    const away = Math.hypot(x - center.x, y - center.y) / radius;
    return away >= from && away < to;
  });
  const lightness = inside.map((pixel) => {
    const [red, green, blue] = data.subarray(pixel * channels, pixel * channels + 3);
    return srgbToOklab(red! / 255, green! / 255, blue! / 255).L;
  });
  return lightness.reduce((sum, L) => sum + L, 0) / lightness.length;
}
