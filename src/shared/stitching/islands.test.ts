import { describe, expect, it } from 'vitest';
import { withoutIslands } from './islands';

const plane = (rows: readonly string[]) => ({
  width: rows[0]!.length,
  height: rows.length,
  data: Float32Array.from(rows.join(''), (digit) => Number(digit) / 10),
});

describe('islands of a feature', () => {
  const brow = plane(['9999000', '9999009', '0000000', '3000099']);

  it('go where they are much smaller than the largest piece', () => {
    expect(withoutIslands(brow, 0.2)).toEqual(plane(['9999000', '9999000', '0000000', '3000099']));
    expect(withoutIslands(brow, 0.5)).toEqual(plane(['9999000', '9999000', '0000000', '3000000']));
  });

  it('stay where all are of a size', () => {
    expect(withoutIslands(brow, 0.1)).toBe(brow);
  });
});
