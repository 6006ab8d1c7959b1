import { describe, expect, it } from 'vitest';
import { commonMemory } from '../../../wasm/common-memory';
import { sharedNearRoom } from '../../near-room';
import { addedPixels, sharedAdder } from './adder';
import { addTo } from './reference';

describe('the adder of bands', () => {
  it.each([3, 4] as const)('gives what its reference gives, with %i channels', (channels) => {
    const adder = sharedAdder();
    for (const [count, leftOff] of [
      [addedPixels, 0],
      [777, 12345],
      [5, 32767],
      [64, 1],
      [1, 20000],
    ] as const) {
      // Among them the ends of both ranges.
      const samples = Uint16Array.from({ length: count * channels }, (_, at) =>
        at % 9 === 0 ? 65535 : at % 11 === 0 ? 0 : (at * 7919) % 65536,
      );
      const values = Int16Array.from({ length: count * 3 }, (_, at) =>
        at % 7 === 0 ? 32767 : at % 10 === 0 ? -32767 : ((at * 104729) % 65535) - 32767,
      );
      const before = 5;
      const row = Uint16Array.from({ length: samples.length + 2 * before }, (_, at) => {
        return samples[at - before] ?? at * 1000;
      });
      const [copied, near] = [row.slice(), sharedNearRoom().subarray(0, row.length)];
      near.set(row);
      for (const own of [copied, near]) {
        adder.add(commonMemory().located(own), before, channels, values, leftOff);
      }
      addTo(samples, channels, values, count, leftOff);
      // What lies before and behind them stays.
      row.set(samples, before);
      for (const own of [copied, near]) expect(own).toEqual(row);
    }
  });
});
