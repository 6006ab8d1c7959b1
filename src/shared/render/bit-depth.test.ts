import { expect, it } from 'vitest';
import { convertedSamples, narrowSample, sharedBitDepth, widenSample } from './bit-depth';
import { sharedNearRoom } from './near-room';

it('makes every 16-bit sample the 8-bit one nearest to it', () => {
  for (let first = 0; first < 65536; first += convertedSamples - 5) {
    const count = Math.min(convertedSamples - 5, 65536 - first);
    const wide = Uint16Array.from({ length: count }, (_, at) => first + at);
    const expected = Uint8Array.from(wide, (sample) => Math.round(sample / 257));
    expect(Uint8Array.from(wide, narrowSample)).toEqual(expected);
    for (const phase of [0, 3]) {
      expect(sharedBitDepth().narrow(wide, phase).slice()).toEqual(expected);
    }
  }
});

it.each([convertedSamples, 256, 7])('makes %i 8-bit samples 16-bit ones', (count) => {
  const narrow = Uint8Array.from({ length: count }, (_, at) => (at * 37) % 256);
  const expected = Uint16Array.from(narrow, (sample) => sample * 257);
  expect(Uint16Array.from(narrow, widenSample)).toEqual(expected);
  expect(sharedBitDepth().widen(narrow).slice()).toEqual(expected);
  expect(sharedBitDepth().widen(narrow.subarray(5)).slice()).toEqual(expected.subarray(5));
  // What lies behind them stays.
  const near = sharedNearRoom()
    .subarray(0, count + 16)
    .fill(9);
  sharedBitDepth().widenInto(narrow, near.subarray(0, count));
  expect(near).toEqual(Uint16Array.from(near, (_, at) => expected[at] ?? 9));
  const narrowed = near.subarray(0, count);
  expect(sharedBitDepth().narrow(narrowed).slice()).toEqual(narrow);
});
