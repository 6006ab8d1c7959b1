import { describe, expect, it } from 'vitest';
import { certainly, syntheticFace, syntheticPhoto } from '../../../test/fixtures/synthetic-face';
import { crop } from '../pixels/raster';
import { RenderCache } from './context';
import { evaluateMask, maskBounds } from './masks/evaluate';
import { feather, luminanceBand, probability, product, ramp, type Mask } from './masks/mask';
import { lut } from './pass';
import { colorTable } from './passes/lut/table';
import { changedBounds, render } from './render';

const lips = probability(syntheticFace, 'upper-lip', 'lower-lip');
const darker = colorTable('darker', (color) => ({ ...color, L: color.L * 0.7 }));
const whole = { left: 0, top: 0, width: 256, height: 256 };

const masks: readonly (readonly [string, Mask])[] = [
  ['probability', lips],
  ['feather', feather(lips, syntheticFace, 0.02)],
  ['product', product(lips, feather(lips, syntheticFace, 0.01))],
  ['ramp', ramp(feather(lips, syntheticFace, 0.01), 0.4, 0.9)],
  ['luminance band', luminanceBand(syntheticFace, lips, 0.005, 0.035)],
];

describe.each([8, 16] as const)('rendering in %d bits', (bits) => {
  const source = syntheticPhoto(bits);

  it.each(masks)('changes no sample outside the bounds of a %s mask', (_, mask) => {
    const context = { source, scale: 1 };
    const bounds = changedBounds([lut(darker, mask)], context);
    const result = render([lut(darker, mask)], context, whole);
    let changedInside = 0;
    let changedOutside = 0;
    result.data.forEach((sample, index) => {
      if (sample === source.data[index]) return;
      const x = (Math.floor(index / 3) % 256) - bounds.left;
      const y = Math.floor(index / 3 / 256) - bounds.top;
      if (x >= 0 && x < bounds.width && y >= 0 && y < bounds.height) changedInside += 1;
      else changedOutside += 1;
    });
    expect(changedInside).toBeGreaterThan(0);
    expect(changedOutside).toBe(0);
  });

  it('gives the same pixels whole and in parts', () => {
    const passes = masks.map(([, mask]) => lut(darker, mask));
    const context = { source, scale: 1 };
    const result = render(passes, context, whole);
    const part = { left: 71, top: 93, width: 110, height: 61 };
    expect(render(passes, context, part).data).toEqual(crop(result, part).data);
  });

  it('leaves the source as it was', () => {
    const before = source.data.slice();
    render([lut(darker, lips)], { source, scale: 1 }, whole);
    expect(source.data).toEqual(before);
  });

  it('copies when there is nothing to do', () => {
    expect(render([], { source, scale: 1 }, whole).data).toEqual(source.data);
  });
});

describe('masks', () => {
  it('are 1 inside and 0 far away', () => {
    const plane = evaluateMask(lips, { source: syntheticPhoto(8), scale: 1 }, whole);
    const inside = plane.data.filter((_, index) =>
      certainly('lower-lip', index % 256, Math.floor(index / 256)),
    );
    expect(inside.length).toBeGreaterThan(1000);
    expect(Math.min(...inside)).toBeGreaterThan(0.7);
    expect(plane.data[0]).toBe(0);
  });

  it.each([0.25, 0.5, 2, 4])('cover the same part of the face at scale %d', (scale) => {
    const share = (at: number): number => {
      const context = { source: syntheticPhoto(8, at), scale: at };
      const area = { left: 0, top: 0, width: 256 * at, height: 256 * at };
      const { data } = evaluateMask(feather(lips, syntheticFace, 0.02), context, area);
      return data.reduce((sum, value) => sum + value, 0) / data.length;
    };
    expect(share(scale) / share(1)).toBeCloseTo(1, 2);
  });

  it('are kept by what they are and where they were asked for', () => {
    const context = { source: syntheticPhoto(8), scale: 1, cache: new RenderCache() };
    const first = evaluateMask(lips, context, whole);
    expect(evaluateMask(probability(syntheticFace, 'upper-lip', 'lower-lip'), context, whole)).toBe(
      first,
    );
    expect(evaluateMask(probability(syntheticFace, 'upper-lip'), context, whole)).not.toBe(first);
  });

  it('of a class that is not there are empty', () => {
    const bounds = maskBounds(probability(syntheticFace, 'hat'), {
      source: syntheticPhoto(8),
      scale: 1,
    });
    expect(bounds).toMatchObject({ width: 0, height: 0 });
  });
});
