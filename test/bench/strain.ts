import type { DisplacementField } from '@shared/render/passes/warp/field';

/** How much a warp stretches and squeezes what it moves, at worst: factors of length, 1 where it does neither. */
export interface Strain {
  readonly stretched: number;
  readonly squeezed: number;
}

/** From the singular values of the derivative in each cell of the lattice, which leads back to the photo. */
export function strainOf({ offsets, columns, rows, stepPixels }: DisplacementField): Strain {
  let [least, most] = [1, 1];
  const slope = (at: number, next: number, axis: 0 | 1): number =>
    (offsets[next * 2 + axis]! - offsets[at * 2 + axis]!) / stepPixels;
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const [a, b] = [1 + slope(at, at + 1, 0), slope(at, at + columns, 0)];
      const [c, d] = [slope(at, at + 1, 1), 1 + slope(at, at + columns, 1)];
      // Of a 2 x 2 matrix: half of the sum and of the difference of the singular values.
      const sum = Math.hypot(a + d, c - b) / 2;
      const difference = Math.hypot(a - d, b + c) / 2;
      least = Math.min(least, Math.abs(sum - difference));
      most = Math.max(most, sum + difference);
    }
  }
  return { stretched: 1 / Math.max(1e-6, least), squeezed: most };
}
