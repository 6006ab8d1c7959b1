import { placesAmong } from '../../../pixels/enlarging';
import type { Rectangle } from '../../../pixels/raster';
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

const numbersAt = 0;
const samplesAt = numbersAt + 16;
const columnsAt = samplesAt + cellSidePixels * 8 + 16;
const sharesAt = columnsAt + cellSidePixels * 4;
const rowAt = sharesAt + cellSidePixels * 4;
const changesAt = rowAt + mostReduced * changeBytes;
const allBytes = changesAt + mostReduced * mostReduced * changeBytes;

/** As `rowBetween` of `reference.ts`. */
const betweenText = functionOf('between', 5, (parameters, variable) => {
  const [above, below, share, strength, count] = parameters;
  const [row, upper] = [variable('i32'), variable('v128')];
  const difference = minus(v128.load(below.get), upper.get);
  const value = onTheWay(upper.get, difference, v128.loadSplat32(share.get));
  return sequence(
    row.set(i32.constant(rowAt)),
    repeatWhile(
      isLeft(count),
      upper.set(v128.load(above.get)),
      v128.store(row.get, f32x4.multiply(v128.loadSplat32(strength.get), value)),
      ...[above, below, row].map((local) => advance(local, number(changeBytes))),
      advance(count, number(-1)),
    ),
  );
});

/** As `addEnlarged` of `reference.ts`, with red, green and blue in lanes of one vector. */
const addText = functionOf('add', 5, (parameters, variable) => {
  const [samples, step, columns, shares, count] = parameters;
  const [place, before] = [variable('i32'), variable('v128')];
  const difference = minus(v128.load(place.get, changeBytes), before.get);
  const change = onTheWay(before.get, difference, v128.loadSplat32(shares.get));
  const changed = f32x4.add(f32x4.fromI32(v128.loadFour16(samples.get)), change);
  const sum = sequence(
    place.set(i32.load(columns.get)),
    before.set(v128.load(place.get)),
    i32x4.fromF32(f32x4.add(changed, f32x4.splat(f32.constant(0.5)))),
  );
  return changePixels({ samples, step, count }, sum, variable('v128'), [
    advance(columns, number(4)),
    advance(shares, number(4)),
  ]);
});

/** Adds what is known of reduced pixels to the pixels of a cell: bilinear, as by `enlarged`. */
class ChangeEnlarger {
  readonly #machine = new Machine([betweenText, addText]);
  readonly #between = this.#machine.kernel('between');
  readonly #add = this.#machine.kernel('add');
  readonly #memory = this.#machine.room(allBytes);
  readonly #numbers = new Float32Array(this.#memory, numbersAt, 2);
  readonly #samples = new Uint16Array(this.#memory, samplesAt, cellSidePixels * 4);
  readonly #columns = new Int32Array(this.#memory, columnsAt, cellSidePixels);
  readonly #shares = new Float32Array(this.#memory, sharesAt, cellSidePixels);
  readonly #changes = new Float32Array(this.#memory, changesAt);
  #reducedWidth = 0;

  /** Of the reduced pixels `covered`, `changeNumbers` each; every pixel of the cell lies between four of them. */
  begin(changes: Float32Array, covered: Rectangle, factor: number, cell: Rectangle): void {
    this.#changes.set(changes);
    this.#reducedWidth = covered.width;
    const { before, shares } = placesAmong(cell.left, cell.width, factor, covered.left);
    this.#columns.set(before.map((column) => rowAt + column * changeBytes));
    this.#shares.set(shares);
  }

  /** The reduced row above a row of pixels, and how far below it this one lies. */
  startRow(above: number, share: number, strength: number): void {
    const rowBytes = this.#reducedWidth * changeBytes;
    const at = changesAt + above * rowBytes;
    this.#numbers[0] = share;
    this.#numbers[1] = strength;
    this.#between(at, at + rowBytes, numbersAt, numbersAt + 4, this.#reducedWidth);
  }

  /** Adds to the samples of `count` pixels, the first of which is the cell's `first` in its row. */
  add(samples: Uint16Array, first: number, count: number, channels: number): void {
    this.#samples.set(samples);
    this.#add(samplesAt, channels * 2, columnsAt + first * 4, sharesAt + first * 4, count);
    samples.set(this.#samples.subarray(0, samples.length));
  }
}

let enlarger: ChangeEnlarger | undefined;

/** One for each thread. */
export function sharedChangeEnlarger(): ChangeEnlarger {
  return (enlarger ??= new ChangeEnlarger());
}
