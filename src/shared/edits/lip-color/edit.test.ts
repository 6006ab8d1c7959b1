import { describe, expect, it } from 'vitest';
import {
  certainly,
  lipSrgb8,
  syntheticFace,
  syntheticPhoto,
  syntheticSide,
} from '../../../../test/fixtures/synthetic-face';
import { lipLines } from '../../analysis/mesh';
import { oklabFromHex, srgbToOklab, type Oklab } from '../../pixels/color';
import type { Raster } from '../../pixels/raster';
import { changedBounds, render } from '../../render/render';
import { edit } from './edit';
import { finishes as described, reachedColor, type LipFinish } from './finishes';

const whole = { left: 0, top: 0, width: syntheticSide, height: syntheticSide };
const finishes = Object.keys(described) as LipFinish[];
const own = srgbToOklab(lipSrgb8[0] / 255, lipSrgb8[1] / 255, lipSrgb8[2] / 255);

function recolored(source: Raster, params: Readonly<Record<string, unknown>>): Raster {
  const passes = edit.plan(params, { face: syntheticFace });
  return render(
    passes,
    { source, scale: source.width / syntheticSide },
    { ...whole, ...sizeOf(source) },
  );
}

function sizeOf({ width, height }: Raster): { width: number; height: number } {
  return { width, height };
}

/** With light on the middle of the lower lip. */
function litPhoto(): Raster {
  const { data, ...rest } = syntheticPhoto(8);
  const light = (index: number): number => {
    const pixel = Math.floor(index / 3);
    const distance = Math.hypot(
      (pixel % syntheticSide) - 128,
      Math.floor(pixel / syntheticSide) - 148,
    );
    return 50 * Math.exp((-distance * distance) / 50);
  };
  return {
    ...rest,
    data: Uint8Array.from(data, (sample, index) => Math.min(255, sample + light(index))),
  };
}

function oklabAt({ data, width }: Raster, x: number, y: number): Oklab {
  const at = (y * width + x) * 3;
  return srgbToOklab((data[at] ?? 0) / 255, (data[at + 1] ?? 0) / 255, (data[at + 2] ?? 0) / 255);
}

