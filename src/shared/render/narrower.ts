import { functionOf, i32, i32x4, narrowTo8, repeatWhile, v128, type Code } from '../wasm/assembler';
import { Machine } from '../wasm/machine';

/** Samples that are made narrower at once. */
export const narrowedSamples = 4096;
/** Samples in a step of the loop. */
const stepSamples = 16;

/** From 16 bits to 8: the same as a rounded division by 257. */
export function narrowSample(sample: number): number {
  return (sample * 255 + 32895) >>> 16;
}

const wideAt = 0;
const narrowAt = wideAt + narrowedSamples * 2;

/** As `narrowSample`, for many; `count` is rounded up to a whole step. */
const narrowText = functionOf('narrow', 3, ([wide, narrow, count]) => {
  const four = (index: number): Code =>
    i32x4.shiftRight(
      i32x4.add(
        i32x4.multiply(v128.loadFour16(wide!.get, index * 8), i32x4.splat(i32.constant(255))),
        i32x4.splat(i32.constant(32895)),
      ),
      i32.constant(16),
    );
  return repeatWhile(
    i32.lessThan(i32.constant(0), count!.get),
    v128.store(
      narrow!.get,
      narrowTo8(i32x4.narrow(four(0), four(1)), i32x4.narrow(four(2), four(3))),
    ),
    wide!.set(i32.add(wide!.get, i32.constant(stepSamples * 2))),
    narrow!.set(i32.add(narrow!.get, i32.constant(stepSamples))),
    count!.set(i32.subtract(count!.get, i32.constant(stepSamples))),
  );
});

class Narrower {
  readonly #machine = new Machine([narrowText]);
  readonly #narrow = this.#machine.kernel('narrow');
  readonly #memory = this.#machine.room(narrowAt + narrowedSamples);
  readonly #wide = new Uint16Array(this.#memory, wideAt, narrowedSamples);
  readonly #result = new Uint8Array(this.#memory, narrowAt, narrowedSamples);

  /** At most `narrowedSamples`; what is given is overwritten by the next call. */
  narrow(wide: Uint16Array): Uint8Array {
    this.#wide.set(wide);
    this.#narrow(wideAt, narrowAt, wide.length);
    return this.#result.subarray(0, wide.length);
  }
}

let narrower: Narrower | undefined;

/** One for each thread. */
export function sharedNarrower(): Narrower {
  return (narrower ??= new Narrower());
}
