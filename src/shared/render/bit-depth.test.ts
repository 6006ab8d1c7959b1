import { expect, it } from 'vitest';
import { commonMemory } from '../wasm/common-memory';
import { narrowSample, pieceSamples, sharedBitDepth, widenSample } from './bit-depth';
import { sharedNearRoom } from './near-room';

const located = <Data extends ArrayBufferView>(data: Data) => commonMemory().located(data);

/** More than one piece, and no whole number of steps. */
const counts = [65536, 2 * pieceSamples - 5, 256, 7];

/** In the common memory and beside it; what lies around the samples is told apart. */
function rooms(count: number): { readonly wide: Uint16Array; readonly narrow: Uint8Array }[] {
  const near = sharedNearRoom();
  const bytes = new Uint8Array(near.buffer, near.byteOffset + 4 * (count + 40), count + 40);
  const [wide, narrow] = [near.subarray(0, count + 40), bytes];
  const [farWide, farNarrow] = [new Uint16Array(count + 40), new Uint8Array(count + 40)];
  return [
    { wide, narrow },
    { wide, narrow: farNarrow },
    { wide: farWide, narrow },
    { wide: farWide, narrow: farNarrow },
  ];
}

const [before, other] = [19, 9];

function framed(length: number, inner: ArrayLike<number>): number[] {
  return Array.from({ length }, (_, at) => inner[at - before] ?? other);
}

it.each(counts)('makes %i 16-bit samples the 8-bit ones nearest to them', (count) => {
  const samples = Uint16Array.from({ length: count }, (_, at) => at * (count < 65536 ? 7919 : 1));
  const expected = Uint8Array.from(samples, (sample) => Math.round(sample / 257));
  expect(Uint8Array.from(samples, narrowSample)).toEqual(expected);
  for (const { wide, narrow } of rooms(count)) {
    wide.set(samples, 3);
    narrow.fill(other);
    sharedBitDepth().narrow(located(wide), 3, located(narrow), before, count);
    expect(narrow).toEqual(Uint8Array.from(framed(narrow.length, expected)));
  }
});

it.each(counts)('makes %i 8-bit samples 16-bit ones', (count) => {
  const samples = Uint8Array.from({ length: count }, (_, at) => (at * 37) % 256);
  const expected = Uint16Array.from(samples, (sample) => sample * 257);
  expect(Uint16Array.from(samples, widenSample)).toEqual(expected);
  for (const { wide, narrow } of rooms(count)) {
    narrow.set(samples, 5);
    wide.fill(other);
    sharedBitDepth().widen(located(narrow), 5, located(wide), before, count);
    expect(wide).toEqual(Uint16Array.from(framed(wide.length, expected)));
  }
});
