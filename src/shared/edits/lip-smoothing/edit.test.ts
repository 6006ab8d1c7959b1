import { expect, it } from 'vitest';
import {
  certainly,
  lipSrgb8,
  syntheticFace,
  syntheticPhoto,
  syntheticSide,
} from '../../../../test/fixtures/synthetic-face';
import type { Raster } from '../../pixels/raster';
import { render } from '../../render/render';
import { edit } from './edit';

const whole = { left: 0, top: 0, width: syntheticSide, height: syntheticSide };
const linePixels = 4;

/** Lips with upright lines, grain on top. */
function linedPhoto(): Raster {
  const { data, ...rest } = syntheticPhoto(8);
  const lined = Uint8Array.from(data, (sample, index) => {
    const x = Math.floor(index / 3) % syntheticSide;
    const own = lipSrgb8[index % 3]!;
    return own + (sample - own) / 4 - 14 * (1 + Math.cos((2 * Math.PI * x) / (2 * linePixels)));
  });
  return { ...rest, data: lined };
}

const inside = Array.from({ length: syntheticSide ** 2 }, (_, pixel) => pixel).filter((pixel) => {
  const [x, y] = [pixel % syntheticSide, Math.floor(pixel / syntheticSide)];
  return [-6, 0, 6].every(
    (dy) => certainly('lower-lip', x, y + dy) && certainly('lower-lip', x + dy, y),
  );
});

function smoothed(source: Raster, strength: number): Raster {
  return render(edit.plan({ strength }, { face: syntheticFace }), { source, scale: 1 }, whole);
}

/** Depth of the lines: what green follows of their cosine. */
function lines({ data }: Raster): number {
  const sum = inside.reduce((total, pixel) => {
    const phase = (2 * Math.PI * (pixel % syntheticSide)) / (2 * linePixels);
    return total - data[pixel * 3 + 1]! * Math.cos(phase);
  }, 0);
  return (2 * sum) / inside.length;
}

/** Grain: difference of pixels above each other, which the upright lines do not have. */
function grain({ data }: Raster): number {
  const sum = inside.reduce((total, pixel) => {
    const below = data[(pixel + syntheticSide) * 3 + 1]!;
    return total + (data[pixel * 3 + 1]! - below) ** 2;
  }, 0);
  return Math.sqrt(sum / inside.length);
}

it('fills lines and keeps grain', () => {
  const source = linedPhoto();
  const result = smoothed(source, 1);
  expect(lines(source)).toBeGreaterThan(12);
  expect(lines(result)).toBeLessThan(0.65 * lines(source));
  expect(grain(result)).toBeGreaterThan(0.75 * grain(source));
});

it('fills them more with more strength', () => {
  const source = linedPhoto();
  const depths = [1, 0.6, 0.3, 0].map((strength) => lines(smoothed(source, strength)));
  expect(depths).toEqual([...depths].sort((one, other) => one - other));
});

it('leaves the inner mouth alone', () => {
  const source = linedPhoto();
  const { data } = smoothed(source, 1);
  for (let pixel = 0; pixel < syntheticSide ** 2; pixel++) {
    if (!certainly('inner-mouth', pixel % syntheticSide, Math.floor(pixel / syntheticSide)))
      continue;
    expect(data[pixel * 3]).toBe(source.data[pixel * 3]);
  }
});
