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
import { advance, isLeft, number, placed } from '../wasm/loops';
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

/** In a memory of its own, for rows of at most so many pixels. */
class Halver {
  readonly #machine = new Machine([halveText]);
  readonly #halve = this.#machine.kernel('halve');
  #width = 0;
  #upperAt = 0;
  #lowerAt = 0;
  #resultAt = 0;
  #bytes = new Uint8Array();

  #makeRoom(width: number): void {
    if (width <= this.#width) return;
    this.#width = width;
    const bytes = width * pixelBytes + spareBytes;
    const [{ upper, lower, result }, all] = placed({ upper: bytes, lower: bytes, result: bytes });
    this.#bytes = new Uint8Array(this.#machine.room(all));
    [this.#upperAt, this.#lowerAt, this.#resultAt] = [upper, lower, result];
  }

  halve(from: Raster, into: Raster, { left, top, width, height }: Rectangle): void {
    this.#makeRoom(from.width + 1);
    const [source, target] = [bytesOf(from), bytesOf(into)];
    const first = 2 * left;
    const end = Math.min(2 * (left + width), from.width);
    for (let y = top; y < top + height; y++) {
      const upper = this.#load(source, 2 * y * from.width + first, end - first, this.#upperAt);
      const lowerRow = Math.min(2 * y + 1, from.height - 1);
      const lower = this.#load(source, lowerRow * from.width + first, end - first, this.#lowerAt);
      const place = (y * into.width + left) * pixelBytes;
      const result = this.#resultAt + phaseOf(target.byteOffset + place);
      this.#halve(upper, lower, result, width);
      target.set(this.#bytes.subarray(result, result + width * pixelBytes), place);
    }
  }

  /** The pixels and, for an odd edge, the last one once more; gives where they lie. */
  #load(source: Uint8Array, pixel: number, count: number, at: number): number {
    const start = pixel * pixelBytes;
    const place = at + phaseOf(source.byteOffset + start);
    const end = place + count * pixelBytes;
    this.#bytes.set(source.subarray(start, start + count * pixelBytes), place);
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
