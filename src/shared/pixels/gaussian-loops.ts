import {
  f32,
  f64,
  f64x2,
  functionOf,
  i32,
  repeatWhile,
  sequence,
  v128,
  type Code,
  type Local,
  type ValueType,
} from '../wasm/assembler';
import { advance, isLeft, number, variables } from '../wasm/loops';

/** Pixels that the loops work on at once: rows have room for so many more. */
export const pixelsAtOnce = 8;

type Variable = (type: ValueType) => Local;

/** Sums for so many pixels that lie one after the other, two in each vector. */
class Sums {
  readonly #pairs: readonly Local[];

  constructor(variable: Variable) {
    this.#pairs = Array.from({ length: pixelsAtOnce / 2 }, () => variable('v128'));
  }

  each(change: (sum: Local, byte: number) => Code): Code {
    return sequence(...this.#pairs.map((sum, pair) => change(sum, 8 * pair)));
  }
}

/** Two numbers of a row, as wide as sums are. */
function pair(address: Code, byte: number): Code {
  return f64x2.fromF32(v128.loadZero64(address, byte));
}

function storePair(address: Code, value: Code, byte: number): Code {
  return v128.store64(address, f64x2.toF32(value), 0, byte);
}

/** `weighedRows` of `gaussian-reference.ts` for one row, which is padded. */
export const weighRowText = functionOf('weighRow', 5, (parameters, variable) => {
  const [padded, weights, reachBytes, width, result] = parameters;
  const sums = new Sums(variable);
  const [before, behind, weight, end] = variables(variable, 'i32', 4);
  return repeatWhile(
    isLeft(width),
    before.set(i32.add(padded.get, reachBytes.get)),
    behind.set(before.get),
    weight.set(weights.get),
    end.set(padded.get),
    sums.each((sum, byte) =>
      sum.set(f64x2.multiply(v128.loadSplat64(weight.get), pair(before.get, byte))),
    ),
    repeatWhile(
      i32.lessThan(end.get, before.get),
      advance(before, number(-4)),
      advance(behind, number(4)),
      advance(weight, number(8)),
      addWeighed(sums, weight, before, behind),
    ),
    sums.each((sum, byte) => storePair(result.get, sum.get, byte)),
    advance(padded, number(4 * pixelsAtOnce)),
    advance(result, number(4 * pixelsAtOnce)),
    advance(width, number(-pixelsAtOnce)),
  );
});

function addWeighed(sums: Sums, weight: Local, one: Local, other: Local): Code {
  return sums.each((sum, byte) => {
    const both = f64x2.add(pair(one.get, byte), pair(other.get, byte));
    return sum.set(f64x2.add(sum.get, f64x2.multiply(v128.loadSplat64(weight.get), both)));
  });
}

/**
 * `weighedColumns` for one row. `rows` are the addresses of the rows around it: its own, and then one above and one
 * below for each weight.
 */
export const weighColumnsText = functionOf('weighColumns', 5, (parameters, variable) => {
  const [rows, weights, rowsEnd, width, result] = parameters;
  const sums = new Sums(variable);
  const [above, below, weight, entry, column] = variables(variable, 'i32', 5);
  const rowAt = (byte: number): Code => i32.add(i32.load(entry.get, byte), column.get);
  return repeatWhile(
    isLeft(width),
    entry.set(rows.get),
    weight.set(weights.get),
    above.set(rowAt(0)),
    sums.each((sum, byte) =>
      sum.set(f64x2.multiply(v128.loadSplat64(weight.get), pair(above.get, byte))),
    ),
    advance(entry, number(4)),
    repeatWhile(
      i32.lessThan(entry.get, rowsEnd.get),
      above.set(rowAt(0)),
      below.set(rowAt(4)),
      advance(weight, number(8)),
      addWeighed(sums, weight, above, below),
      advance(entry, number(8)),
    ),
    sums.each((sum, byte) => storePair(i32.add(result.get, column.get), sum.get, byte)),
    advance(column, number(4 * pixelsAtOnce)),
    advance(width, number(-pixelsAtOnce)),
  );
});

/** `boxedRows` for one row, which is padded; `box` holds the weight of the ends and the total. */
export const boxRowText = functionOf('boxRow', 5, (parameters, variable) => {
  const [padded, boxBytes, box, width, result] = parameters;
  const sum = variable('f64');
  const behind = variable('i32');
  const at = (local: Local, byte = 0): Code => f64.fromF32(f32.load(local.get, byte));
  const ends = f64.multiply(f64.load(box.get), f64.add(at(padded), at(behind)));
  return sequence(
    behind.set(i32.add(padded.get, number(4))),
    repeatWhile(
      i32.lessThan(behind.get, i32.add(padded.get, boxBytes.get)),
      sum.set(f64.add(sum.get, at(behind))),
      advance(behind, number(4)),
    ),
    repeatWhile(
      isLeft(width),
      f32.store(result.get, f32.fromF64(f64.divide(f64.add(sum.get, ends), f64.load(box.get, 8)))),
      sum.set(f64.add(sum.get, f64.subtract(at(behind), at(padded, 4)))),
      advance(padded, number(4)),
      advance(behind, number(4)),
      advance(result, number(4)),
      advance(width, number(-1)),
    ),
  );
});

/** Adds a row to the running sums of `boxColumns`. */
export const addRowText = functionOf('addRow', 3, (parameters) => {
  const [sums, row, width] = parameters;
  return repeatWhile(
    isLeft(width),
    v128.store(sums.get, f64x2.add(v128.load(sums.get), pair(row.get, 0))),
    advance(sums, number(16)),
    advance(row, number(8)),
    advance(width, number(-2)),
  );
});

/** `boxedColumns` for one row. */
export const boxColumnsText = functionOf('boxColumns', 7, (parameters, variable) => {
  const [above, below, leaving, sums, box, width, result] = parameters;
  const [sum, entering] = variables(variable, 'v128', 2);
  const ends = f64x2.add(pair(above.get, 0), entering.get);
  const weighedEnds = f64x2.multiply(v128.loadSplat64(box.get), ends);
  const mean = f64x2.divide(f64x2.add(sum.get, weighedEnds), v128.loadSplat64(box.get, 8));
  const next = f64x2.subtract(f64x2.add(sum.get, entering.get), pair(leaving.get, 0));
  return repeatWhile(
    isLeft(width),
    sum.set(v128.load(sums.get)),
    entering.set(pair(below.get, 0)),
    storePair(result.get, mean, 0),
    v128.store(sums.get, next),
    ...[above, below, leaving, result].map((row) => advance(row, number(8))),
    advance(sums, number(16)),
    advance(width, number(-2)),
  );
});
