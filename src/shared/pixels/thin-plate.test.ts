import { describe, expect, it } from 'vitest';
import { bent, thinPlate } from './thin-plate';

const grid = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => ({ x: 40 * x, y: 30 * y })));
const moved = grid.map(({ x, y }) => ({
  x: 2 * x + 10 + 0.002 * y * y,
  y: 1.5 * y - 5 + 0.05 * x,
}));

describe('a thin-plate spline', () => {
  it('meets every point that asks for it', () => {
    const plate = thinPlate(
      grid,
      moved,
      grid.map(() => 0),
    );
    grid.forEach((point, index) => {
      expect(bent(plate, point).x).toBeCloseTo(moved[index]!.x, 6);
      expect(bent(plate, point).y).toBeCloseTo(moved[index]!.y, 6);
    });
  });

  it('is exact between the points for an affine map', () => {
    const affine = ({ x, y }: { x: number; y: number }) => ({
      x: 3 * x - y + 7,
      y: 0.5 * x + 2 * y,
    });
    const plate = thinPlate(
      grid,
      grid.map(affine),
      grid.map(() => 0),
    );
    expect(bent(plate, { x: 13, y: 44 }).x).toBeCloseTo(affine({ x: 13, y: 44 }).x, 6);
    expect(bent(plate, { x: 13, y: 44 }).y).toBeCloseTo(affine({ x: 13, y: 44 }).y, 6);
  });

  it('passes by a point that lies badly when it may', () => {
    const wrong = grid.map((point, index) =>
      index === 4 ? { x: point.x + 20, y: point.y } : point,
    );
    const plate = thinPlate(
      grid,
      wrong,
      grid.map(() => 0.5),
    );
    expect(bent(plate, grid[4]!).x - grid[4]!.x).toBeLessThan(16);
  });
});
