import { f32x4, i32x4, repeatWhile, v128, type Code, type Local } from '../wasm/assembler';
import { commonVector, inEveryLane } from '../wasm/common-vector';
import { advance, isLeft, number } from '../wasm/loops';

/** A row of pixels: where the next one's samples lie, the bytes from one to the next, and how many are left. */
interface PixelRow {
  readonly samples: Local;
  readonly step: Code;
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
    advance(samples, step),
    ...others,
    advance(count, number(-1)),
  );
}

/** Added to a number below 2^22, it leaves the nearest whole number in the bits that tell its fraction. */
const wholeNumberBits = 1.5 * 2 ** 23;

/** To the nearest whole number, half of one to the even one. */
export function roundChange(change: number): number {
  return Math.fround(change + wholeNumberBits) - wholeNumberBits;
}

/** As `roundChange`, for four: a conversion, which has to see what fits, takes several times as long. */
export type Rounding = (changes: Code) => Code;

export function rounding(): Rounding {
  const plus = commonVector(inEveryLane.fromReal(wholeNumberBits));
  const bits = new Int32Array(Float32Array.of(wholeNumberBits).buffer)[0]!;
  const minus = commonVector(inEveryLane.fromWhole(bits));
  return (changes) => i32x4.subtract(f32x4.add(changes, plus), minus);
}
