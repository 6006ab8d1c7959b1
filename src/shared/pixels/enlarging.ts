import {
  functionOf,
  i32,
  repeatWhile,
  sequence,
  v128,
  type Code,
  type Local,
  type Locals,
  type ValueType,
} from '../wasm/assembler';
import { advance, isLeft, number, placed } from '../wasm/loops';
import { Machine } from '../wasm/machine';
import { minus, onTheWay } from '../wasm/vector-math';
import type { Plane, Rectangle } from './raster';

/** Bytes of a number, and of a vector of them. */
const numberBytes = 4;
const vectorBytes = 16;
const vectorNumbers = vectorBytes / numberBytes;
/** Rows are worked out a few at a time, so that they lie in the processor's cache when they are fetched. */
const numbersAtOnce = 65536;

function localsOf(parameters: Locals<11>, variable: (type: ValueType) => Local) {
  const [rows, width, aboves, downs, starts, columns, shares, row, from, out, stride] = parameters;
  return {
    ...{ rows, width, aboves, downs, starts, columns, shares, row, from, out, stride },
    ...{ at: variable('i32'), left: variable('i32') },
    ...{ above: variable('i32'), below: variable('i32') },
    ...{ place: variable('i32'), start: variable('i32'), end: variable('i32') },
    ...{ share: variable('v128'), before: variable('v128'), difference: variable('v128') },
  };
}

type Names = ReturnType<typeof localsOf>;

/**
 * For `rows` rows: interpolates down between two reduced rows into `row`, then along from `from` in it on, all pixels
 * between two reduced ones in vectors. What a vector writes too much the next one overwrites.
 */
const enlargeText = functionOf('enlarge', 11, (parameters, variable) => {
  const locals = localsOf(parameters, variable);
  const { rows, aboves, downs, out, stride } = locals;
  return repeatWhile(
    isLeft(rows),
    interpolateDown(locals),
    interpolateAlong(locals),
    ...[aboves, downs].map((local) => advance(local, number(numberBytes))),
    advance(out, stride.get),
    advance(rows, number(-1)),
  );
});

function interpolateDown(locals: Names): Code {
  const { aboves, downs, width, row, at, left, above, below, share, before } = locals;
  const difference = minus(v128.load(below.get), before.get);
  return sequence(
    above.set(i32.load(aboves.get)),
    below.set(i32.add(above.get, i32.shiftLeft(width.get, number(2)))),
    share.set(v128.loadSplat32(downs.get)),
    at.set(row.get),
    left.set(width.get),
    repeatWhile(
      isLeft(left),
      before.set(v128.load(above.get)),
      v128.store(at.get, onTheWay(before.get, difference, share.get)),
      ...[above, below, at].map((local) => advance(local, number(vectorBytes))),
      advance(left, number(-vectorNumbers)),
    ),
  );
}

/** Places of pixels are in bytes from the first one of a row. */
function interpolateAlong(locals: Names): Code {
  const { starts, columns, shares, from, out } = locals;
  const { at, place, left, start, end, before, difference } = locals;
  const value = onTheWay(before.get, difference.get, v128.load(i32.add(shares.get, start.get)));
  return sequence(
    at.set(from.get),
    place.set(starts.get),
    left.set(columns.get),
    repeatWhile(
      isLeft(left),
      before.set(v128.loadSplat32(at.get)),
      difference.set(minus(v128.loadSplat32(at.get, numberBytes), before.get)),
      start.set(i32.load(place.get)),
      end.set(i32.load(place.get, numberBytes)),
      repeatWhile(
        i32.lessThan(start.get, end.get),
        v128.store(i32.add(out.get, start.get), value),
        advance(start, number(vectorBytes)),
      ),
      ...[at, place].map((local) => advance(local, number(numberBytes))),
      advance(left, number(-1)),
    ),
  );
}

/** Where each pixel of a row or column lies among reduced ones: the one before it, and how far behind that. */
export interface Places {
  readonly before: Int32Array;
  readonly shares: Float32Array;
}

/** Where a pixel lies among the middles of reduced ones. */
export function reducedPlace(pixel: number, factor: number): number {
  return (pixel + 0.5) / factor - 0.5;
}

export function placesAmong(
  start: number,
  count: number,
  factor: number,
  firstReduced: number,
): Places {
  const before = new Int32Array(count);
  const shares = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const place = reducedPlace(start + at, factor) - firstReduced;
    before[at] = Math.floor(place);
    shares[at] = place - Math.floor(place);
  }
  return { before, shares };
}

/** Of each reduced column, the byte in a row of pixels at which those begin that lie behind it; then the row's end. */
function startsOf({ before }: Places): Int32Array {
  const first = before[0]!;
  const starts = new Int32Array(before.at(-1)! - first + 2).fill(before.length * numberBytes);
  for (let x = before.length - 1; x >= 0; x--) starts[before[x]! - first] = x * numberBytes;
  return starts;
}

let machine: Machine | undefined;

/** As by `Enlarger` of `reduced.ts`, all rows of `rectangle` at once. */
export function enlargeInto(
  result: Float32Array,
  plane: Plane,
  covered: Rectangle,
  factor: number,
  { left, top, width, height }: Rectangle,
): void {
  machine ??= new Machine([enlargeText]);
  const across = placesAmong(left, width, factor, covered.left);
  const down = placesAmong(top, height, factor, covered.top);
  const starts = startsOf(across);
  const rowsAtOnce = Math.min(height, Math.max(1, Math.floor(numbersAtOnce / width)));
  const reducedRows = Math.ceil(rowsAtOnce / factor) + 2;
  const [at, end] = placed({
    starts: bytesFor(starts.length),
    shares: bytesFor(width),
    ...{ aboves: bytesFor(rowsAtOnce), downs: bytesFor(rowsAtOnce) },
    ...{ row: bytesFor(plane.width), plane: bytesFor(reducedRows * plane.width) },
    out: bytesFor(rowsAtOnce * width),
  });
  const memory = machine.room(end);
  const enlarge = machine.kernel('enlarge');
  new Int32Array(memory, at.starts, starts.length).set(starts);
  new Float32Array(memory, at.shares, width).set(across.shares);
  const aboves = new Int32Array(memory, at.aboves, rowsAtOnce);
  const downs = new Float32Array(memory, at.downs, rowsAtOnce);
  const reduced = new Float32Array(memory, at.plane, reducedRows * plane.width);
  const out = new Float32Array(memory, at.out, rowsAtOnce * width);
  for (let y = 0; y < height; y += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, height - y);
    const first = down.before[y]!;
    const last = down.before[y + rows - 1]! + 2;
    reduced.set(plane.data.subarray(first * plane.width, last * plane.width));
    for (let row = 0; row < rows; row++) {
      aboves[row] = at.plane + (down.before[y + row]! - first) * plane.width * numberBytes;
      downs[row] = down.shares[y + row]!;
    }
    enlarge(
      ...[rows, plane.width, at.aboves, at.downs, at.starts, starts.length - 1, at.shares],
      ...[at.row, at.row + across.before[0]! * numberBytes, at.out, width * numberBytes],
    );
    result.set(rows === rowsAtOnce ? out : out.subarray(0, rows * width), y * width);
  }
}

/** With room for a vector behind the last of so many numbers. */
function bytesFor(numbers: number): number {
  return numbers * numberBytes + vectorBytes;
}