/** Every pixel of the full-size photo that certainly belongs to the class and lies a few pixels inside it. */
function pixelsOf(
  name: 'upper-lip' | 'lower-lip' | 'inner-mouth',
): readonly (readonly [number, number])[] {
  const pixels: (readonly [number, number])[] = [];
  const inside = (x: number, y: number): boolean => certainly(name, x, y);
  for (let y = 8; y < syntheticSide - 8; y++) {
    for (let x = 8; x < syntheticSide - 8; x++) {
      if (inside(x - 4, y) && inside(x + 4, y) && inside(x, y - 4) && inside(x, y + 4))
        pixels.push([x, y]);
    }
  }
  return pixels;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

describe('lip colour', () => {
  it('does nothing with its neutral parameters, whatever the finish', () => {
    for (const finish of finishes) {
      expect(edit.plan({ color: '#c21f30', finish }, { face: syntheticFace })).toEqual([]);
    }
  });

  it('does nothing on a face without lips', () => {
    const face = { ...syntheticFace, statistics: { ...syntheticFace.statistics, lips: null } };
    expect(edit.plan({ strength: 1 }, { face })).toEqual([]);
  });

  it('refuses parameters that it does not know', () => {
    expect(() => edit.plan({ shade: 1 }, { face: syntheticFace })).toThrow();
    expect(() => edit.plan({ strength: 2 }, { face: syntheticFace })).toThrow();
    expect(() => edit.plan({ color: 'red' }, { face: syntheticFace })).toThrow();
  });

  it.each(finishes)('brings the lips to the reached colour: %s', (finish) => {
    const source = syntheticPhoto(8);
    const result = recolored(source, { color: '#8e1f2f', strength: 1, finish });
    const after = pixelsOf('lower-lip').map(([x, y]) => oklabAt(result, x, y));
    const reached = reachedColor(oklabFromHex('#8e1f2f'), own, 0.75);
    const distance = Math.hypot(
      mean(after.map(({ L }) => L)) - reached.L,
      mean(after.map(({ a }) => a)) - reached.a,
      mean(after.map(({ b }) => b)) - reached.b,
    );
    // The finishes pull differently; sheer covers two thirds.
    expect(distance).toBeLessThan(finish === 'sheer' ? 0.12 : 0.04);
  });

  it.each([
    ['satin', 0.85, 1.2],
    ['sheer', 0.85, 1.2],
    ['gloss', 0.85, 1.3],
    ['matte', 0.65, 1.1],
    ['shimmer', 0.85, 1.35],
    ['metallic', 0.85, 1.35],
  ] as const)('keeps the contrast of the texture: %s', (finish, least, most) => {
    const source = syntheticPhoto(8);
    const result = recolored(source, { color: '#b0404a', strength: 0.8, finish });
    const lightness = (raster: Raster): number =>
      spread(pixelsOf('lower-lip').map(([x, y]) => oklabAt(raster, x, y).L));
    const gain = lightness(result) / lightness(source);
    expect(gain).toBeGreaterThan(least);
    expect(gain).toBeLessThan(most);
  });

  it.each(finishes)('leaves the inner mouth alone: %s', (finish) => {
    const source = syntheticPhoto(8);
    const result = recolored(source, { color: '#5c2440', strength: 1, finish });
    const mouth = pixelsOf('inner-mouth');
    expect(mouth.length).toBeGreaterThan(100);
    for (const [x, y] of mouth) {
      expect(oklabAt(result, x, y)).toEqual(oklabAt(source, x, y));
    }
  });

  it.each([8, 16] as const)('changes no sample outside its bounds, in %d bits', (bits) => {
    const source = syntheticPhoto(bits);
    const passes = edit.plan({ strength: 1, finish: 'gloss' }, { face: syntheticFace });
    const bounds = changedBounds(passes, { source, scale: 1 });
    const { data } = render(passes, { source, scale: 1 }, whole);
    const strayed = data.findIndex((sample, index) => {
      const x = Math.floor(index / 3) % syntheticSide;
      const y = Math.floor(index / 3 / syntheticSide);
      const inside =
        x >= bounds.left &&
        x < bounds.left + bounds.width &&
        y >= bounds.top &&
        y < bounds.top + bounds.height;
      return !inside && sample !== source.data[index];
    });
    expect(strayed).toBe(-1);
  });

  it('takes more colour with more strength', () => {
    const source = syntheticPhoto(8);
    const redness = (strength: number): number => {
      const result = recolored(source, { color: '#c21f30', strength });
      return mean(pixelsOf('lower-lip').map(([x, y]) => oklabAt(result, x, y).a));
    };
    const steps = [0.01, 0.25, 0.5, 0.75, 1].map(redness);
    expect(steps).toEqual([...steps].sort((one, other) => one - other));
  });

  it('takes light off a matte lip and puts it on a glossy one', () => {
    const source = litPhoto();
    const lightest = (finish: LipFinish): number => {
      const result = recolored(source, { color: '#b0404a', strength: 1, finish });
      const all = pixelsOf('lower-lip').map(([x, y]) => oklabAt(result, x, y).L);
      return mean(all.sort((one, other) => other - one).slice(0, all.length / 50));
    };
    expect(lightest('matte')).toBeLessThan(lightest('satin') - 0.02);
    expect(lightest('gloss')).toBeGreaterThan(lightest('satin'));
    expect(lightest('shimmer')).toBeGreaterThan(lightest('satin'));
  });

  it.each(['gloss', 'shimmer', 'metallic'] as const)(
    'shines more with more gloss: %s',
    (finish) => {
      const source = litPhoto();
      const lightness = (gloss: number): number => {
        const result = recolored(source, { strength: 1, finish, gloss });
        return mean(pixelsOf('lower-lip').map(([x, y]) => oklabAt(result, x, y).L));
      };
      expect(lightness(0.5)).toBeGreaterThan(lightness(0));
      expect(lightness(1)).toBeGreaterThan(lightness(0.5));
    },
  );

  const red = { color: '#c21f30', secondColor: '#5c2440', strength: 1 };
  const likeSecond = (color: Oklab): number => {
    const [first, second] = [red.color, red.secondColor].map((hex) =>
      reachedColor(oklabFromHex(hex), own, described.satin.lightnessPull),
    );
    const distance = (to: Oklab | undefined): number =>
      to ? Math.hypot(color.L - to.L, color.a - to.a, color.b - to.b) : 0;
    return distance(first) / (distance(first) + distance(second));
  };

  it('fades from the rim to the inner colour: ombré', () => {
    const result = recolored(syntheticPhoto(8), { ...red, style: 'ombre' });
    const around = (y: number): number =>
      mean(Array.from({ length: 33 }, (_, at) => likeSecond(oklabAt(result, 112 + at, y))));
    // The lower lip lies between rows 138 and 160.
    expect(around(156)).toBeLessThan(0.35);
    expect(around(142)).toBeGreaterThan(0.65);
  });

  it('takes more of the inner colour with a larger share: ombré', () => {
    const shares = [0, 0.25, 0.5, 0.75, 1].map((innerRatio) => {
      const result = recolored(syntheticPhoto(8), { ...red, style: 'ombre', innerRatio });
      return mean(pixelsOf('lower-lip').map(([x, y]) => likeSecond(oklabAt(result, x, y))));
    });
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
  });

  it('gives each lip its colour: two-tone', () => {
    const result = recolored(syntheticPhoto(8), { ...red, style: 'two-tone' });
    const share = (name: 'upper-lip' | 'lower-lip'): number =>
      mean(pixelsOf(name).map(([x, y]) => likeSecond(oklabAt(result, x, y))));
    expect(share('upper-lip')).toBeLessThan(0.3);
    expect(share('lower-lip')).toBeGreaterThan(0.7);
  });

  it('reaches farther with a softer edge', () => {
    const source = syntheticPhoto(8);
    const changed = (feather: number): number => {
      const { data } = recolored(source, { strength: 1, feather });
      return data.filter((sample, index) => sample !== source.data[index]).length;
    };
    expect(changed(1)).toBeGreaterThan(1.15 * changed(0.25));
    expect(changed(0)).toBeLessThan(changed(0.25));
  });

  it('colours what the network takes for a mouth where the mesh sees closed lips', () => {
    const landmarks = syntheticFace.landmarks.slice();
    for (const point of [...lipLines.upperInner, ...lipLines.lowerInner]) {
      landmarks[point * 2 + 1] = syntheticSide / 2;
    }
    const face = { ...syntheticFace, landmarks };
    const source = syntheticPhoto(8);
    const passes = edit.plan({ color: '#c21f30', strength: 1 }, { face });
    const result = render(passes, { source, scale: 1 }, whole);
    expect(oklabAt(result, 128, 134).a).toBeGreaterThan(oklabAt(source, 128, 134).a + 0.05);
    expect(oklabAt(result, 128, 128)).toEqual(oklabAt(source, 128, 128));
  });
});
