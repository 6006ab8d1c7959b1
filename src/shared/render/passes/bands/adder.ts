import { functionOf, i32, i32x4, v128 } from '../../../wasm/assembler';
import { commonMemory } from '../../../wasm/common-memory';
import { advance, number } from '../../../wasm/loops';
import { Machine } from '../../../wasm/machine';
import { changePixels } from '../../change-pixels';

/** Pixels that are added to at once. */
export const addedPixels = 1024;

/** Whole numbers are fast, and 32 bits hold a sample's whole range at full strength. */
export const factorBits = 14;
const half = 1 << (factorBits - 1);

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
  readonly #common = commonMemory();
  readonly #machine = new Machine([addText], {}, this.#common.memory);
  readonly #add = this.#machine.kernel('add');
  readonly #samplesAt = this.#common.reserve(addedPixels * 8);
  readonly #valuesAt = this.#common.reserve(addedPixels * 6);
  readonly #samples = new Uint16Array(this.#common.buffer, this.#samplesAt, addedPixels * 4);
  readonly #values = new Int16Array(this.#common.buffer, this.#valuesAt, addedPixels * 3);

  /** Adds `factor` / 2^`factorBits` times the values, three a pixel, to the samples of at most `addedPixels` pixels. */
  add(samples: Uint16Array, values: Int16Array, channels: number, factor: number): void {
    const count = values.length / 3;
    this.#values.set(values);
    if (this.#common.holds(samples)) {
      this.#add(samples.byteOffset, channels * 2, this.#valuesAt, count, factor);
      return;
    }
    this.#samples.set(samples);
    this.#add(this.#samplesAt, channels * 2, this.#valuesAt, count, factor);
    samples.set(this.#samples.subarray(0, samples.length));
  }
}

let adder: Adder | undefined;

/** One for each thread. */
export function sharedAdder(): Adder {
  return (adder ??= new Adder());
}
