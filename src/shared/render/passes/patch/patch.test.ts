import { describe, expect, it } from 'vitest';
import { noise } from '../../../../../test/fixtures/pictures';
import { linearFromSample, sampleFromLinear } from '../../../pixels/linear-light';
import { crop, type Raster } from '../../../pixels/raster';
import type { Layer } from '../../layers/layer';
import { changedBounds, render } from '../../render';
import { patch } from './patch';

const source = noise(64, 48);
const whole = { left: 0, top: 0, width: 64, height: 48 };
const area = { left: 20, top: 16, width: 16, height: 12 };

/** Half of the light passes, or grey of half of the light, over the inner part of `area`. */
const layer: Layer = {
  key: 'half',
  bounds: () => area,
  compute: () => {
    const coverage = new Float32Array(area.width * area.height);
    for (let y = 3; y < area.height - 3; y++) {
      coverage.fill(1, y * area.width + 3, (y + 1) * area.width - 3);
    }
    return { area, colors: new Float32Array(coverage.length * 3).fill(0.5), coverage };
  },
};

function changedPixels({ data }: Raster): { x: number; y: number }[] {
  const pixels: { x: number; y: number }[] = [];
  for (let pixel = 0; pixel < 64 * 48; pixel++) {
    const isSame = [0, 1, 2].every(
      (channel) => data[pixel * 3 + channel] === source.data[pixel * 3 + channel],
    );
    if (!isSame) pixels.push({ x: pixel % 64, y: Math.floor(pixel / 64) });
  }
  return pixels;
}

describe('linear light by table', () => {
  it('gives every 16-bit sample back', () => {
    let worst = 0;
    for (let sample = 0; sample < 65536; sample++) {
      worst = Math.max(worst, Math.abs(sampleFromLinear(linearFromSample(sample)) - sample));
    }
    expect(worst).toBeLessThanOrEqual(1);
  });
});

describe('the patch pass', () => {
  it('covers what is there, or lets it shine through, in linear light', () => {
    const at = (22 * 64 + 28) * 3;
    const grey = sampleFromLinear(0.5) / 257;
    const covered = render([patch({ layer, blend: 'replace' })], { source, scale: 1 }, whole);
    expect(covered.data[at]).toBe(Math.round(grey));
    const dimmed = render([patch({ layer, blend: 'multiply' })], { source, scale: 1 }, whole);
    const own = linearFromSample((source.data[at] ?? 0) * 257);
    expect(dimmed.data[at]).toBe(Math.round(sampleFromLinear(own / 2) / 257));
  });

  it('changes nothing where the layer has no coverage', () => {
    const { data } = render([patch({ layer, blend: 'replace' })], { source, scale: 1 }, whole);
    const pixels = changedPixels({ ...source, data });
    expect(pixels.every(({ x, y }) => x >= 23 && x < 33 && y >= 19 && y < 25)).toBe(true);
    expect(pixels.length).toBeGreaterThan(50);
  });

  it('lays a moved layer down elsewhere, within its bounds and the same in parts', () => {
    const placement = {
      key: 'right',
      reachPixels: 9,
      sourceOf: ({ x, y }: { x: number; y: number }) => ({ x: x - 9, y }),
    };
    const passes = [patch({ layer, blend: 'multiply', placement })];
    const context = { source, scale: 1 };
    const moved = render(passes, context, whole);
    const pixels = changedPixels(moved);
    expect(Math.min(...pixels.map(({ x }) => x))).toBe(32);
    const bounds = changedBounds(passes, context);
    expect(pixels.every(({ x }) => x < bounds.left + bounds.width)).toBe(true);
    const part = { left: 30, top: 10, width: 11, height: 9 };
    expect(render(passes, context, part).data).toEqual(crop(moved, part).data);
  });

  it('shows the stronger of two copies', () => {
    const placement = {
      key: 'twice',
      reachPixels: 2,
      sourceOf: (place: { x: number; y: number }) => ({ ...place, y: place.y - 2 }),
      secondSourceOf: (place: { x: number; y: number }) => ({ ...place, y: place.y + 2 }),
    };
    const twice = [patch({ layer, blend: 'multiply', placement })];
    const { data } = render(twice, { source, scale: 1 }, whole);
    const rows = changedPixels({ ...source, data }).map(({ y }) => y);
    expect(Math.min(...rows)).toBe(17);
    expect(Math.max(...rows)).toBe(26);
    const at = (22 * 64 + 28) * 3;
    const once = render([patch({ layer, blend: 'multiply' })], { source, scale: 1 }, whole);
    expect(data[at]).toBe(once.data[at]);
  });
});
