import {
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
} from '../wasm/assembler';
import { advance, isLeft, number, placed, variables } from '../wasm/loops';
import { Machine } from '../wasm/machine';
import {
  conesOfLight,
  cubeRoots,
  linearToOklab,
  oklabOfRoots,
  rootSteps,
  smallestTabled,
} from './color';

/** A vector holds two pixels' numbers of 64 bits, of which a pixel's light takes three. */
const [vectorBytes, lightBytes] = [16, 24];

/** Numbers that are the same for all pixels, each of them twice. */
const constants = [
  rootSteps,
  wholeNumberBits,
  smallestTabled,
  1,
  ...conesOfLight.flat(),
  ...oklabOfRoots.flat(),
];
const [stepsAt, wholeNumberAt, smallestAt, largestAt, conesAt] = [0, 1, 2, 3, 4];
const coordinatesAt = conesAt + conesOfLight.flat().length;

const [tables, tablesBytes] = placed({
  constants: constants.length * vectorBytes,
  roots: cubeRoots.byteLength,
});

function constant(index: number): Code {
  return v128.load(number(0), tables.constants + index * vectorBytes);
}

function localsOf(parameters: Locals<5>, variable: (type: ValueType) => Local) {
  const [count, light, L, a, b] = parameters;
  const [red, green, blue] = variables(variable, 'v128', 3);
  const [long, medium, short, step, next] = variables(variable, 'v128', 5);
  return {
    ...{ count, light, colors: [red, green, blue], coordinates: [L, a, b] },
    ...{ roots: [long, medium, short], step, next },
    ...{ one: variable('i32'), other: variable('i32') },
  } as const;
}

type Names = ReturnType<typeof localsOf>;

/** As `linearToOklab`, two pixels at once; left out where the table of roots has not all that they need. */
const convertText = functionOf('convert', 5, (parameters, variable) => {
  const names = localsOf(parameters, variable);
  const { count, light, colors, roots, coordinates } = names;
  const isTabled = roots
    .map(({ get }) =>
      v128.and(f64x2.atMost(constant(smallestAt), get), f64x2.atMost(get, constant(largestAt))),
    )
    .reduce((one, other) => v128.and(one, other));
  return repeatWhile(
    isLeft(count),
    ...colors.map((color, at) =>
      color.set(
        v128.loadLane64(light.get, v128.loadZero64(light.get, 8 * at), 1, lightBytes + 8 * at),
      ),
    ),
    ...roots.map((root, at) => root.set(weighed(colors, conesAt + 3 * at))),
    when(
      i64x2.areAllSet(isTabled),
      ...roots.map((root) => findRoot(names, root)),
      ...coordinates.map((into, at) =>
        v128.store(into.get, weighed(roots, coordinatesAt + 3 * at)),
      ),
    ),
    advance(light, number(2 * lightBytes)),
    ...coordinates.map((into) => advance(into, number(vectorBytes))),
    advance(count, number(-2)),
  );
});

function weighed(values: readonly Local[], weightsAt: number): Code {
  return values
    .map(({ get }, at) => f64x2.multiply(constant(weightsAt + at), get))
    .reduce((one, other) => f64x2.add(one, other));
}

/** Between two steps of the table, for each of the two values. */
function findRoot({ step, next, one, other }: Names, root: Local): Code {
  const entry = (lane: number): Code => i32.shiftLeft(i32x4.lane(next.get, 2 * lane), number(3));
  const pair = (local: Local): Code => v128.load(local.get, tables.roots);
  const halves = (half: number): Code => shuffle64(pair(one), pair(other), half, 2 + half);
  return sequence(
    root.set(f64x2.multiply(root.get, constant(stepsAt))),
    step.set(f64x2.floor(root.get)),
    root.set(f64x2.subtract(root.get, step.get)),
    next.set(f64x2.add(step.get, constant(wholeNumberAt))),
    one.set(entry(0)),
    other.set(entry(1)),
    step.set(halves(0)),
    next.set(f64x2.subtract(halves(1), step.get)),
    root.set(f64x2.add(step.get, f64x2.multiply(root.get, next.get))),
  );
}

/** Turns rows of pixels in linear light into OKLab. */
class OklabRows {
  readonly #machine = new Machine([convertText]);
  #memory: ArrayBuffer;
  #pixels = 0;
  #light = new Float64Array(0);
  #coordinates: readonly [Float64Array, Float64Array, Float64Array];
  #places = { light: 0, L: 0, a: 0, b: 0 };

  constructor() {
    this.#memory = this.#machine.room(tablesBytes);
    this.#coordinates = [this.#light, this.#light, this.#light];
    this.#grow(2048);
  }

  /** Room for a row's red, green and blue, pixel by pixel. */
  light(pixels: number): Float64Array {
    if (pixels > this.#pixels) this.#grow(pixels);
    return this.#light.subarray(0, pixels * 3);
  }

  /** Of the first pixels whose light was written there; what is given is overwritten by the next call. */
  convert(pixels: number): readonly [L: Float64Array, a: Float64Array, b: Float64Array] {
    const [L, a, b] = this.#coordinates;
    const places = this.#places;
    L.fill(Number.NaN, 0, pixels);
    this.#machine.kernel('convert')(pixels, places.light, places.L, places.a, places.b);
    const light = this.#light;
    for (let at = 0; at < pixels; at++) {
      if (!Number.isNaN(L[at])) continue;
      const color = linearToOklab(light[at * 3]!, light[at * 3 + 1]!, light[at * 3 + 2]!);
      L[at] = color.L;
      a[at] = color.a;
      b[at] = color.b;
    }
    return this.#coordinates;
  }

  #grow(pixels: number): void {
    const even = 2 * Math.ceil(pixels / 2);
    const row = { light: even * lightBytes, L: even * 8, a: even * 8, b: even * 8 };
    const [places, end] = placed(row);
    this.#memory = this.#machine.room(tablesBytes + end);
    new Float64Array(this.#memory, tables.constants, constants.length * 2).set(
      constants.flatMap((value) => [value, value]),
    );
    new Float64Array(this.#memory, tables.roots, cubeRoots.length).set(cubeRoots);
    this.#pixels = even;
    this.#places = {
      light: tablesBytes + places.light,
      L: tablesBytes + places.L,
      a: tablesBytes + places.a,
      b: tablesBytes + places.b,
    };
    const numbers = (at: number, count: number) => new Float64Array(this.#memory, at, count);
    this.#light = numbers(this.#places.light, even * 3);
    this.#coordinates = [
      numbers(this.#places.L, even),
      numbers(this.#places.a, even),
      numbers(this.#places.b, even),
    ];
  }
}

let rows: OklabRows | undefined;

/** One for each thread. */
export function sharedOklabRows(): OklabRows {
  return (rows ??= new OklabRows());
}
