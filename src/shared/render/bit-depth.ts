import {
  functionOf,
  i16x8,
  i32x4,
  narrowTo8,
  repeatWhile,
  sequence,
  shuffle8,
  v128,
  type Code,
  type FunctionText,
  type Local,
} from '../wasm/assembler';
import type { ByteData } from '../pixels/raster';
import { phaseOf } from '../pixels/shared-memory';
import { commonMemory, type Located } from '../wasm/common-memory';
import { commonVector, inEveryLane } from '../wasm/common-vector';
import { advance, isLeft, number } from '../wasm/loops';
import { Machine } from '../wasm/machine';

/** Samples that are copied at once. */
export const pieceSamples = 4096;
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

/** As `narrowSample`, for four: what lies beyond 16 bits comes to lie beyond 8. Both numbers are given as vectors. */
export function narrowFour(samples: Code, times: Code, plus: Code): Code {
  return i32x4.shiftRight(i32x4.add(i32x4.multiply(samples, times), plus), number(16));
}

/** As `narrowSample`, for eight. */
function narrowEight(samples: Local, loaded: Code, half: Code): Code {
  const { addWithin16, subtract, shiftRight } = i16x8;
  return sequence(
    samples.set(addWithin16(loaded, half)),
    samples.set(subtract(samples.get, shiftRight(samples.get, number(8)))),
    samples.set(shiftRight(samples.get, number(8))),
  );
}

/** The same for many; `count` is rounded up to a whole step. */
const narrowText = (): FunctionText => {
  const half = commonVector(inEveryLane.fromWhole((128 << 16) | 128));
  return functionOf('narrow', 3, ([wide, narrow, count], variable) => {
    const [first, last] = [variable('v128'), variable('v128')];
    return repeatWhile(
      isLeft(count),
      narrowEight(first, v128.load(wide.get), half),
      narrowEight(last, v128.load(wide.get, stepSamples), half),
      v128.store(narrow.get, narrowTo8(first.get, last.get)),
      advance(wide, number(stepSamples * 2)),
      advance(narrow, number(stepSamples)),
      advance(count, number(-stepSamples)),
    );
  });
};

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

/** Converts samples at once where they lie in the common memory, and in pieces that are copied there where they do not. */
class BitDepth {
  readonly #common = commonMemory();
  readonly #machine = new Machine([narrowText(), widenText], this.#common.memory);
  readonly #narrow = this.#machine.kernel('narrow');
  readonly #widen = this.#machine.kernel('widen');
  readonly #wideAt = this.#common.reserve(pieceSamples * 2);
  readonly #bytesAt = this.#common.reserve(pieceSamples + spareBytes);
  readonly #wide = new Uint16Array(this.#common.buffer, this.#wideAt, pieceSamples);
  readonly #bytes = new Uint8Array(this.#common.buffer, this.#bytesAt, pieceSamples + spareBytes);

  /** Puts `count` samples, from one on, into 8 bits from another on. */
  narrow(
    { data: wide, at: wideAt }: Located<Uint16Array>,
    from: number,
    { data: narrow, at: narrowAt }: Located<ByteData>,
    into: number,
    count: number,
  ): void {
    for (let at = 0; at < count; at += pieceSamples) {
      const length = Math.min(pieceSamples, count - at);
      if (wideAt === undefined) this.#wide.set(wide.subarray(from + at, from + at + length));
      const source = wideAt === undefined ? this.#wideAt : wideAt + (from + at) * 2;
      if (narrowAt !== undefined && isWhole(length)) {
        this.#narrow(source, narrowAt + into + at, length);
      } else {
        const phase = phaseOf(narrow.byteOffset + into + at);
        this.#narrow(source, this.#bytesAt + phase, length);
        narrow.set(this.#bytes.subarray(phase, phase + length), into + at);
      }
    }
  }

  /** The same the other way. */
  widen(
    { data: narrow, at: narrowAt }: Located<ByteData>,
    from: number,
    { data: wide, at: wideAt }: Located<Uint16Array>,
    into: number,
    count: number,
  ): void {
    for (let at = 0; at < count; at += pieceSamples) {
      const length = Math.min(pieceSamples, count - at);
      const source =
        narrowAt === undefined ? this.#load(narrow, from + at, length) : narrowAt + from + at;
      if (wideAt !== undefined && isWhole(length)) {
        this.#widen(wideAt + (into + at) * 2, source, length);
      } else {
        this.#widen(this.#wideAt, source, length);
        wide.set(this.#wide.subarray(0, length), into + at);
      }
    }
  }

  /** Gives where the samples lie. */
  #load({ buffer, byteOffset }: ByteData, from: number, length: number): number {
    const phase = phaseOf(byteOffset + from);
    this.#bytes.set(new Uint8Array(buffer, byteOffset + from - phase, phase + length));
    return this.#bytesAt + phase;
  }
}

/** A loop's last step may reach beyond what is meant. */
function isWhole(samples: number): boolean {
  return samples % stepSamples === 0;
}

let bitDepth: BitDepth | undefined;

/** One for each thread. */
export function sharedBitDepth(): BitDepth {
  return (bitDepth ??= new BitDepth());
}
