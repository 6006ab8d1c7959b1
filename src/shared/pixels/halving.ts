import {
  functionOf,
  i16x8,
  narrowTo8,
  repeatWhile,
  sequence,
  shuffle64,
  v128,
  type Code,
  type Local,
} from '../wasm/assembler';
import { commonMemory, type Located } from '../wasm/common-memory';
import { advance, isLeft, number } from '../wasm/loops';
import { Machine } from '../wasm/machine';
import type { Raster, Rectangle } from './raster';
import { phaseOf } from './shared-memory';

const pixelBytes = 4;
const vectorBytes = 16;
/** Pixels that a step of the loop makes of twice as many. */
const pixelsAtOnce = 4;
/** What loads and stores may reach beyond a row, which may lie up to a word behind its place. */
const spareBytes = 3 * vectorBytes;

/**
 * Means of two rows, two pixels of each at a time, rounded as `(a + b + c + d + 2) >> 2` is. `count` is rounded up to a
 * whole step.
 */
const halveText = functionOf('halve', 4, (parameters, variable) => {
  const [upper, lower, result, count] = parameters;
  const [above, below] = [variable('v128'), variable('v128')];
  const [first, last] = [variable('v128'), variable('v128')];
  return repeatWhile(
    isLeft(count),
    twoPixels(0, { upper, lower, above, below, into: first }),
    twoPixels(vectorBytes, { upper, lower, above, below, into: last }),
    v128.store(result.get, narrowTo8(first.get, last.get)),
    ...[upper, lower].map((row) => advance(row, number(2 * vectorBytes))),
    advance(result, number(vectorBytes)),
    advance(count, number(-pixelsAtOnce)),
  );
});

interface TwoPixels {
  readonly upper: Local;
  readonly lower: Local;
  readonly above: Local;
  readonly below: Local;
  readonly into: Local;
}

/** In 16 bits, of four pixels of each row. */
function twoPixels(offset: number, { upper, lower, above, below, into }: TwoPixels): Code {
  const sums = (half: (samples: Code) => Code): Code => i16x8.add(half(above.get), half(below.get));
  const sum = i16x8.add(
    shuffle64(above.get, below.get, 0, 2),
    shuffle64(above.get, below.get, 1, 3),
  );
  return sequence(
    above.set(v128.load(upper.get, offset)),
    below.set(v128.load(lower.get, offset)),
    into.set(sums(i16x8.widenLow)),
    below.set(sums(i16x8.widenHigh)),
    above.set(into.get),
    into.set(i16x8.shiftRight(i16x8.add(sum, i16x8.splat(number(2))), number(2))),
  );
}

/** Of a row at once. */
const mostPixels = 1024;
const rowBytes = 2 * mostPixels * pixelBytes + spareBytes;

class Halver {
  readonly #common = commonMemory();
  readonly #halve = new Machine([halveText], this.#common.memory).kernel('halve');
  readonly #upperAt = this.#common.reserve(rowBytes);
  readonly #lowerAt = this.#common.reserve(rowBytes);
  readonly #resultAt = this.#common.reserve(rowBytes);
  readonly #bytes = new Uint8Array(this.#common.buffer);

  halve(from: Raster, into: Raster, { left, top, width, height }: Rectangle): void {
    const source = this.#common.located(bytesOf(from));
    const target = bytesOf(into);
    const end = left + width;
    for (let y = top; y < top + height; y++) {
      const upperRow = 2 * y * from.width;
      const lowerRow = Math.min(2 * y + 1, from.height - 1) * from.width;
      for (let x = left; x < end; x += mostPixels) {
        const count = Math.min(mostPixels, end - x);
        const doubled = Math.min(2 * count, from.width - 2 * x);
        const upper = this.#place(source, upperRow + 2 * x, doubled, this.#upperAt);
        const lower = this.#place(source, lowerRow + 2 * x, doubled, this.#lowerAt);
        const place = (y * into.width + x) * pixelBytes;
        const result = this.#resultAt + phaseOf(target.byteOffset + place);
        this.#halve(upper, lower, result, count);
        target.set(this.#bytes.subarray(result, result + count * pixelBytes), place);
      }
    }
  }

  /** Gives where pixels lie for the loop, followed, at an odd edge, by the last one once more. */
  #place({ data, at }: Located<Uint8Array>, pixel: number, count: number, copyAt: number): number {
    const start = pixel * pixelBytes;
    if (at !== undefined && count % 2 === 0) return at + start;
    const place = copyAt + phaseOf(data.byteOffset + start);
    const end = place + count * pixelBytes;
    this.#bytes.set(data.subarray(start, start + count * pixelBytes), place);
    this.#bytes.copyWithin(end, end - pixelBytes, end);
    return place;
  }
}

function bytesOf({ data }: Raster): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

let halver: Halver | undefined;

/**
 * Means of 2 by 2 pixels, for a part of `into`; at an odd edge the last pixel counts twice. Four channels of 8 bits.
 */
export function halve(from: Raster, into: Raster, part: Rectangle): void {
  // One for each thread.
  halver ??= new Halver();
  halver.halve(from, into, part);
}
