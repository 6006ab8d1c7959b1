import {
  functionOf,
  i32x4,
  narrowTo8,
  repeatWhile,
  shuffle8,
  v128,
  type Code,
} from '../wasm/assembler';
import { phaseOf } from '../pixels/shared-memory';
import { commonMemory } from '../wasm/common-memory';
import { advance, isLeft, number } from '../wasm/loops';
import { Machine } from '../wasm/machine';

/** Samples that are converted at once. */
export const convertedSamples = 4096;
/** Samples in a step of the loops. */
const stepSamples = 16;

/** From 8 bits to 16: white stays white. */
export function widenSample(sample: number): number {
  return sample * 257;
}

export const narrowing = { times: 255, plus: 32895 } as const;

/** From 16 bits to 8: the same as a rounded division by 257. */
export function narrowSample(sample: number): number {
  return (sample * narrowing.times + narrowing.plus) >>> 16;
}

/** As `narrowSample`, for four: what lies beyond 16 bits comes to lie beyond 8. Both numbers may lie in vectors. */
export function narrowFour(
  samples: Code,
  times = i32x4.splat(number(narrowing.times)),
  plus = i32x4.splat(number(narrowing.plus)),
): Code {
  return i32x4.shiftRight(i32x4.add(i32x4.multiply(samples, times), plus), number(16));
}

/** The same for many; `count` is rounded up to a whole step. */
const narrowText = functionOf('narrow', 3, ([wide, narrow, count]) => {
  const four = (index: number): Code => narrowFour(v128.loadFour16(wide.get, index * 8));
  return repeatWhile(
    isLeft(count),
    v128.store(
      narrow.get,
      narrowTo8(i32x4.narrow(four(0), four(1)), i32x4.narrow(four(2), four(3))),
    ),
    advance(wide, number(stepSamples * 2)),
    advance(narrow, number(stepSamples)),
    advance(count, number(-stepSamples)),
  );
});

/** As `widenSample`: a byte times 257 is that byte twice. */
const widenText = functionOf('widen', 3, ([wide, narrow, count], variable) => {
  const samples = variable('v128');
  const twice = (from: number): Code =>
    shuffle8(
      samples.get,
      samples.get,
      Array.from({ length: stepSamples }, (_, byte) => from + (byte >> 1)),
    );
  return repeatWhile(
    isLeft(count),
    samples.set(v128.load(narrow.get)),
    v128.store(wide.get, twice(0)),
    v128.store(wide.get, twice(stepSamples / 2), stepSamples),
    advance(wide, number(stepSamples * 2)),
    advance(narrow, number(stepSamples)),
    advance(count, number(-stepSamples)),
  );
});

/** What loops read and write may lie up to a word, and reach up to a step, further than samples do. */
const spareBytes = 8 + stepSamples;

/** At most `convertedSamples` at once; what is given is overwritten by the next call. */
class BitDepth {
  readonly #common = commonMemory();
  readonly #machine = new Machine([narrowText, widenText], {}, this.#common.memory);
  readonly #narrow = this.#machine.kernel('narrow');
  readonly #widen = this.#machine.kernel('widen');
  readonly #wideAt = this.#common.reserve(convertedSamples * 2);
  readonly #narrowAt = this.#common.reserve(convertedSamples + spareBytes);
  readonly #wide = new Uint16Array(this.#common.buffer, this.#wideAt, convertedSamples);
  readonly #bytes = new Uint8Array(
    this.#common.buffer,
    this.#narrowAt,
    convertedSamples + spareBytes,
  );

  /** The result lies `phase` bytes behind the beginning of a word. */
  narrow(wide: Uint16Array, phase = 0): Uint8Array {
    const isNear = this.#common.holds(wide);
    if (!isNear) this.#wide.set(wide);
    const from = isNear ? wide.byteOffset : this.#wideAt;
    this.#narrow(from, this.#narrowAt + phase, wide.length);
    return this.#bytes.subarray(phase, phase + wide.length);
  }

  widen(narrow: Uint8Array | Uint8ClampedArray): Uint16Array {
    this.#widen(this.#wideAt, this.#load(narrow), narrow.length);
    return this.#wide.subarray(0, narrow.length);
  }

  /** Into as many samples. */
  widenInto(narrow: Uint8Array | Uint8ClampedArray, target: Uint16Array): void {
    // A loop's last step may reach beyond what is meant.
    if (this.#common.holds(target) && narrow.length % stepSamples === 0) {
      this.#widen(target.byteOffset, this.#load(narrow), narrow.length);
    } else target.set(this.widen(narrow));
  }

  /** Gives where the samples lie. */
  #load({ buffer, byteOffset, length }: Uint8Array | Uint8ClampedArray): number {
    const phase = phaseOf(byteOffset);
    this.#bytes.set(new Uint8Array(buffer, byteOffset - phase, phase + length));
    return this.#narrowAt + phase;
  }
}

let bitDepth: BitDepth | undefined;

/** One for each thread. */
export function sharedBitDepth(): BitDepth {
  return (bitDepth ??= new BitDepth());
}
