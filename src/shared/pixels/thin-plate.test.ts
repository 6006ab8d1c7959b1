import { describe, expect, it } from 'vitest';
import { thinPlate } from './thin-plate';

const grid = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => ({ x: 40 * x, y: 30 * y })));
const bent = grid.map(({ x, y }) => ({ x: 2 * x + 10 + 0.002 * y * y, y: 1.5 * y - 5 + 0.05 * x }));

describe('a thin-plate spline', () => {
  it('meets every point that asks for it', () => {
    const map = thinPlate(
      grid,
      bent,
      grid.map(() => 0),
    );
    grid.forEach((point, index) => {
      expect(map(point).x).toBeCloseTo(bent[index]!.x, 6);
      expect(map(point).y).toBeCloseTo(bent[index]!.y, 6);
    });
  });

  it('is exact between the points for an affine map', () => {
    const affine = ({ x, y }: { x: number; y: number }) => ({
      x: 3 * x - y + 7,
      y: 0.5 * x + 2 * y,
    });
    const map = thinPlate(
      grid,
      grid.map(affine),
      grid.map(() => 0),
    );
    expect(map({ x: 13, y: 44 }).x).toBeCloseTo(affine({ x: 13, y: 44 }).x, 6);
    expect(map({ x: 13, y: 44 }).y).toBeCloseTo(affine({ x: 13, y: 44 }).y, 6);
  });

  it('passes by a point that lies badly when it may', () => {
    const wrong = grid.map((point, index) =>
      index === 4 ? { x: point.x + 20, y: point.y } : point,
    );
    const map = thinPlate(
      grid,
      wrong,
      grid.map(() => 0.5),
    );
    expect(map(grid[4]!).x - grid[4]!.x).toBeLessThan(16);
  });
});
