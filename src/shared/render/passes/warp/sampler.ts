import {
  choose,
  f64,
  functionOf,
  i32,
  i32x4,
  repeatWhile,
  sequence,
  v128,
  when,
  type Code,
  type Local,
  type ValueType,
} from '../../../wasm/assembler';
import { Machine } from '../../../wasm/machine';
import type { Working } from '../../working';
import { acrossKernel, downKernel, droppedBits, half, phases, resultBits } from './kernel';

/** Where pixels of a row take their colour from, in source pixels (centres at whole numbers). */
export interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 0 where that is the pixel itself. */
  readonly isMoved: Uint8Array;
}

/** Pixels beyond each end of a row that repeat its last one: all that a kernel at the edge can look at. */
const repeatedPixels = 3;
const acrossAt = 0;
const downAt = acrossKernel.byteLength;
const rowsAt = downAt + downKernel.byteLength;

function localsOf(parameters: readonly Local[], variable: (type: ValueType) => Local) {
  const [count, xs, ys, moved, colors, left, top, width, height, ring, mask, stride, step] =
    parameters as readonly [
      ...[Local, Local, Local, Local, Local, Local, Local],
      ...[Local, Local, Local, Local, Local, Local],
    ];
  return {
    ...{ count, xs, ys, moved, colors, left, top, width, height, ring, mask, stride, step },
    at: variable('i32'),
    across: variable('i32'),
    down: variable('i32'),
    row: variable('i32'),
    start: variable('i32'),
    line: variable('i32'),
    place: variable('f64'),
    sum: variable('v128'),
    weights: [variable('v128'), variable('v128'), variable('v128'), variable('v128')],
  } as const;
}

type Locals = ReturnType<typeof localsOf>;

/** As `sampleRow` of `reference.ts`, with red, green and blue in lanes of one vector. */
const sampleText = functionOf('sample', 13, (parameters, variable) => {
  const locals = localsOf(parameters, variable);
  const { at, count, moved, colors, across, weights, sum } = locals;
  const result = i32x4.shiftRight(sum.get, i32.constant(resultBits));
  return repeatWhile(
    i32.lessThan(at.get, count.get),
    when(
      i32.load8(i32.add(moved.get, at.get)),
      locate(locals),
      ...weights.map((weight, tap) => weight.set(v128.loadSplat32(across.get, acrossAt + 4 * tap))),
      sum.set(i32x4.splat(i32.constant(half))),
      ...[0, 1, 2, 3].map((tap) => addLine(locals, tap)),
      v128.store64(element(locals, colors, 3), i32x4.narrow(result, result), 0),
    ),
    at.set(i32.add(at.get, i32.constant(1))),
  );
});

/** Of an array whose elements have 2^bits bytes: that of the pixel. */
function element({ at }: Locals, array: Local, bits: number): Code {
  return i32.add(array.get, i32.shiftLeft(at.get, i32.constant(bits)));
}

/** Which phases of the kernel a pixel takes, and where its first row and the first pixel of it lie. */
function locate(locals: Locals): Code {
  const { xs, ys, left, top, width, height, place, across, down, start, row, step } = locals;
  return sequence(
    place.set(f64.load(element(locals, xs, 3))),
    across.set(phaseOf(place.get)),
    firstOf(place.get, left, width, start),
    start.set(i32.multiply(i32.add(start.get, i32.constant(repeatedPixels)), step.get)),
    place.set(f64.load(element(locals, ys, 3))),
    down.set(phaseOf(place.get)),
    firstOf(place.get, top, height, row),
  );
}

function phaseOf(value: Code): Code {
  const fraction = f64.subtract(value, f64.floor(value));
  const phase = f64.add(f64.multiply(fraction, f64.constant(phases)), f64.constant(0.5));
  return i32.shiftLeft(i32.fromF64(phase), i32.constant(4));
}

/** The first pixel or row that the kernel looks at, within those that are repeated. */
function firstOf(value: Code, before: Local, size: Local, into: Local): Code {
  const least = i32.constant(-repeatedPixels);
  const most = i32.subtract(size.get, i32.constant(1));
  const one = i32.constant(1);
  return sequence(
    into.set(i32.subtract(i32.fromF64(f64.floor(value)), i32.add(before.get, one))),
    into.set(choose(i32.lessThan(into.get, least), least, into.get)),
    into.set(choose(i32.lessThan(into.get, size.get), into.get, most)),
  );
}

