import {
  f64x2,
  functionOf,
  i32,
  i32x4,
  narrowTo8,
  repeatWhile,
  sequence,
  shuffle32,
  shuffle8,
  v128,
  wholeNumberBits,
  type Code,
  type FunctionText,
  type Local,
  type Locals,
  type ValueType,
} from '../../../wasm/assembler';
import { inEveryLane } from '../../../wasm/common-vector';
import { advance, isLeft, number, variables } from '../../../wasm/loops';
import type { Rectangle } from '../../../pixels/raster';
import { narrowFour, narrowing } from '../../bit-depth';
import { pointBytes } from './following';
import { acrossKernel, downKernel, droppedBits, half, phaseBits, resultBits } from './kernel';

/** Pixels beyond each end of a row that repeat its last one: all that a kernel at the edge can look at. */
export const repeatedPixels = 3;

/**
 * Products of vectors know 16-bit numbers with a sign only: 32768 is taken off every sample, and what that makes is
 * added to the sum in one. Both kernels' weights add up to a power of two, so nothing is lost.
 */
const shifted = 32768 * 2 ** resultBits;

const { fromWhole } = inEveryLane;

/** Vectors that are the same for every pixel: written out in a loop, each takes three instructions, not one. */
const constants = {
  /** Taken off every sample, by its bits. */
  middle: fromWhole(0x80008000 | 0),
  phaseMask: fromWhole(2 ** phaseBits - 1),
  start: fromWhole(half + shifted),
  times: fromWhole(narrowing.times),
  plus: fromWhole(narrowing.plus),
  /** Added to a place, it leaves that in phases as a whole number of 32 bits. */
  wholePhases: new Int32Array(new Float64Array(2).fill(wholeNumberBits / 2 ** phaseBits).buffer),
};

/** Of the pixels that are looked at. */
const bounds = ['before', 'least', 'most'] as const;

type VectorName = keyof typeof constants | (typeof bounds)[number];

const vectorNames: readonly VectorName[] = [
  ...bounds,
  ...(Object.keys(constants) as (keyof typeof constants)[]),
];

/** What the loops read, from the beginning of their memory. */
const acrossAt = 0;
const downAt = acrossKernel.byteLength;
const vectorsAt = downAt + downKernel.length * 2;
export const tablesBytes = vectorsAt + 16 * vectorNames.length;

function addressOf(name: VectorName): number {
  return vectorsAt + 16 * vectorNames.indexOf(name);
}

function vector(name: VectorName): Code {
  return v128.load(number(0), addressOf(name));
}

/** Writes the tables; `bounds` are those of the pixels that are looked at. */
export function writeTables(memory: ArrayBuffer, { left, top, width, height }: Rectangle): void {
  new Int32Array(memory, acrossAt, acrossKernel.length).set(acrossKernel);
  new Int16Array(memory, downAt, downKernel.length).set(downKernel);
  const write = (name: VectorName, values: ArrayLike<number>): void =>
    new Int32Array(memory, addressOf(name), 4).set(values);
  write('before', [left + 1, 0, top + 1, 0]);
  write('least', [-repeatedPixels, 0, -repeatedPixels, 0]);
  write('most', [width - 1, 0, height - 1, 0]);
  for (const name of Object.keys(constants) as (keyof typeof constants)[]) {
    write(name, constants[name]);
  }
}

/** Samples that are taken are 16-bit ones; those that are stored may be narrower. */
export interface Form {
  readonly channels: 3 | 4;
  readonly bits: 8 | 16;
}

export function nameOf({ channels, bits }: Form): string {
  return `sample ${channels} ${bits}`;
}

function localsOf(parameters: Locals<6>, variable: (type: ValueType) => Local) {
  const [count, points, pixels, ring, mask, stride] = parameters;
  const whole = (): Local => variable('i32');
  const vectors = <Count extends number>(many: Count) => variables(variable, 'v128', many);
  const [place, pixel, seen, sum, across, middle] = vectors(6);
  return {
    ...{ count, points, pixels, ring, mask, stride },
    ...{ place, pixel, seen, sum, across, middle },
    /** Of each row where its first pixel lies, and the last that was loaded. */
    rows: [whole(), whole(), whole(), whole()],
    loaded: vectors(4),
    /** Of the first and the last two rows. */
    down: vectors(2),
  } as const;
}

type Names = ReturnType<typeof localsOf>;

/** Pixels of a turn of the loop. */
const turnPixels = 2;

/**
 * As `sampleRow` of `reference.ts`, with a pixel's colours in lanes of one vector; the count is rounded up to whole
 * turns.
 */
