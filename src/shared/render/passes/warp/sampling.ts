import {
  f64,
  f64x2,
  functionOf,
  i16x8,
  i32,
  i32x4,
  narrowTo8,
  repeatWhile,
  sequence,
  shuffle8,
  v128,
  when,
  wholeNumberBits,
  type Code,
  type FunctionText,
  type Local,
  type Locals,
  type ValueType,
} from '../../../wasm/assembler';
import { advance, isLeft, number } from '../../../wasm/loops';
import type { Rectangle } from '../../../pixels/raster';
import { narrowFour } from '../../bit-depth';
import {
  acrossKernel,
  downKernel,
  droppedBits,
  half,
  phases as phasesOfKernel,
  resultBits,
} from './kernel';

/** Pixels beyond each end of a row that repeat its last one: all that a kernel at the edge can look at. */
export const repeatedPixels = 3;

/** What the loops read, from the beginning of their memory. */
const acrossAt = 0;
const downAt = acrossKernel.length * 2;
const boundsAt = downAt + downKernel.byteLength;
const [beforeAt, leastAt, mostAt] = [boundsAt, boundsAt + 16, boundsAt + 32];
export const tablesBytes = boundsAt + 48;

/** Writes the tables; `bounds` are those of the pixels that are looked at. */
export function writeTables(memory: ArrayBuffer, { left, top, width, height }: Rectangle): void {
  new Int16Array(memory, acrossAt, acrossKernel.length).set(acrossKernel);
  new Int32Array(memory, downAt, downKernel.length).set(downKernel);
  const write = (at: number, x: number, y: number): void =>
    new Int32Array(memory, at, 4).set([x, 0, y, 0]);
  write(beforeAt, left + 1, top + 1);
  write(leastAt, -repeatedPixels, -repeatedPixels);
  write(mostAt, width - 1, height - 1);
}

/** Samples that are taken are 16-bit ones; those that are stored may be narrower. */
export interface Form {
  readonly channels: 3 | 4;
  readonly bits: 8 | 16;
}

export function nameOf({ channels, bits }: Form): string {
  return `sample ${channels} ${bits}`;
}

/**
 * Products of vectors know 16-bit numbers with a sign only: 32768 is taken off every sample, and what that makes is
 * added to the sum in one. Both kernels' weights add up to a power of two, so nothing is lost.
 */
const shifted = 32768 * 2 ** resultBits;

function localsOf(parameters: Locals<7>, variable: (type: ValueType) => Local) {
  const [count, points, moved, pixels, ring, mask, stride] = parameters;
  const whole = (): Local => variable('i32');
  const vector = (): Local => variable('v128');
  return {
    ...{ count, points, moved, pixels, ring, mask, stride },
    ...{ across: whole(), down: whole(), row: whole(), start: whole(), line: whole() },
    ...{ place: vector(), floor: vector() },
    ...{ firstWeights: vector(), lastWeights: vector(), seen: vector(), sum: vector() },
    ...{ middle: vector(), phases: vector(), wholeNumber: vector() },
    ...{ before: vector(), least: vector(), most: vector() },
  } as const;
}

type Names = ReturnType<typeof localsOf>;

/** As `sampleRow` of `reference.ts`, with red, green and blue in lanes of one vector. */
function sampleText(form: Form): FunctionText {
  return functionOf(nameOf(form), 7, (parameters, variable) => {
    const locals = localsOf(parameters, variable);
    const { count, points, moved, pixels, across, firstWeights, lastWeights, sum } = locals;
    return sequence(
      begin(locals),
      repeatWhile(
        isLeft(count),
        when(
          i32.load8(moved.get),
          locate(locals, form),
          firstWeights.set(v128.loadSplat32(across.get, acrossAt)),
          lastWeights.set(v128.loadSplat32(across.get, acrossAt + 4)),
          sum.set(i32x4.splat(number(half + shifted))),
          ...[0, 1, 2, 3].map((tap) => addLine(locals, form, tap)),
          store(locals, form),
        ),
        advance(points, number(16)),
        advance(moved, number(1)),
        advance(pixels, number((form.channels * form.bits) / 8)),
        advance(count, number(-1)),
      ),
    );
  });
}

