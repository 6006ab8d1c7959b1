import { roundChange } from '../../change-pixels';
import { maximumWorkingSample } from '../../working';
import { addedStep } from './added';
import { shareBits } from './adder';

/**
 * Adds what a pass changes, three values a pixel, to pixels, but for `leftOff` / 2^`shareBits` of it. The reference for
 * `adder.ts`, which does the same several times faster.
 */
export function addTo(
  samples: Uint16Array,
  channels: number,
  values: Int16Array,
  count: number,
  leftOff: number,
): void {
  for (let pixel = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const value = values[pixel * 3 + channel]!;
      const rest = (Math.imul(leftOff, value) + (1 << (shareBits - 1))) >> shareBits;
      const sample = samples[pixel * channels + channel]! + addedStep * (value - rest);
      samples[pixel * channels + channel] = Math.min(maximumWorkingSample, Math.max(0, sample));
    }
  }
}

/** A row of numbers at a share of the way from one to another, times a strength. The reference for `enlarger.ts`. */
export function rowBetween(
  above: Float32Array,
  below: Float32Array,
  share: number,
  strength: number,
): Float32Array {
  const round = Math.fround;
  return above.map((upper, at) => {
    const value = round(upper + round(round(share) * round(below[at]! - upper)));
    return round(round(strength) * value);
  });
}

/**
 * Adds a row of changes to reduced pixels, four numbers each in 16-bit samples, to pixels that lie at `shares` of the
 * way from the reduced pixels `columns` to the ones behind them. The reference for `enlarger.ts`.
 */
export function addEnlarged(
  samples: Uint16Array,
  channels: number,
  row: Float32Array,
  columns: readonly number[],
  shares: readonly number[],
): void {
  const round = Math.fround;
  for (const [pixel, column] of columns.entries()) {
    for (let channel = 0; channel < 3; channel++) {
      const before = row[column * 4 + channel]!;
      const difference = round(row[column * 4 + 4 + channel]! - before);
      const change = round(before + round(round(shares[pixel]!) * difference));
      const sum = samples[pixel * channels + channel]! + roundChange(change);
      samples[pixel * channels + channel] = Math.min(maximumWorkingSample, Math.max(0, sum));
    }
  }
}