function sampleText(form: Form): FunctionText {
  const pixelBytes = (form.channels * form.bits) / 8;
  return functionOf(nameOf(form), 6, (parameters, variable) => {
    const locals = localsOf(parameters, variable);
    const { count, points, pixels } = locals;
    const one = (index: number): Code =>
      sequence(
        locate(locals, form, index * pointBytes),
        locals.sum.set(vector('start')),
        ...[0, 1, 2, 3].map((column) => addColumn(locals, form, column)),
        store(locals, form, index * pixelBytes),
      );
    return sequence(
      locals.middle.set(vector('middle')),
      repeatWhile(
        isLeft(count),
        ...Array.from({ length: turnPixels }, (_, index) => one(index)),
        advance(points, number(turnPixels * pointBytes)),
        advance(pixels, number(turnPixels * pixelBytes)),
        advance(count, number(-turnPixels)),
      ),
    );
  });
}

/** Which phases of the kernel a pixel takes, and where the first pixel of each of its rows lies. */
function locate(locals: Names, { channels }: Form, offset: number): Code {
  const { points, place, pixel, across, rows, down, ring, mask, stride } = locals;
  const first = i32x4.subtract(i32x4.shiftRight(place.get, number(phaseBits)), vector('before'));
  const column = i32.add(i32x4.lane(pixel.get, 0), number(repeatedPixels));
  const row = i32.and(i32x4.lane(pixel.get, 2), mask.get);
  const phase = (lane: number, bytesExponent: number): Code =>
    i32.shiftLeft(i32x4.lane(place.get, lane), number(bytesExponent));
  const [top, ...below] = rows;
  return sequence(
    place.set(f64x2.add(v128.load(points.get, offset), vector('wholePhases'))),
    pixel.set(i32x4.least(i32x4.most(first, vector('least')), vector('most'))),
    place.set(v128.and(place.get, vector('phaseMask'))),
    across.set(v128.load(phase(0, 4), acrossAt)),
    down[0].set(v128.loadZero64(phase(2, 3), downAt)),
    down[1].set(lane(down[0], 1)),
    down[0].set(lane(down[0], 0)),
    top.set(i32.add(ring.get, i32.multiply(row, stride.get))),
    advance(top, i32.multiply(column, number(channels * 2))),
    ...below.map((next, at) => next.set(i32.add(rows[at]!.get, stride.get))),
  );
}

/** A 32-bit number of a vector in all lanes. */
function lane(values: Local, at: number): Code {
  return shuffle32(values.get, values.get, [at, at, at, at]);
}

/** Adds what the kernel sees in one of its four columns. */
function addColumn(locals: Names, { channels }: Form, column: number): Code {
  const { rows, loaded, down, seen, sum, across, middle } = locals;
  // A vector holds two pixels of four channels.
  const isThere = channels === 4 && column % 2 === 1;
  const load = loaded.map((pixels, row) =>
    pixels.set(v128.xor(v128.load(rows[row]!.get, column * channels * 2), middle.get)),
  );
  const two = (at: number): Code => {
    const [one, other] = [loaded[2 * at]!.get, loaded[2 * at + 1]!.get];
    return i32x4.sumOfProducts(interleaved(one, other, isThere ? 8 : 0), down[at]!.get);
  };
  return sequence(
    ...(isThere ? [] : load),
    seen.set(i32x4.shiftRight(i32x4.add(two(0), two(1)), number(droppedBits))),
    sum.set(i32x4.add(sum.get, i32x4.multiply(lane(across, column), seen.get))),
  );
}

/** Four 16-bit numbers of both in turn, from a byte on. */
function interleaved(one: Code, other: Code, from: number): Code {
  const bytes = [0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23];
  return shuffle8(
    one,
    other,
    bytes.map((byte) => from + byte),
  );
}

/** All channels of a pixel. */
function store({ pixels, sum }: Names, { channels, bits }: Form, offset: number): Code {
  const value = i32x4.shiftRight(sum.get, number(resultBits));
  if (bits === 16) {
    return sequence(
      sum.set(i32x4.narrow(value, value)),
      channels === 4
        ? v128.store64(pixels.get, sum.get, 0, offset)
        : sequence(
            v128.store32(pixels.get, sum.get, 0, offset),
            v128.store16(pixels.get, sum.get, 2, offset + 4),
          ),
    );
  }
  return sequence(
    sum.set(narrowFour(value, vector('times'), vector('plus'))),
    sum.set(i32x4.narrow(sum.get, sum.get)),
    sum.set(narrowTo8(sum.get, sum.get)),
    channels === 4
      ? v128.store32(pixels.get, sum.get, 0, offset)
      : sequence(
          v128.store16(pixels.get, sum.get, 0, offset),
          v128.store8(pixels.get, sum.get, 2, offset + 2),
        ),
  );
}

export const sampleTexts = ([3, 4] as const).flatMap((channels) =>
  ([8, 16] as const).map((bits) => sampleText({ channels, bits })),
);
