import { describe, expect, it } from 'vitest';
import { reducedPlace } from '../../../pixels/enlarging';
import { commonMemory } from '../../../wasm/common-memory';
import { sharedNearRoom } from '../../near-room';
import { columnsAmong, sharedChangeEnlarger } from './enlarger';
import { addEnlarged, rowBetween } from './reference';

const covered = { left: 3, top: 2, width: 40, height: 3 };
const rowNumbers = covered.width * 4;
/** From far below black to far above white, and nothing for a fourth channel. */
const changes = Float32Array.from({ length: rowNumbers * covered.height }, (_, at) =>
  at % 4 === 3 ? 0 : ((at * 7919) % 200_000) - 100_000 + 0.3,
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
      const before = 5;
      const row = Uint16Array.from({ length: before + count * channels + 20 }, (_, at) =>
        at % 9 === 0 ? 65535 : at % 11 === 0 ? 0 : (at * 104729) % 65536,
      );
      const expected = row.slice();
      const start = above * rowNumbers;
      const between = rowBetween(
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
      const samples = expected.subarray(before, before + count * channels);
      addEnlarged(samples, channels, between, columns, shares);
      enlarger.startRow(above, share, strength, first, count);
      const near = sharedNearRoom().subarray(0, row.length);
      near.set(row);
      for (const own of [row, near]) {
        enlarger.add(commonMemory().located(own), before, channels, first, count);
        expect(own).toEqual(expected);
      }
    }
  });
});
