import { describe, expect, it } from 'vitest';
import { gaussianBlur, gaussianReachPixels } from './gaussian';
import { boxed, weighed, type Box } from './gaussian-reference';
import { blurred } from './gaussian-stream';
import { createPlane, type Plane } from './raster';

function impulse(side: number): Plane {
  const plane = createPlane(side, side);
  plane.data[Math.floor(side / 2) * side + Math.floor(side / 2)] = 1;
  return plane;
}

describe.each([0.4, 1, 2.5, 4, 7.3, 20])('a blur of %d px', (sigmaPixels) => {
  const side = 2 * Math.ceil(5 * sigmaPixels) + 11;
  const blurred = gaussianBlur(impulse(side), sigmaPixels);
  const centre = Math.floor(side / 2);

  it('keeps the sum', () => {
    expect(blurred.data.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
  });

  it('has the asked width', () => {
    let variance = 0;
    blurred.data.forEach((value, index) => {
      variance += value * ((index % side) - centre) ** 2;
    });
    expect(Math.sqrt(variance) / sigmaPixels).toBeGreaterThan(0.97);
    expect(Math.sqrt(variance) / sigmaPixels).toBeLessThan(1.02);
  });

  it('does not reach further than it says', () => {
    const reach = gaussianReachPixels(sigmaPixels);
    const beyond = blurred.data.filter((_, index) => Math.abs((index % side) - centre) > reach);
    expect(Math.max(...beyond)).toBeLessThan(1e-6);
  });

  it('leaves a flat plane flat', () => {
    const flat = createPlane(30, 20);
    flat.data.fill(0.25);
    const { data } = gaussianBlur(flat, sigmaPixels);
    expect(Math.max(...data.map((value) => Math.abs(value - 0.25)))).toBeLessThan(1e-5);
  });
});

describe('the loops of a blur', () => {
  const sizes = [
    [1, 1],
    [7, 3],
    [8, 40],
    [61, 33],
  ] as const;
  const planeOf = (width: number, height: number): Plane => ({
    ...{ width, height },
    data: Float32Array.from(
      { length: width * height },
      (_, at) => Math.sin(at * at) * 10 ** (at % 4),
    ),
  });
  const kernel = Float32Array.of(0.3, 0.2, 0.1, 0.04, 0.01);
  const box: Box = { radius: 4, edge: 0.3, total: 9.6 };

  it.each(sizes)('weigh as their reference does, %i x %i pixels', (width, height) => {
    const plane = planeOf(width, height);
    for (const part of [kernel, kernel.subarray(0, 2)])
      expect(blurred(plane, [part])).toEqual(weighed(plane, part));
  });

  it.each(sizes)('box as their reference does, %i x %i pixels', (width, height) => {
    const plane = planeOf(width, height);
    const narrow = { radius: 0, edge: 0.5, total: 2 };
    expect(blurred(plane, [box, narrow, box])).toEqual(
      boxed(boxed(boxed(plane, box), narrow), box),
    );
  });
});
