import { partOfPlane } from '../../../pixels/occupied';
import { wholeOf, type Plane, type Point, type Rectangle } from '../../../pixels/raster';
import {
  f64,
  f64x2,
  functionOf,
  i32,
  repeatWhile,
  sequence,
  v128,
  when,
  type Code,
  type Local,
  type ValueType,
} from '../../../wasm/assembler';
import { advance, isLeft, number, placed, variables } from '../../../wasm/loops';
import { Machine } from '../../../wasm/machine';
import { within } from '../../../wasm/vector-math';

/**
 * What places along one axis are, in numbers of 64 bits: those of pixel `n` are `start` + `n` * `step`, and of a cell's
 * `side` the way from `fraction` on is `offset` + `sign` * `fraction`, which takes so many steps of `length`.
 */
const axisNames = ['start', 'step', 'offset', 'sign', 'length'] as const;
type AxisName = (typeof axisNames)[number];
type Axis = 'x' | 'y';
const axes = ['x', 'y'] as const;

/** Steps this small lead to no other cell; their length divides. */
const smallestStep = 1e-12;
/** Bytes that stores may reach beyond the end of a row. */
const spareBytes = 16;
/** Pixels of one number in a vector. */
const pixelsOfOneNumber = 4;

const [places, placesBytes] = placed({
  numbers: 8 * axisNames.length * axes.length,
  pair: 16,
});

function numberAt(axis: Axis, name: AxisName): number {
  return places.numbers + 8 * (axes.indexOf(axis) * axisNames.length + axisNames.indexOf(name));
}

function numberOf(axis: Axis, name: AxisName): Code {
  return f64.load(number(0), numberAt(axis, name));
}

function twiceOf(axis: Axis, name: AxisName): Code {
  return v128.loadSplat64(number(0), numberAt(axis, name));
}

/** Pixels that follow each other in a cell, from one at `place` on. */
function pixelsWithin(axis: Axis, place: Code, cell: Local): Code {
  const fraction = f64.subtract(place, cell.get);
  const way = f64.add(numberOf(axis, 'offset'), f64.multiply(numberOf(axis, 'sign'), fraction));
  return f64.add(f64.floor(f64.divide(way, numberOf(axis, 'length'))), f64.constant(1));
}

type Four<Item> = readonly [Item, Item, Item, Item];

function four<Item>(make: (index: number) => Item): Four<Item> {
  return [make(0), make(1), make(2), make(3)];
}

/** What lies between the second and the third of four, as a polynomial, from the constant to the cube: Keys 1981. */
function cubicOf([before, first, second, after]: Four<Code>): Four<Code> {
  const { add, subtract } = f64x2;
  const times = (factor: number, value: Code): Code =>
    f64x2.multiply(f64x2.splat(f64.constant(factor)), value);
  return [
    first,
    times(0.5, subtract(second, before)),
    subtract(add(subtract(before, times(2.5, first)), times(2, second)), times(0.5, after)),
    add(times(1.5, subtract(first, second)), times(0.5, subtract(after, before))),
  ];
}

/** Horner's scheme. */
function valueAt([constant, slope, square, cube]: Four<Code>, at: Local): Code {
  const { add, multiply } = f64x2;
  const then = (value: Code, term: Code): Code => add(multiply(value, at.get), term);
  return then(then(then(cube, square), slope), constant);
}

/** A bicubic polynomial's terms. */
const cubicBytes = 8 * 16;

type Variable = (type: ValueType) => Local;

