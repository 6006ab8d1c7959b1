import {
  call,
  f32,
  f32x4,
  functionOf,
  i32,
  i32x4,
  repeatWhile,
  sequence,
  shuffle32,
  shuffle64,
  v128,
  when,
  type Code,
  type FunctionText,
  type Local,
  type Locals,
  type ValueType,
} from '../../../wasm/assembler';
import { commonMemory } from '../../../wasm/common-memory';
import { advance, isLeft, number } from '../../../wasm/loops';
import { Machine, type Kernel } from '../../../wasm/machine';
import { changePixels } from '../../change-pixels';
import { leastWeight } from '../../runs';
import { cellsPerSide, latticeSide, pointNumbers, type ColorTable } from './table';
import { blueStep, fractions, greenStep, largestSample, redStep } from './tetrahedra';

/** Pixels that are mixed at once. */
export const mixedPixels = 1024;
/** Tables that lie ready: a look of many edits takes them in turn, cell by cell. */
const readyTables = 24;

const numberBytes = 4;
const tableNumbers = latticeSide ** 3 * pointNumbers;
const tableCells = cellsPerSide ** 3;
const tablePoints = latticeSide ** 3;
const filledAt = tableNumbers * numberBytes;
const knownAt = filledAt + tableCells;
const tableBytes = 16 * Math.ceil((knownAt + tablePoints) / 16);

type Variable = (type: ValueType) => Local;

/** Pixels that a step of the loop takes; what it does of more than there are nobody looks at. */
const pixelsAtOnce = 4;

function localsOf(parameters: Locals<7>, variable: Variable) {
  const [samples, step, weights, count, table, filled, sums] = parameters;
  const vector = (): Local => variable('v128');
  return {
    ...{ samples, step, weights, count, table, filled, sums },
    ...{ at: variable('i32'), corner: variable('i32'), target: variable('i32') },
    pixels: [vector(), vector(), vector(), vector()] as const,
    ...{ one: vector(), other: vector(), weight: vector(), cells: vector() },
    ...{ r: vector(), g: vector(), b: vector() },
    ...{ fr: vector(), fg: vector(), fb: vector() },
    ...{ high: vector(), middle: vector(), low: vector() },
    corners: [vector(), vector(), vector()] as const,
    shares: [vector(), vector(), vector(), vector()] as const,
  };
}

type Names = ReturnType<typeof localsOf>;

const { add, subtract, multiply, shiftLeft, shiftRight, lane, splat, equal, least, most } = i32x4;
const bytes = (steps: number): number => steps * numberBytes;
const everyPixel = Array.from({ length: pixelsAtOnce }, (_, pixel) => pixel);

/** What becomes of a pixel's four corners' weighed sum. */
type Use = (locals: Names, sum: Code, pixel: number) => Code;

/** As `collect` of `reference.ts`, four pixels in the lanes of vectors. */
const collectText = mixingText('collect', ({ sums }, sum, pixel) => {
  const place = pixel * bytes(pointNumbers);
  return v128.store(sums.get, f32x4.add(v128.load(sums.get, place), sum), place);
});

/** As `collect` and `add` of one table. */
const mixText = mixingText('mix', ({ target, step, pixels, one }, sum, pixel) =>
  sequence(
    one.set(changed(f32x4.fromI32(pixels[pixel]!.get), sum)),
    one.set(i32x4.narrow(one.get, one.get)),
    v128.store32(target.get, one.get, 0),
    v128.store16(target.get, one.get, 2, 4),
    advance(target, step.get),
  ),
);

/** To the nearest whole number. */
function changed(samples: Code, sum: Code): Code {
  return i32x4.fromF32(f32x4.add(f32x4.add(samples, sum), f32x4.splat(f32.constant(0.5))));
}

function mixingText(name: string, use: Use): FunctionText {
  return functionOf(name, 7, (parameters, variable) => {
    const locals = localsOf(parameters, variable);
    const { samples, step, weights, weight, count, sums, at, target } = locals;
    const isSeen = f32x4.lessThan(f32x4.splat(f32.constant(leastWeight)), weight.get);
    return repeatWhile(
      isLeft(count),
      at.set(samples.get),
      weight.set(v128.load(weights.get)),
      weight.set(v128.and(weight.get, isSeen)),
      when(
        v128.isAnySet(weight.get),
        load(locals),
        locate(locals),
        fill(locals),
        order(locals),
        weigh(locals),
        target.set(samples.get),
        ...everyPixel.map((pixel) => blend(locals, pixel, use)),
      ),
      advance(samples, shiftLeftBy(step, 2)),
      advance(weights, number(numberBytes * pixelsAtOnce)),
      advance(sums, number(bytes(pointNumbers) * pixelsAtOnce)),
      advance(count, number(-pixelsAtOnce)),
    );
  });
}

function shiftLeftBy({ get }: Local, bits: number): Code {
  return i32.shiftLeft(get, number(bits));
}

