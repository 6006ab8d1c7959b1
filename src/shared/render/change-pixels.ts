import { i32x4, repeatWhile, v128, type Code, type Local } from '../wasm/assembler';
import { advance, isLeft, number } from '../wasm/loops';

/** A row of pixels: where the next one's samples lie, the bytes from one to the next, and how many are left. */
interface PixelRow {
  readonly samples: Local;
  readonly step: Local;
  readonly count: Local;
}

/**
 * A loop over pixels that stores 32-bit lanes of `sum` as their red, green and blue, held within 16 bits; what follows
 * the colours in a pixel stays. `others` moves on whatever else `sum` reads.
 */
export function changePixels(
  { samples, step, count }: PixelRow,
  sum: Code,
  changed: Local,
  others: readonly Code[],
): Code {
  return repeatWhile(
    isLeft(count),
    changed.set(sum),
    changed.set(i32x4.narrow(changed.get, changed.get)),
    v128.store32(samples.get, changed.get, 0),
    v128.store16(samples.get, changed.get, 2, 4),
    advance(samples, step.get),
    ...others,
    advance(count, number(-1)),
  );
}
