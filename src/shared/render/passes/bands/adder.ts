import { functionOf, i32, i32x4, v128 } from '../../../wasm/assembler';
import { advance, number } from '../../../wasm/loops';
import { Machine } from '../../../wasm/machine';
import { changePixels } from '../../change-pixels';

/** Pixels that are added to at once. */
export const addedPixels = 1024;

/** Whole numbers are fast, and 32 bits hold a sample's whole range at full strength. */
export const factorBits = 14;
const half = 1 << (factorBits - 1);

const samplesAt = 0;
const valuesAt = samplesAt + addedPixels * 8 + 16;

/** As `addTo` of `reference.ts`, with red, green and blue in lanes of one vector. */
const addText = functionOf('add', 5, (parameters, variable) => {
  const [samples, step, values, count, factor] = parameters;
  const change = i32x4.shiftRight(
    i32x4.add(
      i32x4.multiply(v128.loadFourSigned16(values.get), i32x4.splat(factor.get)),
      i32x4.splat(i32.constant(half)),
    ),
    i32.constant(factorBits),
  );
  const sum = i32x4.add(v128.loadFour16(samples.get), change);
  return changePixels({ samples, step, count }, sum, variable('v128'), [
    advance(values, number(6)),
  ]);
});

class Adder {
  readonly #machine = new Machine([addText]);
  readonly #add = this.#machine.kernel('add');
  readonly #memory = this.#machine.room(valuesAt + addedPixels * 6 + 16);
  readonly samples = new Uint16Array(this.#memory, samplesAt, addedPixels * 4);
  readonly values = new Int16Array(this.#memory, valuesAt, addedPixels * 3);

  /** Adds `factor` / 2^`factorBits` times the first `count` values, three a pixel, to the pixels' samples. */
  add(count: number, channels: number, factor: number): void {
    this.#add(samplesAt, channels * 2, valuesAt, count, factor);
  }
}

let adder: Adder | undefined;

/** One for each thread. */
export function sharedAdder(): Adder {
  return (adder ??= new Adder());
}
