import { i32, i32x4, repeatWhile, v128, type Code, type Local } from '../wasm/assembler';

/** A row of pixels: where the next one's samples lie, the bytes from one to the next, and how many are left. */
interface PixelRow {
  readonly samples: Local;
  readonly step: Local;
  readonly count: Local;
}

/**
 * A loop over pixels that stores 32-bit lanes of `sum` as their red, green and blue, held within 16 bits; what follows
 * the colours in a pixel stays. `advance` moves on whatever else `sum` reads.
 */
export function changePixels(
  { samples, step, count }: PixelRow,
  sum: Code,
  changed: Local,
  advance: readonly Code[],
): Code {
  return repeatWhile(
    i32.lessThan(i32.constant(0), count.get),
    changed.set(sum),
    changed.set(i32x4.narrow(changed.get, changed.get)),
    v128.store32(samples.get, changed.get, 0),
    v128.store16(samples.get, changed.get, 2, 4),
    samples.set(i32.add(samples.get, step.get)),
    ...advance,
    count.set(i32.subtract(count.get, i32.constant(1))),
  );
}
