import { describe, expect, it } from 'vitest';
import { sharedNearRoom } from '../../near-room';
import { addedPixels, sharedAdder } from './adder';
import { addTo } from './reference';

describe('the adder of bands', () => {
  it.each([3, 4] as const)('gives what its reference gives, with %i channels', (channels) => {
    const adder = sharedAdder();
    for (const [count, factor] of [
      [addedPixels, 2 << 14],
      [777, 12345],
      [5, 1],
      [64, 0],
    ] as const) {
      // Among them the ends of both ranges.
      const samples = Uint16Array.from({ length: count * channels }, (_, at) =>
        at % 9 === 0 ? 65535 : at % 11 === 0 ? 0 : (at * 7919) % 65536,
      );
      const values = Int16Array.from({ length: count * 3 }, (_, at) =>
        at % 7 === 0 ? 32767 : at % 10 === 0 ? -32768 : ((at * 104729) % 65536) - 32768,
      );
      const [copied, near] = [samples.slice(), sharedNearRoom().subarray(0, samples.length)];
      near.set(samples);
      for (const own of [copied, near]) adder.add(own, values, channels, factor);
      addTo(samples, channels, values, count, factor);
      for (const own of [copied, near]) expect(own).toEqual(samples);
    }
  });
});
