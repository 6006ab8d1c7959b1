import { describe, expect, it } from 'vitest';
import { gaussianBlur } from '../pixels/gaussian';
import { createPlane, type Plane } from '../pixels/raster';
import { sharpened } from './sharpen';

const [low, high] = [0.1, 0.6] as const;

function softStep(sigma: number): Plane {
  const plane = createPlane(60, 20);
  plane.data.forEach((_, index) => (plane.data[index] = index % 60 < 30 ? low : high));
  return gaussianBlur(plane, sigma);
}

describe.each([0.7, 1.5, 3])('sharpening by %d px', (sigma) => {
  const soft = softStep(Math.min(sigma, 1.5));
  const [result] = sharpened([soft, soft, soft], sigma);

  it('makes the edge steeper', () => {
    const middle = 10 * 60 + 30;
    const slope = (plane: Plane): number => plane.data[middle]! - plane.data[middle - 1]!;
    expect(slope(result)).toBeGreaterThan(1.1 * slope(soft));
  });

  it('overshoots by a twentieth of the step at most', () => {
    const room = 0.05 * (high - low) + 1e-6;
    expect(Math.max(...result.data)).toBeLessThanOrEqual(high + room);
    expect(Math.min(...result.data)).toBeGreaterThanOrEqual(low - room);
  });
});
