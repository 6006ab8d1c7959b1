import { placesAmong } from '../../../pixels/enlarging';
import {
  f32,
  f32x4,
  functionOf,
  i32,
  i32x4,
  repeatWhile,
  sequence,
  v128,
} from '../../../wasm/assembler';
import { commonMemory } from '../../../wasm/common-memory';
import { advance, isLeft, number } from '../../../wasm/loops';
import { Machine } from '../../../wasm/machine';
import { minus, onTheWay } from '../../../wasm/vector-math';
import { cellSidePixels } from '../../cells';
import { changePixels } from '../../change-pixels';

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
const addText = functionOf('add', 6, (parameters, variable) => {
  const [samples, step, columns, shares, count, row] = parameters;
  const [place, before] = [variable('i32'), variable('v128')];
  const difference = minus(v128.load(place.get, changeBytes), before.get);
  const change = onTheWay(before.get, difference, v128.loadSplat32(shares.get));
  const changed = f32x4.add(f32x4.fromI32(v128.loadFour16(samples.get)), change);
  const sum = sequence(
    place.set(i32.add(row.get, i32.load(columns.get))),
    before.set(v128.load(place.get)),
    i32x4.fromF32(f32x4.add(changed, f32x4.splat(f32.constant(0.5)))),
  );
  return changePixels({ samples, step, count }, sum, variable('v128'), [
    advance(columns, number(4)),
    advance(shares, number(4)),
  ]);
});

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
  readonly #machine = new Machine([betweenText, addText], {}, this.#common.memory);
  readonly #between = this.#machine.kernel('between');
  readonly #add = this.#machine.kernel('add');
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

  /** The row of those above a row of pixels, and how far below it this one lies. */
  startRow(above: number, share: number, strength: number): void {
    const bytes = this.#reducedWidth * changeBytes;
    const at = this.#changesAt + above * bytes;
    this.#numbers[0] = share;
    this.#numbers[1] = strength;
    const [shareAt, strengthAt] = [this.#numbersAt, this.#numbersAt + 4];
    this.#between(at, at + bytes, shareAt, strengthAt, this.#reducedWidth, this.#rowAt);
  }

  /** Adds to the samples of `count` pixels, the first of which is the cell's `first` in its row. */
  add(samples: Uint16Array, first: number, count: number, channels: number): void {
    const isNear = this.#common.holds(samples);
    if (!isNear) this.#samples.set(samples);
    const places = [this.#columnsAt + first * 4, this.#sharesAt + first * 4];
    const from = isNear ? samples.byteOffset : this.#samplesAt;
    this.#add(from, channels * 2, ...places, count, this.#rowAt);
    if (!isNear) samples.set(this.#samples.subarray(0, samples.length));
  }
}

let enlarger: ChangeEnlarger | undefined;

/** One for each thread. */
export function sharedChangeEnlarger(): ChangeEnlarger {
  return (enlarger ??= new ChangeEnlarger());
}
