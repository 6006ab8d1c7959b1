import { describe, expect, it } from 'vitest';
import { reducedPlace } from '../../../pixels/enlarging';
import { columnsAmong, sharedChangeEnlarger } from './enlarger';
import { addEnlarged, rowBetween } from './reference';

const covered = { left: 3, top: 2, width: 40, height: 3 };
const rowNumbers = covered.width * 4;
/** From far below black to far above white. */
const changes = Float32Array.from(
  { length: rowNumbers * covered.height },
  (_, at) => ((at * 7919) % 200_000) - 100_000 + 0.3,
);

describe('the enlarger of bands', () => {
  it.each([3, 4] as const)('gives what its reference gives, with %i channels', (channels) => {
    const factor = 5;
    const cell = { left: 20, top: 12, width: 150, height: 10 };
    const enlarger = sharedChangeEnlarger();
    enlarger.begin(
      changes,
      covered.width,
      columnsAmong(cell.left, cell.width, factor, covered.left),
    );
    for (const [above, share, strength, first, count] of [
      [0, 0, 1, 0, cell.width],
      [0, 0.7, 0.01, 7, 100],
      [1, 0.3, 0.6, 149, 1],
      [1, 0.9, 0, 20, 64],
    ] as const) {
      const samples = Uint16Array.from({ length: count * channels }, (_, at) =>
        at % 9 === 0 ? 65535 : at % 11 === 0 ? 0 : (at * 104729) % 65536,
      );
      const expected = samples.slice();
      const start = above * rowNumbers;
      const row = rowBetween(
        changes.subarray(start, start + rowNumbers),
        changes.subarray(start + rowNumbers, start + 2 * rowNumbers),
        share,
        strength,
      );
      const places = Array.from(
        { length: count },
        (_, x) => reducedPlace(cell.left + first + x, factor) - covered.left,
      );
      const columns = places.map(Math.floor);
      const shares = places.map((place, at) => place - columns[at]!);
      addEnlarged(expected, channels, row, columns, shares);
      enlarger.startRow(above, share, strength);
      enlarger.add(samples, first, count, channels);
      expect(samples).toEqual(expected);
    }
  });
});