/** Red, green and blue of four pixels, each in a vector. */
function load({ at, step, pixels, one, other, r, g, b }: Names): Code {
  const [first, second, third, fourth] = pixels;
  const inTurn = (from: Local, and: Local, place: number): Code =>
    shuffle32(from.get, and.get, [place, place + 4, place + 1, place + 5]);
  return sequence(
    ...pixels.flatMap((pixel) => [pixel.set(v128.loadFour16(at.get)), advance(at, step.get)]),
    one.set(inTurn(first, second, 0)),
    other.set(inTurn(third, fourth, 0)),
    r.set(shuffle64(one.get, other.get, 0, 2)),
    g.set(shuffle64(one.get, other.get, 1, 3)),
    b.set(shuffle64(inTurn(first, second, 2), inTurn(third, fourth, 2), 0, 2)),
  );
}

/** The pixels' cells, and the fractions of their sides. */
function locate({ one, r, g, b, fr, fg, fb, cells }: Names): Code {
  const place = (sample: Local, fraction: Local): Code =>
    sequence(
      one.set(add(shiftLeft(sample.get, number(5)), shiftRight(sample.get, number(11)))),
      one.set(add(one.get, shiftRight(sample.get, number(15)))),
      sample.set(subtract(shiftRight(one.get, number(16)), shiftRight(one.get, number(21)))),
      fraction.set(subtract(one.get, shiftLeft(sample.get, number(16)))),
    );
  const greens = add(shiftLeft(r.get, number(5)), g.get);
  return sequence(
    place(r, fr),
    place(g, fg),
    place(b, fb),
    cells.set(add(shiftLeft(greens, number(5)), b.get)),
  );
}

/** Has the cells' corners there. */
function fill({ filled, cells }: Names): Code {
  const marks = everyPixel.map((pixel) => i32.load8(i32.add(filled.get, lane(cells.get, pixel))));
  const isFilled = marks.reduce((all, mark) => i32.and(all, mark));
  const fillCell = (mark: Code, pixel: number): Code =>
    when(i32.equalsZero(mark), call(0, lane(cells.get, pixel)));
  return when(i32.equalsZero(isFilled), ...marks.map(fillCell));
}

/** The fractions by size, and where the corners between black and white lie: equal ones have no weight between them. */
function order({ fr, fg, fb, high, middle, low, r, g, b, table, corners }: Names): Code {
  const [black, first, second] = corners;
  const stepOf = (steps: number): Code => splat(number(bytes(steps)));
  const whole = redStep + greenStep + blueStep;
  const place = [
    splat(table.get),
    multiply(r.get, stepOf(redStep)),
    multiply(g.get, stepOf(greenStep)),
    multiply(b.get, stepOf(blueStep)),
  ].reduce(add);
  const largest = v128.choose(
    stepOf(redStep),
    v128.choose(stepOf(greenStep), stepOf(blueStep), equal(fg.get, high.get)),
    equal(fr.get, high.get),
  );
  const smallest = v128.choose(
    stepOf(blueStep),
    v128.choose(stepOf(greenStep), stepOf(redStep), equal(fg.get, low.get)),
    equal(fb.get, low.get),
  );
  const sum = add(add(fr.get, fg.get), fb.get);
  return sequence(
    high.set(most(most(fr.get, fg.get), fb.get)),
    low.set(least(least(fr.get, fg.get), fb.get)),
    middle.set(subtract(sum, add(high.get, low.get))),
    black.set(place),
    first.set(add(black.get, largest)),
    second.set(subtract(add(black.get, stepOf(whole)), smallest)),
  );
}

/** What the four corners count for. */
function weigh({ weight, high, middle, low, shares }: Names): Code {
  const parts = [
    subtract(splat(number(fractions)), high.get),
    subtract(high.get, middle.get),
    subtract(middle.get, low.get),
    low.get,
  ];
  return sequence(
    weight.set(f32x4.multiply(weight.get, f32x4.splat(f32.constant(largestSample)))),
    ...shares.map((share, at) => share.set(f32x4.multiply(weight.get, f32x4.fromI32(parts[at]!)))),
  );
}

/** Has a pixel's four corners' weighed sum used. */
function blend(locals: Names, pixel: number, use: Use): Code {
  const { corner, corners, shares } = locals;
  const weighed = (at: number, address: Code, offset = 0): Code => {
    const share = shares[at]!.get;
    const everywhere = shuffle32(share, share, [pixel, pixel, pixel, pixel]);
    return f32x4.multiply(everywhere, v128.load(address, offset));
  };
  const [black, first, second] = corners.map(({ get }) => lane(get, pixel));
  const darker = f32x4.add(weighed(0, corner.get), weighed(1, first!));
  const white = bytes(redStep + greenStep + blueStep);
  const lighter = f32x4.add(weighed(2, second!), weighed(3, corner.get, white));
  return sequence(corner.set(black!), use(locals, f32x4.add(darker, lighter), pixel));
}

/** As `add` of `reference.ts`. */
const addText = functionOf('add', 4, (parameters, variable) => {
  const [samples, step, count, sums] = parameters;
  const sum = changed(f32x4.fromI32(v128.loadFour16(samples.get)), v128.load(sums.get));
  return changePixels({ samples, step, count }, sum, variable('v128'), [advance(sums, number(16))]);
});

