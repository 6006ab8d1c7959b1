import type { Raster, RasterData } from '../../pixels/raster';
import { i32, v128, type Code, type Local } from '../../wasm/assembler';
import { number } from '../../wasm/loops';

/** Copies samples of a row from column `left` on; beyond the picture its last pixels go on. */
export function copyRow(
  { width: all, height, channels, data }: Raster,
  { left, width, y }: { readonly left: number; readonly width: number; readonly y: number },
  samples: RasterData,
  at: number,
): void {
  const start = Math.min(height - 1, Math.max(0, y)) * all;
  const from = Math.min(left + width, Math.max(0, left));
  const to = Math.max(from, Math.min(all, left + width));
  samples.set(
    data.subarray((start + from) * channels, (start + to) * channels),
    at + (from - left) * channels,
  );
  const repeat = (x: number, column: number): void => {
    for (let channel = 0; channel < channels; channel++)
      samples[at + x * channels + channel] = data[(start + column) * channels + channel]!;
  };
  for (let x = 0; x < from - left; x++) repeat(x, 0);
  for (let x = to - left; x < width; x++) repeat(x, all - 1);
}

/** An array for samples like the picture's in some memory. */
export function samplesIn(
  memory: ArrayBuffer,
  at: number,
  count: number,
  { data }: Raster,
): Uint8Array | Uint16Array {
  return data instanceof Uint16Array
    ? new Uint16Array(memory, at, count)
    : new Uint8Array(memory, at, count);
}

/** Linear red, green and blue of the pixel at `samples`, by a table, in lanes of one vector. */
export function linearPixel(samples: Local, table: Local, sampleBytes: 1 | 2): Code {
  const load = sampleBytes === 1 ? i32.load8 : i32.load16;
  const entry = (channel: number): Code =>
    i32.add(table.get, i32.shiftLeft(load(samples.get, channel * sampleBytes), number(2)));
  const red = v128.loadZero32(entry(0));
  return v128.loadLane32(entry(2), v128.loadLane32(entry(1), red, 1), 2);
}
