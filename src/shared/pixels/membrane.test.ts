import { describe, expect, it } from 'vitest';
import { solveMembrane, type MembraneShape } from './membrane';
import { createPlane, type Plane } from './raster';

function planeOf(width: number, height: number, value: (x: number, y: number) => number): Plane {
  const plane = createPlane(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) plane.data[y * width + x] = value(x, y);
  }
  return plane;
}

function shapeOf(
  width: number,
  height: number,
  inHole: (x: number, y: number) => boolean,
  weight?: (x: number, y: number) => number,
): MembraneShape {
  const hole = Uint8Array.from(planeOf(width, height, (x, y) => Number(inHole(x, y))).data);
  return {
    width,
    height,
    hole,
    ...(weight ? { weights: planeOf(width, height, weight).data } : {}),
  };
}

/** The same equations by Gaussian elimination. */
function denseSolution(
  { width, height, hole, weights }: MembraneShape,
  { data }: Plane,
): Float32Array {
  const unknowns = [...hole.keys()].filter((pixel) => hole[pixel] !== 0);
  const rows = unknowns.map((pixel) => {
    const row = new Float64Array(unknowns.length + 1);
    const own = unknowns.indexOf(pixel);
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
      const other = pixel + dy * width + dx;
      const weight = hole[other] !== 0 ? 1 : (weights?.[other] ?? 1);
      row[own]! += weight;
      if (hole[other] !== 0) row[unknowns.indexOf(other)]! -= 1;
      else row[unknowns.length]! += weight * (data[other] ?? 0);
    }
    return row;
  });
  const size = unknowns.length;
  for (let pivot = 0; pivot < size; pivot++) {
    const top = rows.findIndex((row, at) => at >= pivot && Math.abs(row[pivot]!) > 1e-9);
    [rows[pivot], rows[top]] = [rows[top]!, rows[pivot]!];
    for (let below = 0; below < size; below++) {
      if (below === pivot) continue;
      const factor = rows[below]![pivot]! / rows[pivot]![pivot]!;
      if (factor !== 0)
        for (let at = pivot; at <= size; at++) rows[below]![at]! -= factor * rows[pivot]![at]!;
    }
  }
  const result = data.slice();
  unknowns.forEach((pixel, at) => {
    result[pixel] = rows[at]![size]! / rows[at]![at]!;
  });
  return result;
}

const difference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? 0))), 0);

const noisy = planeOf(20, 17, (x, y) => ((x * 7919 + y * 104729) % 101) / 101);
const blob = (x: number, y: number): boolean => (x - 9) ** 2 + 1.5 * (y - 8) ** 2 < 45 && x !== 12;

describe('a membrane', () => {
  it('agrees with a dense solution', () => {
    const shape = shapeOf(20, 17, blob);
    const [solved] = solveMembrane(shape, [noisy]);
    expect(difference(solved!.data, denseSolution(shape, noisy))).toBeLessThan(1e-3);
  });

  it('agrees with a dense solution where parts of the boundary count less or not at all', () => {
    const shape = shapeOf(20, 17, blob, (x, y) => (x < 6 ? 0 : x < 11 ? 0.05 : y / 17));
    const [solved] = solveMembrane(shape, [noisy]);
    expect(difference(solved!.data, denseSolution(shape, noisy))).toBeLessThan(2e-3);
  });

  it('reaches the edge of the picture, where it ends freely', () => {
    const shape = shapeOf(20, 17, (x, y) => x < 8 && y > 3);
    const [solved] = solveMembrane(shape, [noisy]);
    expect(difference(solved!.data, denseSolution(shape, noisy))).toBeLessThan(1e-3);
  });

  it('ignores values that do not count, even when they are no numbers', () => {
    const shape = shapeOf(20, 17, blob, (x) => (x < 9 ? 0 : 1));
    const values = planeOf(20, 17, (x) => (x < 9 ? Number.NaN : 0.25));
    const [solved] = solveMembrane(shape, [values]);
    solved!.data.forEach((value, pixel) => {
      if (shape.hole[pixel] !== 0) expect(value).toBeCloseTo(0.25, 4);
    });
  });

  it('is 0 where nothing holds it, and answers for planes without a hole', () => {
    const free = shapeOf(20, 17, blob, () => 0);
    const [solved] = solveMembrane(free, [noisy]);
    solved!.data.forEach((value, pixel) => {
      if (free.hole[pixel] !== 0) expect(value).toBe(0);
    });
    const [same] = solveMembrane(
      shapeOf(20, 17, () => false),
      [noisy],
    );
    expect(same).toEqual(noisy);
  });

  it('finds harmonic functions on a large hole of a difficult shape', () => {
    const side = 700;
    const inHole = (x: number, y: number): boolean =>
      Math.hypot(x - 350, y - 350) < 320 + 20 * Math.sin(x / 9) &&
      Math.hypot(x - 300, y - 380) > 60;
    const shape = shapeOf(side, side, inHole);
    // Real parts of powers of x + iy are harmonic, and nearly so between pixels.
    const harmonic = planeOf(side, side, (x, y) => {
      const u = (x - 350) / 350;
      const v = (y - 350) / 350;
      return u ** 3 - 3 * u * v * v + 0.5 * u * v + 0.2 * v;
    });
    const hollow = {
      ...harmonic,
      data: harmonic.data.map((value, at) => (shape.hole[at] ? 0 : value)),
    };
    const [solved] = solveMembrane(shape, [hollow]);
    expect(difference(solved!.data, harmonic.data)).toBeLessThan(2e-3);
  });
});