/** Has colour tables lie ready in memory and mixes rows of pixels by them. */
class Mixer {
  readonly #common = commonMemory();
  readonly #machine = new Machine(
    [collectText, addText, mixText],
    { fill: (cell) => this.#fill(cell) },
    this.#common.memory,
  );
  readonly #collect = this.#machine.kernel('collect');
  readonly #add = this.#machine.kernel('add');
  readonly #mix = this.#machine.kernel('mix');
  readonly #samplesAt = this.#common.reserve(mixedPixels * 8);
  readonly #weightsAt = this.#common.reserve(mixedPixels * 4);
  readonly #sumsAt = this.#common.reserve(mixedPixels * 16);
  readonly #tablesAt = this.#common.reserve(readyTables * tableBytes);
  readonly #samples = new Uint16Array(this.#common.buffer, this.#samplesAt, mixedPixels * 4);
  readonly #weights = new Float32Array(this.#common.buffer, this.#weightsAt, mixedPixels);
  readonly #sums = new Float32Array(this.#common.buffer, this.#sumsAt, mixedPixels * 4);
  /** Tables by their places, the one that was used last at the end. */
  readonly #places = new Map<ColorTable, number>();
  readonly #arrays: TableArrays[] = [];
  #table: ColorTable | undefined;
  #place = 0;
  #from = 0;
  #channels = 0;
  #count = 0;

  /** What follows is about the samples of at most `mixedPixels` pixels. */
  begin(samples: Uint16Array, channels: number): void {
    this.#load(samples, channels);
    this.#sums.fill(0, 0, this.#count * 4);
  }

  /** By a weight for each pixel. */
  collect(table: ColorTable, weights: Float32Array): void {
    this.#run(this.#collect, table, weights);
  }

  /** Adds what was collected to the samples. */
  add(samples: Uint16Array): void {
    this.#add(this.#from, this.#channels * 2, this.#count, this.#sumsAt);
    this.#store(samples);
  }

  /** The same at once for one table. */
  mix(samples: Uint16Array, channels: number, table: ColorTable, weights: Float32Array): void {
    this.#load(samples, channels);
    // The loop's last step writes what it reads beyond.
    this.#weights.fill(0, this.#count, this.#count + pixelsAtOnce - 1);
    this.#run(this.#mix, table, weights);
    this.#store(samples);
  }

  #load(samples: Uint16Array, channels: number): void {
    const isNear = this.#common.holds(samples);
    if (!isNear) this.#samples.set(samples);
    this.#from = isNear ? samples.byteOffset : this.#samplesAt;
    this.#channels = channels;
    this.#count = samples.length / channels;
  }

  #store(samples: Uint16Array): void {
    if (this.#from === this.#samplesAt) samples.set(this.#samples.subarray(0, samples.length));
  }

  #run(loop: Kernel, table: ColorTable, weights: Float32Array): void {
    this.#weights.set(weights);
    // Mostly the one before: the next row's.
    if (table !== this.#table) this.#place = this.#placeOf(table);
    this.#table = table;
    const at = this.#tablesAt + this.#place * tableBytes;
    loop(
      ...[this.#from, this.#channels * 2, this.#weightsAt, this.#count],
      ...[at, at + filledAt, this.#sumsAt],
    );
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
    const { filled, known: isKnown } = this.#arraysOf(place);
    filled.fill(0);
    isKnown.fill(0);
    return place;
  }

  #arraysOf(place: number): TableArrays {
    const at = this.#tablesAt + place * tableBytes;
    return (this.#arrays[place] ??= {
      numbers: new Float32Array(this.#common.buffer, at, tableNumbers),
      filled: new Uint8Array(this.#common.buffer, at + filledAt, tableCells),
      known: new Uint8Array(this.#common.buffer, at + knownAt, tablePoints),
    });
  }

  /** Has the eight corners of a cell there. */
  #fill(cell: number): void {
    const table = this.#table!;
    const { numbers, filled, known } = this.#arraysOf(this.#place);
    filled[cell] = 1;
    for (let corner = 0; corner < 8; corner++) {
      const red = (cell >> 10) + (corner >> 2);
      const green = ((cell >> 5) & 31) + ((corner >> 1) & 1);
      const blue = (cell & 31) + (corner & 1);
      const point = (red * latticeSide + green) * latticeSide + blue;
      if (known[point] === 1) continue;
      known[point] = 1;
      table.compute(red, green, blue, numbers, point * pointNumbers);
    }
  }
}

/** A table in the machine's memory. */
interface TableArrays {
  readonly numbers: Float32Array;
  /** 1 for each cell whose eight corners are there. */
  readonly filled: Uint8Array;
  /** 1 for each point that is there. */
  readonly known: Uint8Array;
}

let mixer: Mixer | undefined;

/** One for each thread: its memory holds many tables. */
export function sharedMixer(): Mixer {
  return (mixer ??= new Mixer());
}
