import { describe, expect, it } from 'vitest';
import { gaussianBlur, gaussianReachPixels } from './gaussian';
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
