import {
  f64,
  f64x2,
  functionOf,
  i32,
  i32x4,
  repeatWhile,
  sequence,
  shuffle64,
  v128,
  wholeNumberBits,
  type Code,
  type Local,
  type Locals,
  type ValueType,
} from '../../../wasm/assembler';
import { advance, isLeft, number } from '../../../wasm/loops';

/** Numbers of a row that the loop reads, in this order, as 64-bit ones. */
export const rowNumbers = ['columnsPerPixel', 'origin', 'last', 'scale', 'x', 'y'] as const;

type RowNumber = (typeof rowNumbers)[number];

function localsOf(parameters: Locals<5>, variable: (type: ValueType) => Local) {
  const [count, numbers, offsets, points, moved] = parameters;
  const vector = (): Local => variable('v128');
  const row: Readonly<Record<RowNumber, Local>> = {
    ...{ columnsPerPixel: vector(), origin: vector(), last: vector() },
    ...{ scale: vector(), x: vector(), y: vector() },
  };
  return {
    ...{ count, numbers, offsets, points, moved, row },
    ...{ nothing: vector(), one: vector(), wholeNumber: vector() },
    ...{ along: vector(), column: vector(), offset: vector() },
    at: variable('i32'),
  };
}

type Names = ReturnType<typeof localsOf>;

/** As `followRow` of `reference.ts`, with x and y in lanes of one vector. */
export const followText = functionOf('follow', 5, (parameters, variable) => {
  const locals = localsOf(parameters, variable);
  const { count, points, moved, row, nothing, one, offset } = locals;
  const own = shuffle64(row.x.get, row.y.get, 0, 3);
  return sequence(
    begin(locals),
    repeatWhile(
      isLeft(count),
      findOffset(locals),
      v128.store(points.get, f64x2.add(own, f64x2.multiply(offset.get, row.scale.get))),
      i32.store8(moved.get, v128.isAnySet(f64x2.differs(offset.get, nothing.get))),
      row.x.set(f64x2.add(row.x.get, one.get)),
      advance(points, number(16)),
      advance(moved, number(1)),
      advance(count, number(-1)),
    ),
  );
});

/** What is the same for every pixel lies in registers. */
function begin({ numbers, row, nothing, one, wholeNumber }: Names): Code {
  return sequence(
    ...rowNumbers.map((name, at) => row[name].set(f64x2.splat(f64.load(numbers.get, 8 * at)))),
    nothing.set(f64x2.splat(f64.constant(0))),
    one.set(f64x2.splat(f64.constant(1))),
    wholeNumber.set(f64x2.splat(f64.constant(wholeNumberBits))),
  );
}

/** Between two columns of the lattice; beyond its ends, as on the first, nothing moves. */
function findOffset({
  offsets,
  row,
  nothing,
  wholeNumber,
  along,
  column,
  at,
  offset,
}: Names): Code {
  const isInside = v128.and(
    f64x2.lessThan(nothing.get, along.get),
    f64x2.lessThan(along.get, row.last.get),
  );
  const whole = i32x4.lane(f64x2.add(column.get, wholeNumber.get), 0);
  const share = f64x2.subtract(along.get, column.get);
  const step = f64x2.subtract(v128.load(at.get, 16), offset.get);
  return sequence(
    along.set(f64x2.add(f64x2.multiply(row.x.get, row.columnsPerPixel.get), row.origin.get)),
    along.set(v128.and(along.get, isInside)),
    column.set(f64x2.floor(along.get)),
    at.set(i32.add(offsets.get, i32.shiftLeft(whole, number(4)))),
    offset.set(v128.load(at.get)),
    offset.set(f64x2.add(offset.get, f64x2.multiply(share, step))),
  );
}