/** Adds what the kernel sees in one of its four rows. */
function addLine(
  { line, ring, start, row, mask, stride, step, weights, sum, down }: Locals,
  tap: number,
): Code {
  const seen = weights
    .map((weight, pixel) => {
      const at = i32.add(line.get, i32.multiply(step.get, i32.constant(pixel)));
      return i32x4.multiply(weight.get, v128.loadFour16(at));
    })
    .reduce((one, other) => i32x4.add(one, other));
  const rowAt = i32.multiply(i32.and(i32.add(row.get, i32.constant(tap)), mask.get), stride.get);
  const weighed = i32x4.multiply(
    v128.loadSplat32(down.get, downAt + 4 * tap),
    i32x4.shiftRight(seen, i32.constant(droppedBits)),
  );
  return sequence(
    line.set(i32.add(i32.add(ring.get, start.get), rowAt)),
    sum.set(i32x4.add(sum.get, weighed)),
  );
}

let machine: Machine | undefined;

/** Looks colours up for rows of places, from the top of a picture down. */
export class Sampler {
  readonly places: Places;
  /** What was found, four numbers a pixel: red, green, blue and nothing. */
  readonly colors: Uint16Array;
  readonly #machine: Machine;
  readonly #bytes: {
    readonly x: number;
    readonly y: number;
    readonly isMoved: number;
    readonly colors: number;
    readonly ring: number;
    readonly row: number;
  };
  /** As many rows of the picture as `reach` asks for, each in the place of one that is not needed any more. */
  readonly #ring: Uint16Array;
  readonly #rowMask: number;
  /** The first row that was not loaded yet. */
  #next: number;

  /** For rows of at most `width` places, which lie at most `reach` rows above or below them. */
  constructor(
    private readonly from: Working,
    width: number,
    private readonly reach: number,
  ) {
    const { area, channels } = from;
    this.#machine = machine ??= new Machine([sampleText]);
    this.#rowMask = 2 ** Math.ceil(Math.log2(2 * reach + 4)) - 1;
    const row = 8 * Math.ceil(((area.width + 2 * repeatedPixels) * channels) / 4);
    const x = 16 * Math.ceil(rowsAt / 16);
    const y = x + 8 * width;
    const colors = y + 8 * width;
    const isMoved = colors + 8 * width;
    const ring = 16 * Math.ceil((isMoved + width) / 16);
    const ringSamples = ((this.#rowMask + 1) * row) / 2;
    // The last pixel is read with eight bytes, of which it may have six.
    const memory = this.#machine.room(ring + ringSamples * 2 + 8);
    new Int32Array(memory, acrossAt, acrossKernel.length).set(acrossKernel);
    new Int32Array(memory, downAt, downKernel.length).set(downKernel);
    this.places = {
      x: new Float64Array(memory, x, width),
      y: new Float64Array(memory, y, width),
      isMoved: new Uint8Array(memory, isMoved, width),
    };
    this.colors = new Uint16Array(memory, colors, width * 4);
    this.#ring = new Uint16Array(memory, ring, ringSamples);
    this.#bytes = { x, y, isMoved, colors, ring, row };
    this.#next = area.top - repeatedPixels;
  }

  /** Finds the colours of the first `count` places of a row, which lies below those before. */
  sample(row: number, count: number): void {
    this.#load(row);
    const { area, channels } = this.from;
    const { x, y, isMoved, colors, ring, row: stride } = this.#bytes;
    this.#machine.kernel('sample')(
      ...[count, x, y, isMoved, colors],
      ...[area.left, area.top, area.width, area.height],
      ...[ring, this.#rowMask, stride, channels * 2],
    );
  }

  #load(row: number): void {
    const { top, height } = this.from.area;
    const end = Math.min(top + height + repeatedPixels, row + this.reach + 1);
    this.#next = Math.max(this.#next, row - this.reach);
    for (; this.#next < end; this.#next++) this.#copy(this.#next - top);
  }

  /** Rows beyond the edge are the last one again. */
  #copy(row: number): void {
    const { area, channels, data } = this.from;
    const samples = area.width * channels;
    const start = Math.min(area.height - 1, Math.max(0, row)) * samples;
    const border = repeatedPixels * channels;
    const into = (row & this.#rowMask) * (this.#bytes.row / 2);
    const ring = this.#ring;
    ring.set(data.subarray(start, start + samples), into + border);
    for (let sample = 0; sample < border; sample++) {
      ring[into + sample] = ring[into + border + (sample % channels)]!;
      const last = into + border + samples;
      ring[last + sample] = ring[last - channels + (sample % channels)]!;
    }
  }
}
