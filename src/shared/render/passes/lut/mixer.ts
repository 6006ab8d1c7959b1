import {
  call,
  f32,
  f32x4,
  functionOf,
  i32,
  i32x4,
  repeatWhile,
  sequence,
  v128,
  when,
  type Code,
  type Local,
  type Locals,
  type ValueType,
} from '../../../wasm/assembler';
import { advance, isLeft, number } from '../../../wasm/loops';
import { Machine } from '../../../wasm/machine';
import { changePixels } from '../../change-pixels';
import { leastWeight } from '../../runs';
import { cellsPerSide, latticeSide, pointNumbers, type ColorTable } from './table';
import {
  blueStep,
  firstSteps,
  fractions,
  greenStep,
  largestSample,
  redStep,
  secondSteps,
} from './tetrahedra';

/** Pixels that are mixed at once. */
export const mixedPixels = 1024;
/** Tables that lie ready: a look of many edits takes them in turn, cell by cell. */
const readyTables = 24;

const firstStepsAt = 0;
const secondStepsAt = firstStepsAt + firstSteps.byteLength;
const samplesAt = secondStepsAt + secondSteps.byteLength;
const weightsAt = samplesAt + mixedPixels * 8 + 16;
const sumsAt = weightsAt + mixedPixels * 4;
const tablesAt = sumsAt + mixedPixels * 16;
const numberBytes = 4;
const tableNumbers = latticeSide ** 3 * pointNumbers;
const tableCells = cellsPerSide ** 3;
const tableBytes = tableNumbers * numberBytes + tableCells;

type Variable = (type: ValueType) => Local;

function localsOf(parameters: Locals<7>, variable: Variable) {
  const [samples, step, weights, count, table, filled, sums] = parameters;
  const whole = (): Local => variable('i32');
  return {
    ...{ samples, step, weights, count, table, filled, sums },
    weight: variable('f32'),
    place: variable('v128'),
    cell: variable('v128'),
    ...{ r: whole(), g: whole(), b: whole() },
    ...{ fr: whole(), fg: whole(), fb: whole() },
    ...{ rg: whole(), rb: whole(), gb: whole() },
    ...{ greater: whole(), less: whole(), high: whole(), low: whole() },
    ...{ code: whole(), corner: whole() },
  };
}

type Names = ReturnType<typeof localsOf>;

/** As `collect` of `reference.ts`, with red, green and blue in lanes of one vector. */
const collectText = functionOf('collect', 7, (parameters, variable) => {
  const locals = localsOf(parameters, variable);
  const { samples, step, weights, weight, count, filled, sums } = locals;
  const cell = index(locals, cellsPerSide ** 2, cellsPerSide, 1);
  return repeatWhile(
    isLeft(count),
    weight.set(f32.load(weights.get)),
    when(
      i32.equalsZero(f32.atMost(weight.get, f32.constant(leastWeight))),
      locate(locals),
      when(i32.equalsZero(i32.load8(i32.add(filled.get, cell))), call(0, cell)),
      order(locals),
      blend(locals),
    ),
    advance(samples, step.get),
    advance(weights, number(4)),
    advance(sums, number(16)),
    advance(count, number(-1)),
  );
});

function total(...values: readonly Code[]): Code {
  return values.reduce((one, other) => i32.add(one, other));
}

/** Of the pixel's cell, where steps along red, green and blue are so long. */
function index({ r, g, b }: Names, red: number, green: number, blue: number): Code {
  return total(
    i32.multiply(r.get, number(red)),
    i32.multiply(g.get, number(green)),
    i32.multiply(b.get, number(blue)),
  );
}

/** The pixel's cell, and the fractions of its side. */
function locate({ samples, place, cell, r, g, b, fr, fg, fb }: Names): Code {
  const { add, subtract, shiftLeft, shiftRight, lane } = i32x4;
  const sample = place.get;
  const scaled = add(shiftLeft(sample, number(5)), shiftRight(sample, number(11)));
  return sequence(
    place.set(v128.loadFour16(samples.get)),
    place.set(add(scaled, shiftRight(sample, number(15)))),
    cell.set(subtract(shiftRight(place.get, number(16)), shiftRight(place.get, number(21)))),
    place.set(subtract(place.get, shiftLeft(cell.get, number(16)))),
    ...[r, g, b].map((local, at) => local.set(lane(cell.get, at))),
    ...[fr, fg, fb].map((local, at) => local.set(lane(place.get, at))),
  );
}

/** The order of the fractions, without branches. */
function order({ fr, fg, fb, rg, rb, gb, greater, less, high, low, code }: Names): Code {
  const lower = (one: Local, other: Local): Code =>
    i32.shiftRight(i32.subtract(one.get, other.get), number(31));
  /** `from` where the mask is 0, `to` where all its bits are set. */
  const either = (from: Local, to: Local, mask: Code): Code =>
    i32.add(from.get, i32.and(i32.subtract(to.get, from.get), mask));
  const bit = (mask: Local, value: number): Code => i32.and(mask.get, number(value));
  return sequence(
    rg.set(lower(fr, fg)),
    rb.set(lower(fr, fb)),
    gb.set(lower(fg, fb)),
    code.set(i32.or(i32.or(bit(rg, 4), bit(rb, 2)), bit(gb, 1))),
    greater.set(either(fr, fg, rg.get)),
    less.set(i32.subtract(i32.add(fr.get, fg.get), greater.get)),
    high.set(either(greater, fb, lower(greater, fb))),
    low.set(either(fb, less, lower(less, fb))),
  );
}

