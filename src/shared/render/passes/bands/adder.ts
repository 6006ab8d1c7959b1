import {
  functionOf,
  i16x8,
  repeatWhile,
  sequence,
  swizzle8,
  v128,
  type FunctionText,
} from '../../../wasm/assembler';
import { commonMemory, type Located } from '../../../wasm/common-memory';
import { commonVector, inEveryLane } from '../../../wasm/common-vector';
import { advance, isLeft, number } from '../../../wasm/loops';
import { Machine } from '../../../wasm/machine';

/** Pixels that are added to at once. */
export const addedPixels = 1024;

/** What is left off of values is told in so many bits. */
export const shareBits = 15;

/** Samples in a step of the loop: two pixels of four channels. */
const stepSamples = 8;
const stepBytes = stepSamples * 2;

/**
 * Of the samples in a step, the bytes of their values: those of two pixels lie without gaps, and what is no colour has
 * none.
 */
const placesOfFour = [0, 1, 2, 3, 4, 5, 255, 255, 6, 7, 8, 9, 10, 11, 255, 255];
const placesOfThree = Array.from({ length: stepBytes }, (_, byte) => byte);

/** As `addTo` of `reference.ts`, for pixels of as many channels as `places` are for. */
function addText(name: string, places: readonly number[], valueBytes: number): FunctionText {
  const { addWithin, multiplyShares, splat, subtract } = i16x8;
  const middle = commonVector(inEveryLane.fromWhole(0x80008000));
  const order = commonVector(Uint8Array.from(places));
  return functionOf(name, 4, ([samples, values, steps, leftOff], variable) => {
    const [share, value, sum] = [variable('v128'), variable('v128'), variable('v128')];
    return sequence(
      share.set(splat(leftOff.get)),
      repeatWhile(
        isLeft(steps),
        value.set(swizzle8(v128.load(values.get), order)),
        value.set(subtract(value.get, multiplyShares(value.get, share.get))),
        // Samples are moved to where numbers with a sign end at black and white.
        sum.set(addWithin(v128.xor(v128.load(samples.get), middle), value.get)),
        sum.set(addWithin(sum.get, value.get)),
        v128.store(samples.get, v128.xor(sum.get, middle)),
        advance(samples, number(stepBytes)),
        advance(values, number(valueBytes)),
        advance(steps, number(-1)),
      ),
    );
  });
}

class Adder {
  readonly #common = commonMemory();
  readonly #machine = new Machine(
    [addText('three', placesOfThree, stepBytes), addText('four', placesOfFour, stepBytes - 4)],
    this.#common.memory,
  );
  readonly #kernels = { 3: this.#machine.kernel('three'), 4: this.#machine.kernel('four') };
  readonly #samplesAt = this.#common.reserve(addedPixels * 8);
  readonly #valuesAt = this.#common.reserve(addedPixels * 6 + stepBytes);
  readonly #samples = new Uint16Array(this.#common.buffer, this.#samplesAt, addedPixels * 4);
  readonly #values = new Int16Array(
    this.#common.buffer,
    this.#valuesAt,
    addedPixels * 3 + stepSamples,
  );

  /**
   * Adds `addedStep` times a share of the values, three a pixel, to the samples of at most `addedPixels` pixels, from
   * `first` on; `leftOff` / 2^`shareBits` of them is not added.
   */
  add(
    { data, at }: Located<Uint16Array>,
    first: number,
    channels: 3 | 4,
    values: Int16Array,
    leftOff: number,
  ): void {
    const count = (values.length / 3) * channels;
    this.#values.set(values);
    // The last step takes some more.
    for (let value = 0; value < stepSamples; value++) this.#values[values.length + value] = 0;
    if (at === undefined) this.#samples.set(data.subarray(first, first + count));
    const from = at === undefined ? this.#samplesAt : at + first * 2;
    this.#kernels[channels](from, this.#valuesAt, Math.ceil(count / stepSamples), leftOff);
    if (at === undefined) data.set(this.#samples.subarray(0, count), first);
  }
}

let adder: Adder | undefined;

/** One for each thread. */
export function sharedAdder(): Adder {
  return (adder ??= new Adder());
}
