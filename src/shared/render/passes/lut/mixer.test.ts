import { describe, expect, it } from 'vitest';
import type { Oklab } from '../../../pixels/color';
import { commonMemory } from '../../../wasm/common-memory';
import { sharedNearRoom } from '../../near-room';
import { mixedPixels, sharedMixer } from './mixer';
import { add, collect } from './reference';
import { colorTable, type ColorTable } from './table';

/** The same numbers on every run: a linear congruential generator (Numerical Recipes). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const edits: readonly ((color: Oklab) => Oklab)[] = [
  ({ L, a, b }) => ({ L: L * 0.8, a: a + 0.05, b: b - 0.02 }),
  ({ L, a, b }) => ({ L: L + 0.3, a: -a, b }),
  ({ L, a, b }) => ({ L: 1 - L, a: b, b: a }),
];

function tableOf(index: number): ColorTable {
  return colorTable(`mixer test ${index}`, (color) => {
    const { L, a, b } = edits[index % edits.length]!(color);
    return { L: L + index / 1000, a, b };
  });
}

/** Among them the ends of the range, equal channels and weights that count for nothing. */
function pixelsOf(count: number, channels: number, random: () => number) {
  const samples = Uint16Array.from({ length: count * channels }, (_, at) =>
    at % 5 === 0 ? (at % 2) * 65535 : Math.floor(65536 * random()),
  );
  for (let grey = 0; grey < count; grey += 7) {
    samples.fill(samples[grey * channels]!, grey * channels, grey * channels + 3);
  }
  const weights = Float32Array.from({ length: count }, (_, at) =>
    at % 6 === 0 ? 0 : at % 8 === 0 ? 1 : random(),
  );
  return { samples, weights };
}

function expectSame(tables: readonly ColorTable[], count: number, channels: 3 | 4): void {
  const { samples, weights } = pixelsOf(count, channels, chance(count + channels));
  const [before, beyond] = [5, 16];
  const row = new Uint16Array(before + samples.length + beyond).fill(4711);
  row.set(samples, before);
  const near = sharedNearRoom().subarray(0, row.length);
  near.set(row);
  const sums = new Float32Array(count * 4);
  for (const table of tables) collect(table, weights, count, samples, channels, sums);
  add(sums, count, samples, channels);
  const mask = { width: count + 3, height: 1, data: Float32Array.of(1, 1, ...weights, 1) };
  for (const own of [row, near]) {
    const mixer = sharedMixer();
    mixer.begin(
      channels,
      tables.map((table) => ({ table, mask })),
    );
    mixer.mix(commonMemory().located(own), before, 2, count);
    expect(own.subarray(before, before + samples.length)).toEqual(samples);
    expect(new Set([...own.subarray(0, before), ...own.subarray(-beyond)])).toEqual(
      new Set([4711]),
    );
  }
}

describe('the mixer of colour tables', () => {
  it.each([3, 4] as const)('gives what its reference gives, with %i channels', (channels) => {
    expectSame([tableOf(0)], mixedPixels, channels);
    expectSame([tableOf(1)], 333, channels);
    expectSame([tableOf(0), tableOf(2)], 777, channels);
  });

  it('keeps tables apart when there are more than it has room for', () => {
    for (let round = 0; round < 2; round++) {
      for (let index = 0; index < 30; index++) expectSame([tableOf(index)], 64, 3);
    }
  });
});
