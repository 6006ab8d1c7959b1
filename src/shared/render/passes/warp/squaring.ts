import {
  f64,
  f64x2,
  functionOf,
  i32,
  i32x4,
  i64x2,
  repeatWhile,
  sequence,
  shuffle64,
  v128,
  when,
  wholeNumberBits,
  type Code,
  type Local,
  type Locals,
  type ValueType,
} from '../../../wasm/assembler';
import { advance, isLeft, number, placed, variables } from '../../../wasm/loops';
import { Machine } from '../../../wasm/machine';
import type { DisplacementField } from './field';

/** What the loop knows of a lattice, each as x and y: its corner, its step, and the last column and row. */
const latticeBytes = 3 * 16;
/** An offset is x and y of 32 bits, a point of 64. */
const [offsetBytes, pointBytes] = [8, 16];

function localsOf(parameters: Locals<5>, variable: (type: ValueType) => Local) {
  const [from, into, points, count, columns] = parameters;
  const [corner, step, last, nothing, wholeNumber] = variables(variable, 'v128', 5);
  const [place, cell, share, along, upper, lower] = variables(variable, 'v128', 6);
  return {
    ...{ from, into, points, count, columns, at: variable('i32') },
    ...{ corner, step, last, nothing, wholeNumber },
    ...{ place, cell, share, along, upper, lower },
  };
}

type Names = ReturnType<typeof localsOf>;

/** As `squared` of `reference.ts`, with x and y in lanes of one vector. */
const squareText = functionOf('square', 5, (parameters, variable) => {
  const names = localsOf(parameters, variable);
  const { into, points, count, place, corner, step, last, nothing, wholeNumber } = names;
  const gone = f64x2.subtract(place.get, v128.load(points.get));
  return sequence(
    ...[corner, step, last].map((local, at) => local.set(v128.load(number(0), 16 * at))),
    nothing.set(f64x2.splat(f64.constant(0))),
    wholeNumber.set(f64x2.splat(f64.constant(wholeNumberBits))),
    repeatWhile(
      isLeft(count),
      place.set(v128.load(points.get)),
      displace(names),
      displace(names),
      v128.store64(into.get, f64x2.toF32(gone), 0),
      advance(into, number(offsetBytes)),
      advance(points, number(pointBytes)),
      advance(count, number(-1)),
    ),
  );
});

/** As `displace` of `field.ts`. */
function displace(names: Names): Code {
  const { place, corner, step, last, nothing, cell } = names;
  return sequence(
    cell.set(f64x2.divide(f64x2.subtract(place.get, corner.get), step.get)),
    when(
      i64x2.areAllSet(
        v128.and(f64x2.lessThan(nothing.get, cell.get), f64x2.lessThan(cell.get, last.get)),
      ),
      moveOn(names),
    ),
  );
}

function moveOn(names: Names): Code {
  const { from, columns, at, wholeNumber, place, cell, share, along, upper, lower } = names;
  const index = (lane: number): Code => i32x4.lane(upper.get, lane);
  const row = i32.multiply(index(2), columns.get);
  const offset = (address: Code, column: number): Code =>
    f64x2.fromF32(v128.loadZero64(address, column * offsetBytes));
  const between = (one: Local, address: Code): Code =>
    sequence(one.set(offset(address, 0)), one.set(mixed(one.get, offset(address, 1), along.get)));
  return sequence(
    share.set(cell.get),
    cell.set(f64x2.floor(cell.get)),
    share.set(f64x2.subtract(share.get, cell.get)),
    upper.set(f64x2.add(cell.get, wholeNumber.get)),
    at.set(i32.add(from.get, i32.multiply(i32.add(row, index(0)), number(offsetBytes)))),
    along.set(shuffle64(share.get, share.get, 0, 0)),
    between(upper, at.get),
    between(lower, i32.add(at.get, i32.multiply(columns.get, number(offsetBytes)))),
    place.set(
      f64x2.add(place.get, mixed(upper.get, lower.get, shuffle64(share.get, share.get, 1, 1))),
    ),
  );
}

function mixed(one: Code, other: Code, share: Code): Code {
  return f64x2.add(one, f64x2.multiply(share, f64x2.subtract(other, one)));
}

let machine: Machine | undefined;

/** A field that goes as far as this one 2^`times` times over. */
export function squaredField(field: DisplacementField, times: number): DisplacementField {
  const { left, top, stepPixels, columns, rows } = field;
  const count = columns * rows;
  const bytes = count * offsetBytes;
  const [places, end] = placed({
    lattice: latticeBytes,
    one: bytes,
    other: bytes,
    points: count * pointBytes,
  });
  machine ??= new Machine([squareText]);
  const memory = machine.room(end);
  const lattice = [left, top, stepPixels, stepPixels, columns - 1, rows - 1];
  new Float64Array(memory, places.lattice, lattice.length).set(lattice);
  const points = new Float64Array(memory, places.points, count * 2);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      points[at++] = left + column * stepPixels;
      points[at++] = top + row * stepPixels;
    }
  }
  new Float32Array(memory, places.one, count * 2).set(field.offsets);
  let [from, into] = [places.one, places.other];
  for (let time = 0; time < times; time++) {
    machine.kernel('square')(from, into, places.points, count, columns);
    [from, into] = [into, from];
  }
  return { ...field, offsets: new Float32Array(memory, from, count * 2).slice() };
}