/** What is the same for every pixel lies in registers. */
function begin({ middle, phases, wholeNumber, before, least, most }: Names): Code {
  const nothing = number(0);
  return sequence(
    middle.set(i16x8.splat(number(0x8000))),
    phases.set(f64x2.splat(f64.constant(phasesOfKernel))),
    wholeNumber.set(f64x2.splat(f64.constant(wholeNumberBits))),
    before.set(v128.load(nothing, beforeAt)),
    least.set(v128.load(nothing, leastAt)),
    most.set(v128.load(nothing, mostAt)),
  );
}

/** Which phases of the kernel a pixel takes, and where its first row and the first pixel of it lie. */
function locate(locals: Names, { channels }: Form): Code {
  const { points, place, floor, across, down, start, row } = locals;
  const { phases, wholeNumber, before, least, most } = locals;
  const scaled = f64x2.multiply(f64x2.subtract(place.get, floor.get), phases.get);
  const rounded = f64x2.floor(f64x2.add(scaled, f64x2.splat(f64.constant(0.5))));
  const first = i32x4.subtract(f64x2.add(floor.get, wholeNumber.get), before.get);
  const column = i32.add(i32x4.lane(floor.get, 0), number(repeatedPixels));
  return sequence(
    place.set(v128.load(points.get)),
    floor.set(f64x2.floor(place.get)),
    place.set(f64x2.add(rounded, wholeNumber.get)),
    across.set(i32.shiftLeft(i32x4.lane(place.get, 0), number(3))),
    down.set(i32.shiftLeft(i32x4.lane(place.get, 2), number(4))),
    floor.set(i32x4.least(i32x4.most(first, least.get), most.get)),
    start.set(i32.add(locals.ring.get, i32.multiply(column, number(channels * 2)))),
    row.set(i32x4.lane(floor.get, 2)),
  );
}

/** Adds what the kernel sees in one of its four rows. */
function addLine(locals: Names, { channels }: Form, tap: number): Code {
  const { line, start, row, mask, stride, down } = locals;
  const { firstWeights, lastWeights, middle, seen, sum } = locals;
  /** Of two pixels beside each other, the same colour of both in one lane. */
  const two = (first: number, weights: Local): Code => {
    const sample = (pixel: number): Code => v128.loadZero64(line.get, pixel * channels * 2);
    return i32x4.sumOfProducts(
      v128.xor(interleaved(sample(first), sample(first + 1)), middle.get),
      weights.get,
    );
  };
  const rowAt = i32.multiply(i32.and(i32.add(row.get, number(tap)), mask.get), stride.get);
  const weight = v128.loadSplat32(down.get, downAt + 4 * tap);
  return sequence(
    line.set(i32.add(start.get, rowAt)),
    seen.set(i32x4.add(two(0, firstWeights), two(2, lastWeights))),
    seen.set(i32x4.shiftRight(seen.get, number(droppedBits))),
    sum.set(i32x4.add(sum.get, i32x4.multiply(weight, seen.get))),
  );
}

/** The first four 16-bit numbers of both, in turn. */
function interleaved(one: Code, other: Code): Code {
  return shuffle8(one, other, [0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23]);
}

/** Red, green and blue; what follows them in a pixel stays. */
function store({ pixels, sum }: Names, { bits }: Form): Code {
  const value = i32x4.shiftRight(sum.get, number(resultBits));
  const wide = sum.set(i32x4.narrow(value, value));
  if (bits === 16) {
    return sequence(
      wide,
      v128.store32(pixels.get, sum.get, 0),
      v128.store16(pixels.get, sum.get, 2, 4),
    );
  }
  const narrow = narrowFour(i32x4.widen(sum.get));
  return sequence(
    wide,
    sum.set(i32x4.narrow(narrow, narrow)),
    sum.set(narrowTo8(sum.get, sum.get)),
    v128.store16(pixels.get, sum.get, 0),
    v128.store8(pixels.get, sum.get, 2, 2),
  );
}

export const sampleTexts = ([3, 4] as const).flatMap((channels) =>
  ([8, 16] as const).map((bits) => sampleText({ channels, bits })),
);
