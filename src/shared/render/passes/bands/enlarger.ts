import { placesAmong } from '../../../pixels/enlarging';
import {
  f32x4,
  functionOf,
  i32,
  i32x4,
  repeatWhile,
  sequence,
  v128,
  type Code,
  type FunctionText,
} from '../../../wasm/assembler';
import { commonMemory, type Located } from '../../../wasm/common-memory';
import { advance, isLeft, number } from '../../../wasm/loops';
import { Machine } from '../../../wasm/machine';
import { minus, onTheWay } from '../../../wasm/vector-math';
import { cellSidePixels } from '../../cells';
import { changePixels, rounding, type Rounding } from '../../change-pixels';

/** Numbers of a reduced pixel: red, green, blue and nothing. */
export const changeNumbers = 4;
const changeBytes = changeNumbers * 4;
/** Reduced pixels along a cell, each of at least two of its own, with those beyond its ends. */
const mostReduced = cellSidePixels / 2 + 4;

const rowBytes = mostReduced * changeBytes;

/** As `rowBetween` of `reference.ts`. */
const betweenText = functionOf('between', 6, (parameters, variable) => {
  const [above, below, share, strength, count, row] = parameters;
  const upper = variable('v128');
  const difference = minus(v128.load(below.get), upper.get);
  const value = onTheWay(upper.get, difference, v128.loadSplat32(share.get));
  return repeatWhile(
    isLeft(count),
    upper.set(v128.load(above.get)),
    v128.store(row.get, f32x4.multiply(v128.loadSplat32(strength.get), value)),
    ...[above, below, row].map((local) => advance(local, number(changeBytes))),
    advance(count, number(-1)),
  );
});

/** As `addEnlarged` of `reference.ts`, with red, green and blue in lanes of one vector. */
function addText(channels: 3 | 4, rounded: Rounding): FunctionText {
  const pixelBytes = channels * 2;
  return functionOf(`add ${channels}`, 5, (parameters, variable) => {
    const [samples, columns, shares, count, row] = parameters;
    const [place, before, sum] = [variable('i32'), variable('v128'), variable('v128')];
    const find = (pixel: number): Code =>
      sequence(
        place.set(i32.add(row.get, i32.load(columns.get, pixel * 4))),
        before.set(v128.load(place.get)),
      );
    const changed = (pixel: number): Code => {
      const difference = minus(v128.load(place.get, changeBytes), before.get);
      const share = v128.loadSplat32(shares.get, pixel * 4);
      const change = rounded(onTheWay(before.get, difference, share));
      return i32x4.add(v128.loadFour16(samples.get, pixel * pixelBytes), change);
    };
    const others = (pixels: number): Code[] =>
      [columns, shares].map((local) => advance(local, number(pixels * 4)));
    // Two pixels of four channels are a vector; nothing is added to the fourth.
    const pairs = repeatWhile(
      i32.lessThan(number(1), count.get),
      find(0),
      sum.set(changed(0)),
      find(1),
      v128.store(samples.get, i32x4.narrow(sum.get, changed(1))),
      advance(samples, number(2 * pixelBytes)),
      ...others(2),
      advance(count, number(-2)),
    );
    const one = sequence(find(0), changed(0));
    const rest = changePixels({ samples, count, step: number(pixelBytes) }, one, sum, others(1));
    return channels === 4 ? sequence(pairs, rest) : rest;
  });
}

/** Where the pixels of a row lie among the reduced ones. */
export interface Columns {
  /** Of the one before, its place in a row, in bytes. */
  readonly columns: Int32Array;
  /** How far behind it. */
  readonly shares: Float32Array;
}

export function columnsAmong(
  start: number,
  count: number,
  factor: number,
  firstReduced: number,
): Columns {
  const { before, shares } = placesAmong(start, count, factor, firstReduced);
  return { columns: before.map((column) => column * changeBytes), shares };
}

/** Adds what is known of reduced pixels to the pixels of a cell: bilinear, as by `enlarged`. */
class ChangeEnlarger {
  readonly #common = commonMemory();
  readonly #machine = this.#createMachine();
  readonly #between = this.#machine.kernel('between');
  readonly #add = { 3: this.#machine.kernel('add 3'), 4: this.#machine.kernel('add 4') };
  readonly #numbersAt = this.#common.reserve(2 * 4);
  readonly #samplesAt = this.#common.reserve(cellSidePixels * 8);
  readonly #columnsAt = this.#common.reserve(cellSidePixels * 4);
  readonly #sharesAt = this.#common.reserve(cellSidePixels * 4);
  readonly #rowAt = this.#common.reserve(rowBytes);
  readonly #changesAt = this.#common.reserve(mostReduced * rowBytes);
  readonly #numbers = new Float32Array(this.#common.buffer, this.#numbersAt, 2);
  readonly #samples = new Uint16Array(this.#common.buffer, this.#samplesAt, cellSidePixels * 4);
  readonly #columns = new Int32Array(this.#common.buffer, this.#columnsAt, cellSidePixels);
  readonly #shares = new Float32Array(this.#common.buffer, this.#sharesAt, cellSidePixels);
  readonly #changes = new Float32Array(
    this.#common.buffer,
    this.#changesAt,
    mostReduced * mostReduced * changeNumbers,
  );
  #reducedWidth = 0;

  /** Of rows of `reducedWidth` reduced pixels, `changeNumbers` each; every pixel lies between four of them. */
  begin(changes: Float32Array, reducedWidth: number, { columns, shares }: Columns): void {
    this.#changes.set(changes);
    this.#reducedWidth = reducedWidth;
    this.#columns.set(columns);
    this.#shares.set(shares);
  }

  /** The row of those above a row of pixels, how far below it this one lies, and which of its pixels are added to. */
  startRow(above: number, share: number, strength: number, first: number, count: number): void {
    const from = this.#columns[first]!;
    const needed = (this.#columns[first + count - 1]! - from) / changeBytes + 2;
    const bytes = this.#reducedWidth * changeBytes;
    const at = this.#changesAt + above * bytes + from;
    this.#numbers[0] = share;
    this.#numbers[1] = strength;
    const [shareAt, strengthAt] = [this.#numbersAt, this.#numbersAt + 4];
    this.#between(at, at + bytes, shareAt, strengthAt, needed, this.#rowAt + from);
  }

  /** Adds to the samples of `count` pixels from `sample` on, the first of which is the cell's `first` in its row. */
  add(
    { data, at }: Located<Uint16Array>,
    sample: number,
    channels: 3 | 4,
    first: number,
    count: number,
  ): void {
    const end = sample + count * channels;
    if (at === undefined) this.#samples.set(data.subarray(sample, end));
    const from = at === undefined ? this.#samplesAt : at + sample * 2;
    const places = [this.#columnsAt + first * 4, this.#sharesAt + first * 4];
    this.#add[channels](from, ...places, count, this.#rowAt);
    if (at === undefined) data.set(this.#samples.subarray(0, end - sample), sample);
  }

  #createMachine(): Machine {
    const rounded = rounding();
    const texts = [betweenText, addText(3, rounded), addText(4, rounded)];
    return new Machine(texts, this.#common.memory);
  }
}

let enlarger: ChangeEnlarger | undefined;

/** One for each thread. */
export function sharedChangeEnlarger(): ChangeEnlarger {
  return (enlarger ??= new ChangeEnlarger());
}
