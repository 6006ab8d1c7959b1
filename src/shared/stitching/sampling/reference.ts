import { phases, type Kernel } from './kernel';

/** Pixels of four numbers: red, green, blue of linear light, and nothing. */
export interface LightTile {
  readonly data: Float32Array;
  readonly width: number;
}

/** Places along a row, in the tile's pixels (centres at whole numbers). */
export interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export type LightRows = readonly [Float32Array, Float32Array, Float32Array];

/** What the kernel sees at each of the first `count` places, never less than nothing. */
export function sampleRow(
  { data, width }: LightTile,
  { x, y }: Places,
  count: number,
  { taps, weights }: Kernel,
  result: LightRows,
): void {
  const { fround } = Math;
  const before = taps / 2 - 1;
  for (let at = 0; at < count; at++) {
    const left = Math.floor(x[at]!);
    const top = Math.floor(y[at]!);
    const ofX = Math.floor((x[at]! - left) * phases + 0.5) * taps;
    const ofY = Math.floor((y[at]! - top) * phases + 0.5) * taps;
    result.forEach((colors, channel) => {
      let total = 0;
      for (let row = 0; row < taps; row++) {
        const from = (top - before + row) * width + left - before;
        let sum = 0;
        for (let tap = 0; tap < taps; tap++) {
          const seen = fround(weights[ofX + tap]! * data[4 * (from + tap) + channel]!);
          sum = fround(sum + seen);
        }
        total = fround(total + fround(weights[ofY + row]! * sum));
      }
      colors[at] = Math.max(0, total);
    });
  }
}

/** Means over squares of `factor` pixels of four numbers each, into a row of means for each colour. */
export function reduceRows({ data, width }: LightTile, factor: number, result: LightRows): void {
  const { fround } = Math;
  const across = width / factor;
  result.forEach((colors, channel) => {
    for (let at = 0; at < colors.length; at++) {
      const top = Math.floor(at / across) * factor;
      const left = (at % across) * factor;
      let sum = 0;
      for (let row = top; row < top + factor; row++) {
        for (let column = left; column < left + factor; column++)
          sum = fround(sum + data[4 * (row * width + column) + channel]!);
      }
      colors[at] = sum / (factor * factor);
    }
  });
}
