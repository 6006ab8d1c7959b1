import {
  choose,
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
  type ValueType,
} from '../../../wasm/assembler';
import { advance, isLeft, number, variables } from '../../../wasm/loops';

/** A lattice's points, and places, are x and y of 64 bits. */
export const pointBytes = 16;

/**
 * Numbers that the loops read, in this order, as 64-bit ones. A place's column and row on the lattice are its x and y
 * times `columnsPerPixel` and the origin added; inside lies what is between 0 and the last ones.
 */
export const latticeNumbers = [
  ...(['originX', 'originY', 'lastColumn', 'lastRow'] as const),
  ...(['columnsPerPixel', 'pixelsPerColumn'] as const),
  /** Of the row that is followed: where it begins, and how far it lies from one row of the lattice to the next. */
  ...(['x', 'y', 'share'] as const),
] as const;

type LatticeNumber = (typeof latticeNumbers)[number];

function numberAt(name: LatticeNumber): number {
  return 8 * latticeNumbers.indexOf(name);
}

function mixed(one: Code, other: Code, share: Code): Code {
  return f64x2.add(one, f64x2.multiply(share, f64x2.subtract(other, one)));
}

function followLocals(variable: (type: ValueType) => Local) {
  const [x, along, column] = variables(variable, 'f64', 3);
  const [share, first, step, place, next] = variables(variable, 'v128', 5);
  const [cell, end, at, upper, lower] = variables(variable, 'i32', 5);
  return { x, along, column, share, first, step, place, next, cell, end, at, upper, lower };
}

/**
 * As `followRow` of `reference.ts`: between two columns of the lattice all places are as far from each other, and those
 * with even and with odd numbers are found side by side. Writes up to one place more. `row` is where the lattice's row
 * above begins.
 */
export const followText = functionOf(
  'follow',
  5,
  ([count, numbers, row, points, rowBytes], variable) => {
    const locals = followLocals(variable);
    const { x, along, column, share, first, step, place, next, cell, end, at } = locals;
    const known = (name: LatticeNumber): Code => f64.load(numbers.get, numberAt(name));
    const onRow = (offset: number): Code =>
      mixed(v128.load(locals.upper.get, offset), v128.load(locals.lower.get, offset), share.get);
    const untilNext = f64.subtract(f64.add(column.get, f64.constant(1)), along.get);
    return sequence(
      x.set(known('x')),
      share.set(f64x2.splat(known('share'))),
      repeatWhile(
        isLeft(count),
        along.set(f64.add(f64.multiply(x.get, known('columnsPerPixel')), known('originX'))),
        column.set(f64.floor(along.get)),
        cell.set(i32.fromF64(f64.ceil(f64.multiply(untilNext, known('pixelsPerColumn'))))),
        cell.set(choose(i32.lessThan(cell.get, count.get), cell.get, count.get)),
        // The last point of a row and the first of the next one move nothing, as all that lies outside.
        at.set(i32.fromF64(column.get)),
        locals.upper.set(i32.fromF64(known('lastColumn'))),
        at.set(choose(i32.isBelow(at.get, locals.upper.get), at.get, locals.upper.get)),
        locals.upper.set(i32.add(row.get, i32.multiply(at.get, number(pointBytes)))),
        locals.lower.set(i32.add(locals.upper.get, rowBytes.get)),
        first.set(onRow(0)),
        step.set(f64x2.subtract(onRow(pointBytes), first.get)),
        place.set(f64x2.splat(f64.subtract(along.get, column.get))),
        first.set(f64x2.add(first.get, f64x2.multiply(step.get, place.get))),
        place.set(shuffle64(f64x2.splat(x.get), f64x2.splat(known('y')), 0, 3)),
        place.set(f64x2.add(place.get, first.get)),
        step.set(f64x2.multiply(step.get, f64x2.splat(known('columnsPerPixel')))),
        first.set(shuffle64(f64x2.splat(f64.constant(1)), f64x2.splat(f64.constant(0)), 0, 3)),
        step.set(f64x2.add(step.get, first.get)),
        x.set(f64.add(x.get, f64.fromI32(cell.get))),
        advance(count, i32.subtract(number(0), cell.get)),
        end.set(i32.add(points.get, i32.multiply(cell.get, number(pointBytes)))),
        next.set(f64x2.add(place.get, step.get)),
        step.set(f64x2.add(step.get, step.get)),
        repeatWhile(
          isLeft(cell),
          v128.store(points.get, place.get),
          v128.store(points.get, next.get, pointBytes),
          place.set(f64x2.add(place.get, step.get)),
          next.set(f64x2.add(next.get, step.get)),
          advance(points, number(2 * pointBytes)),
          advance(cell, number(-2)),
        ),
        points.set(end.get),
      ),
    );
  },
);

function displaceLocals(variable: (type: ValueType) => Local) {
  const [origin, last, scale, nothing, wholeNumber] = variables(variable, 'v128', 5);
  const [place, cell, share, along, upper, lower] = variables(variable, 'v128', 6);
  const at = variable('i32');
  return {
    ...{ origin, last, scale, nothing, wholeNumber },
    ...{ place, cell, share, along, upper, lower, at },
  };
}

type Displacing = ReturnType<typeof displaceLocals>;

/** As `displaceRow` of `reference.ts`, with x and y in lanes of one vector. */
export const displaceText = functionOf(
  'displace',
  5,
  ([count, numbers, lattice, points, rowBytes], variable) => {
    const locals = displaceLocals(variable);
    const { origin, last, scale, nothing, wholeNumber, place, cell } = locals;
    const isInside = v128.and(
      f64x2.lessThan(nothing.get, cell.get),
      f64x2.lessThan(cell.get, last.get),
    );
    return sequence(
      origin.set(v128.load(numbers.get, numberAt('originX'))),
      last.set(v128.load(numbers.get, numberAt('lastColumn'))),
      scale.set(v128.loadSplat64(numbers.get, numberAt('columnsPerPixel'))),
      nothing.set(f64x2.splat(f64.constant(0))),
      wholeNumber.set(f64x2.splat(f64.constant(wholeNumberBits))),
      repeatWhile(
        isLeft(count),
        place.set(v128.load(points.get)),
        cell.set(f64x2.add(f64x2.multiply(place.get, scale.get), origin.get)),
        when(i64x2.areAllSet(isInside), moveOn(locals, lattice, points, rowBytes)),
        advance(points, number(pointBytes)),
        advance(count, number(-1)),
      ),
    );
  },
);

function moveOn(
  { wholeNumber, place, cell, share, along, upper, lower, at }: Displacing,
  lattice: Local,
  points: Local,
  rowBytes: Local,
): Code {
  const index = (lane: number): Code => i32x4.lane(upper.get, lane);
  const between = (one: Local): Code =>
    one.set(mixed(v128.load(at.get), v128.load(at.get, pointBytes), along.get));
  return sequence(
    share.set(cell.get),
    cell.set(f64x2.floor(cell.get)),
    share.set(f64x2.subtract(share.get, cell.get)),
    upper.set(f64x2.add(cell.get, wholeNumber.get)),
    at.set(
      i32.add(
        i32.add(lattice.get, i32.multiply(index(0), number(pointBytes))),
        i32.multiply(index(2), rowBytes.get),
      ),
    ),
    along.set(shuffle64(share.get, share.get, 0, 0)),
    between(upper),
    advance(at, rowBytes.get),
    between(lower),
    share.set(shuffle64(share.get, share.get, 1, 1)),
    v128.store(points.get, f64x2.add(place.get, mixed(upper.get, lower.get, share.get))),
  );
}
