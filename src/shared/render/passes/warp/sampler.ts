import { Machine } from '../../../wasm/machine';
import type { RasterData } from '../../../pixels/raster';
import { phaseOf } from '../../../pixels/shared-memory';
import type { Working } from '../../working';
import { followText, rowNumbers } from './following';
import { nameOf, repeatedPixels, sampleTexts, tablesBytes, writeTables } from './sampling';

/** Where pixels of a row take their colour from. */
export interface Places {
  /** x and y in turn, in source pixels (centres at whole numbers). */
  readonly points: Float64Array;
  /** 0 where that is the pixel itself. */
  readonly isMoved: Uint8Array;
}

/** Offsets along a row, on the columns of a lattice. */
export interface Lattice {
  /** x and y in turn, in photo pixels; the first and the last column's are 0. */
  readonly offsets: Float64Array;
  /** A source pixel's column is its x times the first number and the second one added. */
  readonly columnsPerPixel: number;
  readonly origin: number;
  readonly last: number;
  /** Source pixels per photo pixel. */
  readonly scale: number;
}

/** Where everything lies in the loops' memory. */
interface Layout {
  readonly numbers: number;
  readonly offsets: number;
  readonly points: number;
  readonly moved: number;
  readonly pixels: number;
  readonly ring: number;
  readonly end: number;
}

/** Bytes that loads and stores may reach beyond what they need, and a row of pixels lie behind its place. */
const spareBytes = 16 + 8;

/** Rows in the ring begin so that what lies behind their first `borderBytes` begins at a word. */
function layoutOf(columns: number, width: number, ringBytes: number, borderBytes: number): Layout {
  const numbers = aligned(tablesBytes);
  const offsets = numbers + aligned(8 * rowNumbers.length);
  const points = offsets + 16 * columns;
  const moved = points + 16 * width;
  const pixels = aligned(moved + width);
  const ring = aligned(pixels + 8 * width + spareBytes) + 16 - (borderBytes % 16);
  return { numbers, offsets, points, moved, pixels, ring, end: ring + ringBytes + spareBytes };
}

function aligned(bytes: number): number {
  return 16 * Math.ceil(bytes / 16);
}

let machine: Machine | undefined;

/** Looks colours up for rows of places, from the top of a picture down. */
export class Sampler {
  readonly places: Places;
  /** Of the lattice that `follow` reads. */
  readonly offsets: Float64Array;
  readonly #machine: Machine;
  readonly #layout: Layout;
  readonly #memory: ArrayBuffer;
  readonly #numbers: Float64Array;
  /** As many rows of the picture as `reach` asks for, each in the place of one that is not needed any more. */
  readonly #ring: Uint16Array;
  readonly #rowBytes: number;
  readonly #rowMask: number;
  /** The first row that was not loaded yet. */
  #next: number;

  /** For rows of at most `width` places, which lie at most `reach` rows above or below them. */
  constructor(
    private readonly from: Working,
    width: number,
    private readonly reach: number,
    columns = 0,
  ) {
    const { area, channels } = from;
    this.#machine = machine ??= new Machine([followText, ...sampleTexts]);
    this.#rowMask = 2 ** Math.ceil(Math.log2(2 * reach + 4)) - 1;
    this.#rowBytes = 8 * Math.ceil(((area.width + 2 * repeatedPixels) * channels) / 4);
    const border = repeatedPixels * channels * 2;
    const layout = layoutOf(columns, width, (this.#rowMask + 1) * this.#rowBytes, border);
    const memory = this.#machine.room(layout.end);
    writeTables(memory, area);
    this.offsets = new Float64Array(memory, layout.offsets, columns * 2);
    this.places = {
      points: new Float64Array(memory, layout.points, width * 2),
      isMoved: new Uint8Array(memory, layout.moved, width),
    };
    this.#numbers = new Float64Array(memory, layout.numbers, rowNumbers.length);
    this.#ring = new Uint16Array(memory, layout.ring, ((this.#rowMask + 1) * this.#rowBytes) / 2);
    this.#memory = memory;
    this.#layout = layout;
    this.#next = area.top - repeatedPixels;
  }

  /** Finds the first `count` places: where a lattice of `offsets` moves the pixels of a row from x = `start` on. */
  follow(lattice: Omit<Lattice, 'offsets'>, start: number, y: number, count: number): void {
    const values = { ...lattice, x: start, y };
    rowNumbers.forEach((name, at) => (this.#numbers[at] = values[name]));
    const { numbers, offsets, points, moved } = this.#layout;
    this.#machine.kernel('follow')(count, numbers, offsets, points, moved);
  }

  /**
   * Gives the pixels of a row, which lies below those before, the colours of their places where they are moved;
   * `pixels` holds the row's samples.
   */
  sample(row: number, pixels: RasterData): void {
    this.#load(row);
    const { channels } = this.from;
    const { points, moved, pixels: place, ring } = this.#layout;
    const at = place + phaseOf(pixels.byteOffset);
    const bits = pixels instanceof Uint16Array ? 16 : 8;
    const Samples = bits === 16 ? Uint16Array : Uint8Array;
    const samples = new Samples(this.#memory, at, pixels.length);
    samples.set(pixels);
    this.#machine.kernel(nameOf({ channels, bits }))(
      ...[pixels.length / channels, points, moved, at],
      ...[ring, this.#rowMask, this.#rowBytes],
    );
    pixels.set(samples);
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
    const into = (row & this.#rowMask) * (this.#rowBytes / 2);
    const ring = this.#ring;
    ring.set(data.subarray(start, start + samples), into + border);
    for (let sample = 0; sample < border; sample++) {
      ring[into + sample] = ring[into + border + (sample % channels)]!;
      const last = into + border + samples;
      ring[last + sample] = ring[last - channels + (sample % channels)]!;
    }
  }
}
