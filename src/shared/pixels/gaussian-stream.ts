import { placed } from '../wasm/loops';
import { Machine } from '../wasm/machine';
import {
  addRowText,
  boxColumnsText,
  boxRowText,
  pixelsAtOnce,
  weighColumnsText,
  weighRowText,
} from './gaussian-loops';
import type { Box } from './gaussian-reference';
import { createPlane, type Plane } from './raster';

/** Half of a symmetric kernel, the centre's weight first, or a box. */
export type BlurStep = Float32Array | Box;

/**
 * A plane after some blurs, as `gaussian-reference.ts` has them. It goes through them row by row: of what lies between
 * two, only the rows are kept that the next one looks at.
 */
export function blurred(
  plane: Plane,
  steps: readonly BlurStep[],
  result = createPlane(plane.width, plane.height),
): Plane {
  const { width, height, data } = plane;
  if (data.length === 0) return result;
  const machine = sharedMachine();
  const stages = stagesOf(machine, steps, plane, (row, y) => result.data.set(row, y * width));
  const first = stages[0]!;
  for (let y = 0; y < height; y++) {
    first.row.set(data.subarray(y * width, (y + 1) * width));
    first.push(y);
  }
  return result;
}

let machine: Machine | undefined;

function sharedMachine(): Machine {
  return (machine ??= new Machine([
    ...[weighRowText, weighColumnsText],
    ...[boxRowText, addRowText, boxColumnsText],
  ]));
}

function stagesOf(
  machine: Machine,
  steps: readonly BlurStep[],
  { width, height }: Plane,
  finish: (row: Float32Array, y: number) => void,
): Stage[] {
  const stride = 4 * pixelsAtOnce * Math.ceil(width / pixelsAtOnce);
  const sizes = steps.map((step) => {
    const reach = reachOf(step);
    const [at, bytes] = placed({
      padded: stride + 8 * reach + 4 * pixelsAtOnce,
      ring: stride * (2 * reach + 1),
      numbers: 8 * (reach + 2),
      rows: 4 * (2 * reach + 1),
      sums: 2 * stride,
    });
    return { step, at, bytes };
  });
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const memory = machine.room(total + stride);
  const stages: Stage[] = [];
  let start = total;
  // From the last one backwards: each knows the next.
  const last = new Float32Array(memory, start, width);
  let next: Next = { address: start, push: (y) => finish(last, y) };
  for (const { step, at, bytes } of sizes.reverse()) {
    start -= bytes;
    const place = { memory, start, at, stride, width, height };
    const stage =
      step instanceof Float32Array
        ? new KernelStage(machine, place, step, next)
        : new BoxStage(machine, place, step, next);
    stages.unshift(stage);
    next = stage;
  }
  return stages;
}

function reachOf(step: BlurStep): number {
  return step instanceof Float32Array ? step.length - 1 : step.radius + 1;
}

/** Whoever takes the rows of a stage. */
interface Next {
  /** Where the next row is to be put. */
  readonly address: number;
  /** Row `y` lies there. */
  push(y: number): void;
}

interface Place {
  readonly memory: ArrayBuffer;
  readonly start: number;
  readonly at: Readonly<Record<'padded' | 'ring' | 'numbers' | 'rows' | 'sums', number>>;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

abstract class Stage implements Next {
  readonly address: number;
  /** Where the next row is to be put. */
  readonly row: Float32Array;
  protected readonly width: number;
  protected readonly height: number;
  readonly #padded: Float32Array;
  readonly #ring: number;
  readonly #stride: number;
  /** The first row that was not given away yet. */
  #next = 0;

  constructor(
    { memory, start, at, stride, width, height }: Place,
    protected readonly reach: number,
    private readonly after: Next,
  ) {
    this.width = width;
    this.height = height;
    this.#stride = stride;
    this.#ring = start + at.ring;
    this.#padded = new Float32Array(memory, start + at.padded, width + 2 * reach);
    this.row = this.#padded.subarray(reach, reach + width);
    this.address = start + at.padded + 4 * reach;
  }

  push(y: number): void {
    const { width, reach, height } = this;
    const padded = this.#padded;
    padded.fill(padded[reach]!, 0, reach);
    padded.fill(padded[reach + width - 1]!, reach + width);
    this.alongRow(this.address - 4 * reach, this.addressOf(y));
    const end = y + 1 < height ? y + 1 - reach : height;
    for (; this.#next < end; this.#next++) {
      this.acrossRows(this.#next, this.after.address);
      this.after.push(this.#next);
    }
  }

  /** Of a row that is not farther than `reach` from those that are worked on; beyond the edge it is the last one. */
  protected addressOf(y: number): number {
    const row = Math.min(this.height - 1, Math.max(0, y));
    return this.#ring + this.#stride * (row % (2 * this.reach + 1));
  }

  protected abstract alongRow(padded: number, result: number): void;
  protected abstract acrossRows(y: number, result: number): void;
}

class KernelStage extends Stage {
  readonly #weights: number;
  readonly #rows: Int32Array;
  readonly #weighRow;
  readonly #weighColumns;

  constructor(machine: Machine, place: Place, kernel: Float32Array, next: Next) {
    super(place, kernel.length - 1, next);
    const { memory, start, at } = place;
    this.#weights = start + at.numbers;
    new Float64Array(memory, this.#weights, kernel.length).set(kernel);
    this.#rows = new Int32Array(memory, start + at.rows, 2 * this.reach + 1);
    this.#weighRow = machine.kernel('weighRow');
    this.#weighColumns = machine.kernel('weighColumns');
  }

  protected alongRow(padded: number, result: number): void {
    this.#weighRow(padded, this.#weights, 4 * this.reach, this.width, result);
  }

  protected acrossRows(y: number, result: number): void {
    const rows = this.#rows;
    rows[0] = this.addressOf(y);
    for (let offset = 1; offset <= this.reach; offset++) {
      rows[2 * offset - 1] = this.addressOf(y - offset);
      rows[2 * offset] = this.addressOf(y + offset);
    }
    const { byteOffset, byteLength } = rows;
    this.#weighColumns(byteOffset, this.#weights, byteOffset + byteLength, this.width, result);
  }
}

class BoxStage extends Stage {
  readonly #box: number;
  readonly #sums: Float64Array;
  readonly #boxRow;
  readonly #addRow;
  readonly #boxColumns;

  constructor(machine: Machine, place: Place, { radius, edge, total }: Box, next: Next) {
    super(place, radius + 1, next);
    const { memory, start, at } = place;
    this.#box = start + at.numbers;
    new Float64Array(memory, this.#box, 2).set([edge, total]);
    this.#sums = new Float64Array(memory, start + at.sums, place.width + (place.width % 2));
    this.#boxRow = machine.kernel('boxRow');
    this.#addRow = machine.kernel('addRow');
    this.#boxColumns = machine.kernel('boxColumns');
  }

  protected alongRow(padded: number, result: number): void {
    this.#boxRow(padded, 8 * this.reach, this.#box, this.width, result);
  }

  protected acrossRows(y: number, result: number): void {
    const { reach, width } = this;
    const sums = this.#sums.byteOffset;
    if (y === 0) {
      this.#sums.fill(0);
      for (let row = 1 - reach; row < reach; row++) this.#addRow(sums, this.addressOf(row), width);
    }
    const [above, below] = [this.addressOf(y - reach), this.addressOf(y + reach)];
    const leaving = this.addressOf(y - reach + 1);
    this.#boxColumns(above, below, leaving, sums, this.#box, width, result);
  }
}
