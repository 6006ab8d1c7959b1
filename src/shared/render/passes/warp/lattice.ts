import type { Machine } from '../../../wasm/machine';
import type { DisplacementField } from './field';
import { latticeNumbers, pointBytes } from './following';

/** How pixels lie on a lattice. */
export interface Placement {
  /** A pixel's column is its x times this and the origin added; rows likewise. */
  readonly columnsPerPixel: number;
  readonly originX: number;
  readonly originY: number;
  /** Pixels per unit of the field's offsets. */
  readonly scale: number;
}

/** For a picture of `scale` pixels per photo pixel, the centres of which are at whole numbers. */
export function placementOf(
  { left, top, stepPixels }: DisplacementField,
  scale: number,
): Placement {
  const columnsPerPixel = 1 / (scale * stepPixels);
  const half = 0.5 * columnsPerPixel;
  return {
    columnsPerPixel,
    originX: half - left / stepPixels,
    originY: half - top / stepPixels,
    scale,
  };
}

const xAt = latticeNumbers.indexOf('x');
const numbersBytes = 16 * Math.ceil((8 * latticeNumbers.length) / 16);

/** A field in the memory of loops that move places. */
export class Lattice {
  /** x and y in turn, in pixels, row by row. */
  readonly offsets: Float64Array;
  readonly #numbers: Float64Array;
  readonly #rowBytes: number;
  /** Where the offsets begin. */
  readonly #start: number;

  /** The bytes that one takes. */
  static bytesOf({ columns, rows }: DisplacementField): number {
    // Behind the last row, too, lies a point that moves nothing.
    return numbersBytes + pointBytes * (columns * rows + 1);
  }

  constructor(
    private readonly machine: Machine,
    memory: ArrayBuffer,
    private readonly at: number,
    private readonly field: DisplacementField,
    private readonly placement: Placement,
  ) {
    const { columns, rows, offsets } = field;
    const { columnsPerPixel, originX, originY, scale } = placement;
    this.#start = at + numbersBytes;
    this.#rowBytes = pointBytes * columns;
    this.#numbers = new Float64Array(memory, at, latticeNumbers.length);
    const known = { lastColumn: columns - 1, lastRow: rows - 1, columnsPerPixel };
    const numbers = { ...known, originX, originY, pixelsPerColumn: 1 / columnsPerPixel };
    for (const [name, value] of Object.entries(numbers)) {
      this.#numbers[latticeNumbers.indexOf(name as keyof typeof numbers)] = value;
    }
    this.offsets = new Float64Array(memory, this.#start, 2 * (columns * rows + 1));
    for (let index = 0; index < offsets.length; index++) {
      this.offsets[index] = offsets[index]! * scale;
    }
    this.offsets.fill(0, offsets.length);
  }

  /** Where the pixels of row `y` from x = `start` on take their colour from, to `count` places in the memory. */
  follow(start: number, y: number, count: number, places: number): void {
    const { columnsPerPixel, originY } = this.placement;
    const down = y * columnsPerPixel + originY;
    // Above and below it is as on the rim, which moves nothing.
    const inside = down > 0 && down < this.field.rows - 1 ? down : 0;
    const row = Math.floor(inside);
    // Not by their names: this is done for every row.
    this.#numbers[xAt] = start;
    this.#numbers[xAt + 1] = y;
    this.#numbers[xAt + 2] = inside - row;
    const above = this.#start + row * this.#rowBytes;
    this.machine.kernel('follow')(count, this.at, above, places, this.#rowBytes);
  }

  /** Moves `count` places in the memory on to where they take their colour from. */
  displace(count: number, places: number): void {
    this.machine.kernel('displace')(count, this.at, this.#start, places, this.#rowBytes);
  }
}