/** Whether cells that follow each other hold more than one number, and the polynomials of those that do. */
const findText = functionOf('find', 5, (parameters, variable) => {
  const [cells, stride, count, differs, cubics] = parameters;
  const lines = four(() => variable('i32'));
  const same = variable('v128');
  const values = four(() => variable('v128'));
  const terms = four(() => four(() => variable('v128')));
  const taken = four((at) => values[at]!.get);
  const difference = lines
    .map(({ get }) => v128.xor(v128.load(get), same.get))
    .reduce((one, other) => v128.or(one, other));
  return repeatWhile(
    isLeft(count),
    lines[0].set(i32.subtract(i32.subtract(cells.get, stride.get), number(4))),
    ...lines.slice(1).map((line, at) => line.set(i32.add(lines[at]!.get, stride.get))),
    same.set(v128.loadSplat32(lines[0].get)),
    i32.store8(differs.get, v128.isAnySet(difference)),
    when(
      i32.load8(differs.get),
      ...lines.flatMap((line, at) => [
        ...values.map((value, cell) =>
          value.set(f64x2.fromF32(v128.loadSplat32(line.get, 4 * cell))),
        ),
        ...cubicOf(taken).map((term, power) => terms[at]![power]!.set(term)),
      ]),
      // Each term, which changes from line to line, is a polynomial down the lines.
      ...four((power) => power).flatMap((power) => [
        ...values.map((value, line) => value.set(terms[line]![power]!.get)),
        ...cubicOf(taken).map((term, down) =>
          v128.store64(cubics.get, term, 0, termAt(down, power)),
        ),
      ]),
    ),
    advance(cells, number(4)),
    advance(differs, number(1)),
    advance(cubics, number(cubicBytes)),
    advance(count, number(-1)),
  );
});

function termAt(down: number, along: number): number {
  return 8 * (4 * down + along);
}

/**
 * As `cubicRow` of `cubic-reference.ts`. A cell holds several pixels of a row: in all of it, one bicubic polynomial
 * gives their values, or one number. Addresses are of the plane's first cell, or where it would be.
 */
const rowText = functionOf('row', 6, (parameters, variable) => {
  const [cells, columns, differs, cubics, count, result] = parameters;
  const [done, end, cell] = variables(variable, 'i32', 3);
  const [column, row] = variables(variable, 'f64', 2);
  const placeOf = (axis: Axis): Code =>
    f64.add(numberOf(axis, 'start'), f64.multiply(f64.fromI32(done.get), numberOf(axis, 'step')));
  const left = f64.fromI32(i32.subtract(count.get, done.get));
  const inCell = f64.least(
    pixelsWithin('x', placeOf('x'), column),
    pixelsWithin('y', placeOf('y'), row),
  );
  const pixels = { result, done, end };
  const isCubic = i32.load8(i32.add(differs.get, cell.get));
  return repeatWhile(
    i32.lessThan(done.get, count.get),
    column.set(f64.floor(placeOf('x'))),
    row.set(f64.floor(placeOf('y'))),
    end.set(i32.add(done.get, i32.fromF64(f64.least(left, inCell)))),
    cell.set(i32.add(i32.multiply(i32.fromF64(row.get), columns.get), i32.fromF64(column.get))),
    when(
      i32.equalsZero(isCubic),
      repeated(pixels, i32.add(cells.get, i32.shiftLeft(cell.get, number(2)))),
    ),
    when(isCubic, interpolated(pixels, { column, row, cell, cubics }, variable)),
    done.set(end.get),
  );
});

/** A row's pixels of one cell: from number `done` to before `end`. */
type Pixels = Readonly<Record<'result' | 'done' | 'end', Local>>;

function storeAt({ result, done }: Pixels): Code {
  return i32.add(result.get, i32.shiftLeft(done.get, number(2)));
}

/** What is written beyond the end is overwritten by what follows. */
function repeated(pixels: Pixels, cell: Code): Code {
  return repeatWhile(
    i32.lessThan(pixels.done.get, pixels.end.get),
    v128.store(storeAt(pixels), cutOff(v128.loadSplat32(cell))),
    advance(pixels.done, number(pixelsOfOneNumber)),
  );
}

type Cell = Readonly<Record<'column' | 'row' | 'cell' | 'cubics', Local>>;