/** Adds the four corners' weighed sum to what was collected. */
function blend(locals: Names): Code {
  const { weight, table, sums, fr, fg, fb, high, low, code, corner } = locals;
  const bytes = (steps: number): number => steps * numberBytes;
  const weighed = (share: Code, address: Code, offset = 0): Code =>
    f32x4.multiply(
      f32x4.splat(f32.multiply(weight.get, f32.fromI32(share))),
      v128.load(address, offset),
    );
  const cornerAt = (stepsAt: number): Code =>
    i32.add(corner.get, i32.load(i32.shiftLeft(code.get, number(2)), stepsAt));
  const middle = i32.subtract(total(fr.get, fg.get, fb.get), i32.add(high.get, low.get));
  const darker = f32x4.add(
    weighed(i32.subtract(number(fractions), high.get), corner.get),
    weighed(i32.subtract(high.get, middle), cornerAt(firstStepsAt)),
  );
  const lighter = f32x4.add(
    weighed(i32.subtract(middle, low.get), cornerAt(secondStepsAt)),
    weighed(low.get, corner.get, bytes(redStep + greenStep + blueStep)),
  );
  const place = index(locals, bytes(redStep), bytes(greenStep), bytes(blueStep));
  return sequence(
    corner.set(i32.add(table.get, place)),
    weight.set(f32.multiply(weight.get, f32.constant(largestSample))),
    v128.store(sums.get, f32x4.add(v128.load(sums.get), f32x4.add(darker, lighter))),
  );
}

/** As `add` of `reference.ts`. */
const addText = functionOf('add', 4, (parameters, variable) => {
  const [samples, step, count, sums] = parameters;
  const sum = i32x4.fromF32(
    f32x4.add(
      f32x4.add(f32x4.fromI32(v128.loadFour16(samples.get)), v128.load(sums.get)),
      f32x4.splat(f32.constant(0.5)),
    ),
  );
  return changePixels({ samples, step, count }, sum, variable('v128'), [advance(sums, number(16))]);
});

/** Has colour tables lie ready in a machine's memory and mixes rows of pixels by them. */
class Mixer {
  readonly #machine = new Machine([collectText, addText], { fill: (cell) => this.#fill(cell) });
  readonly #collect = this.#machine.kernel('collect');
  readonly #add = this.#machine.kernel('add');
  readonly #memory = this.#machine.room(tablesAt + readyTables * tableBytes);
  readonly samples = new Uint16Array(this.#memory, samplesAt, mixedPixels * 4);
  readonly weights = new Float32Array(this.#memory, weightsAt, mixedPixels);
  readonly #sums = new Float32Array(this.#memory, sumsAt, mixedPixels * 4);
  /** Tables by their places, the one that was used last at the end. */
  readonly #places = new Map<ColorTable, number>();
  #table: ColorTable | undefined;

  constructor() {
    new Int32Array(this.#memory, firstStepsAt, 8).set(firstSteps.map(bytesOf));
    new Int32Array(this.#memory, secondStepsAt, 8).set(secondSteps.map(bytesOf));
  }

  begin(count: number): void {
    this.#sums.fill(0, 0, count * 4);
  }

  /** Of the first `count` of `samples`, by `weights`. */
  collect(table: ColorTable, count: number, channels: number): void {
    const place = this.#placeOf(table);
    this.#table = table;
    const numbersAt = tablesAt + place * tableBytes;
    const filledAt = numbersAt + tableNumbers * numberBytes;
    this.#collect(samplesAt, channels * 2, weightsAt, count, numbersAt, filledAt, sumsAt);
  }

  add(count: number, channels: number): void {
    this.#add(samplesAt, channels * 2, count, sumsAt);
  }

  #placeOf(table: ColorTable): number {
    const known = this.#places.get(table);
    if (known !== undefined) {
      this.#places.delete(table);
      this.#places.set(table, known);
      return known;
    }
    let place = this.#places.size;
    if (place === readyTables) {
      const [oldest] = this.#places;
      place = oldest![1];
      this.#places.delete(oldest![0]);
    }
    this.#places.set(table, place);
    const { numbers, filled } = this.#arraysOf(place);
    filled.set(table.isFilled);
    // Nearly all tables are new, and hold nothing yet.
    if (table.isFilled.includes(1)) numbers.set(table.additions);
    return place;
  }

  #arraysOf(place: number): { readonly numbers: Float32Array; readonly filled: Uint8Array } {
    const at = tablesAt + place * tableBytes;
    return {
      numbers: new Float32Array(this.#memory, at, tableNumbers),
      filled: new Uint8Array(this.#memory, at + tableNumbers * numberBytes, tableCells),
    };
  }

  #fill(cell: number): void {
    const table = this.#table!;
    const { numbers, filled } = this.#arraysOf(this.#places.get(table)!);
    const [r, g, b] = [cell >> 10, (cell >> 5) & 31, cell & 31];
    table.fill(r, g, b);
    filled[cell] = 1;
    for (let corner = 0; corner < 8; corner++) {
      const [red, green, blue] = [r + (corner >> 2), g + ((corner >> 1) & 1), b + (corner & 1)];
      const at = red * redStep + green * greenStep + blue * blueStep;
      for (let number = at; number < at + pointNumbers; number++) {
        numbers[number] = table.additions[number]!;
      }
    }
  }
}

function bytesOf(steps: number): number {
  return steps * numberBytes;
}

let mixer: Mixer | undefined;

/** One for each thread: its memory holds many tables. */
export function sharedMixer(): Mixer {
  return (mixer ??= new Mixer());
}