/** Two pixels at once. */
function interpolated(
  pixels: Pixels,
  { column, row, cell, cubics }: Cell,
  variable: Variable,
): Code {
  const { done, end } = pixels;
  const [x, y] = variables(variable, 'v128', 2);
  const lines = four(() => variable('v128'));
  const terms = four(() => four(() => variable('v128')));
  const cubic = variable('i32');
  const placesOf = (axis: Axis, from: Local): Code => {
    const pixel = f64x2.add(f64x2.splat(f64.fromI32(done.get)), v128.load(number(0), places.pair));
    const place = f64x2.add(twiceOf(axis, 'start'), f64x2.multiply(pixel, twiceOf(axis, 'step')));
    return f64x2.subtract(place, f64x2.splat(from.get));
  };
  return sequence(
    cubic.set(i32.add(cubics.get, i32.multiply(cell.get, number(cubicBytes)))),
    ...terms.flatMap((line, down) =>
      line.map((term, along) => term.set(v128.loadSplat64(cubic.get, termAt(down, along)))),
    ),
    repeatWhile(
      i32.lessThan(done.get, end.get),
      x.set(placesOf('x', column)),
      y.set(placesOf('y', row)),
      ...lines.map((line, down) =>
        line.set(
          valueAt(
            four((at) => terms[down]![at]!.get),
            x,
          ),
        ),
      ),
      v128.store64(
        storeAt(pixels),
        cutOff(
          f64x2.toF32(
            valueAt(
              four((at) => lines[at]!.get),
              y,
            ),
          ),
        ),
        0,
      ),
      advance(done, number(2)),
    ),
  );
}

function cutOff(value: Code): Code {
  return within(0, value, 1);
}

/** Has the cells lie ready that a part of a picture sees, and finds the values of its rows. */
class CubicRows {
  readonly #machine = new Machine([findText, rowText]);
  readonly #find = this.#machine.kernel('find');
  readonly #row = this.#machine.kernel('row');
  #numbers = new Float64Array();
  #result = new Float32Array();
  /** Of the plane's first cell, or where it would be. */
  #corner = { cells: 0, columns: 0, differs: 0, cubics: 0 };
  #step: Point = { x: 0, y: 0 };

  /** `area` are the cells round all places of the rows that follow, of `count` pixels each. */
  begin(plane: Plane, area: Rectangle, step: Point, count: number): void {
    const whole = wholeOf(plane);
    const { data } = partOfPlane(plane, whole, area);
    const [at, bytes] = placed({
      ...{ numbers: placesBytes, cells: data.byteLength + spareBytes, differs: data.length },
      ...{ cubics: data.length * cubicBytes, result: 4 * count + spareBytes },
    });
    const memory = this.#machine.room(bytes);
    this.#numbers = new Float64Array(memory, places.numbers, axisNames.length * axes.length);
    new Float64Array(memory, places.pair, 2).set([0, 1]);
    new Float32Array(memory, at.cells, data.length).set(data);
    this.#result = new Float32Array(memory, at.result, count);
    // From the first cell of which all are there round it to the last one.
    const columns = area.width;
    const first = columns + 1;
    this.#find(
      ...[at.cells + 4 * first, 4 * columns, data.length - 3 * columns - 3],
      ...[at.differs + first, at.cubics + first * cubicBytes],
    );
    const corner = -area.top * columns - area.left;
    this.#corner = {
      ...{ cells: at.cells + 4 * corner, columns },
      ...{ differs: at.differs + corner, cubics: at.cubics + corner * cubicBytes },
    };
    this.#step = step;
    for (const axis of axes) this.#setSteps(axis, step[axis]);
  }

  #setSteps(axis: Axis, step: number): void {
    this.#set(axis, 'step', step);
    this.#set(axis, 'offset', step > 0 ? 1 : 0);
    this.#set(axis, 'sign', step > 0 ? -1 : 1);
    this.#set(axis, 'length', Math.max(smallestStep, Math.abs(step)));
  }

  /**
   * So many rows below the one that begins at `first`, which is counted from the plane's first centre; rows lie across
   * their step. What is given is overwritten by the next call.
   */
  valuesOf(first: Point, row: number): Float32Array {
    const { cells, columns, differs, cubics } = this.#corner;
    const result = this.#result;
    this.#set('x', 'start', first.x - row * this.#step.y);
    this.#set('y', 'start', first.y + row * this.#step.x);
    this.#row(cells, columns, differs, cubics, result.length, result.byteOffset);
    return result;
  }

  #set(axis: Axis, name: AxisName, value: number): void {
    this.#numbers[(numberAt(axis, name) - places.numbers) / 8] = value;
  }
}

let rows: CubicRows | undefined;

/** One for each thread. */
export function sharedCubicRows(): CubicRows {
  return (rows ??= new CubicRows());
}
