import { placed } from '../../../wasm/loops';
import { Machine, type Kernel } from '../../../wasm/machine';
import type { RasterData } from '../../../pixels/raster';
import { phaseOf } from '../../../pixels/shared-memory';
import type { Working } from '../../working';
import type { DisplacementField } from './field';
import { displaceText, followText, pointBytes } from './following';
import { Lattice, placementOf } from './lattice';
import { nameOf, repeatedPixels, sampleTexts, tablesBytes, writeTables } from './sampling';

/** Bytes that loads and stores may reach beyond what they need, and a row of pixels lie behind its place. */
const spareBytes = 16 + 8;
/** A place looks at as many rows, which must lie behind one another also where the ring begins anew. */
const rowsOfPlace = 4;

let machine: Machine | undefined;

export interface SamplerOptions {
  /** Places of a row at most. */
  readonly width: number;
  /** Rows at most that places lie above or below their row. */
  readonly reach: number;
  /** In the order in which places pass them. */
  readonly fields: readonly DisplacementField[];
  /** Source pixels per photo pixel. */
  readonly scale: number;
  /** Of the samples that are wanted. */
  readonly bits: 8 | 16;
}

/** Looks colours up for rows of places, from the top of a picture down. */
export class Sampler {
  /** Where pixels of a row take their colour from: x and y in turn, in source pixels (centres at whole numbers). */
  readonly places: Float64Array;
  readonly #machine: Machine;
  readonly #sampleRow: Kernel;
  /** Of a row, as the loop makes them. */
  readonly #pixels: RasterData;
  readonly #at: Readonly<Record<'places' | 'pixels' | 'ring', number>>;
  readonly #lattices: readonly Lattice[];
  /** As many rows of the picture as `reach` asks for, each in the place of one that is not needed any more. */
  readonly #ring: Uint16Array;
  readonly #rowBytes: number;
  readonly #rowMask: number;
  readonly #reach: number;
  /** The first row that was not loaded yet. */
  #next: number;

  constructor(
    private readonly from: Working,
    { width, reach, fields, scale, bits }: SamplerOptions,
  ) {
    const { area, channels } = from;
    const rows = 2 ** Math.ceil(Math.log2(2 * reach + rowsOfPlace));
    this.#reach = reach;
    this.#rowMask = rows - 1;
    this.#rowBytes = 8 * Math.ceil(((area.width + 2 * repeatedPixels) * channels) / 4);
    const ringBytes = (rows + rowsOfPlace - 1) * this.#rowBytes;
    const latticeBytes = fields.map((field) => Lattice.bytesOf(field));
    // Rows in the ring begin so that what lies behind their first pixels, which repeat the next one, begins at a word.
    const border = 16 - ((repeatedPixels * channels * 2) % 16);
    const [at, end] = placed({
      tables: tablesBytes,
      lattices: latticeBytes.reduce((sum, bytes) => sum + bytes, 0),
      // The loops may look at one place more.
      places: pointBytes * (width + 1),
      pixels: 8 * width + spareBytes,
      ring: border + ringBytes + spareBytes,
    });
    this.#machine = machine ??= new Machine([followText, displaceText, ...sampleTexts]);
    const memory = this.#machine.room(end);
    writeTables(memory, area);
    let start = at.lattices;
    this.#lattices = fields.map((field, index) => {
      const place = start;
      start += latticeBytes[index]!;
      return new Lattice(this.#machine, memory, place, field, placementOf(field, scale));
    });
    this.#at = { ...at, ring: at.ring + border };
    this.places = new Float64Array(memory, at.places, width * 2);
    this.#ring = new Uint16Array(memory, this.#at.ring, ringBytes / 2);
    this.#sampleRow = this.#machine.kernel(nameOf({ channels, bits }));
    const Samples = bits === 16 ? Uint16Array : Uint8Array;
    this.#pixels = new Samples(memory, at.pixels, ((at.ring - at.pixels) / bits) * 8);
    this.#next = area.top - repeatedPixels;
  }

  /** Finds the places of `count` pixels of a row from x = `start` on: what is seen passes one field after the other. */
  find(row: number, start: number, count: number): void {
    const { places } = this.#at;
    const [first, ...further] = this.#lattices;
    first?.follow(start, row, count, places);
    for (const lattice of further) lattice.displace(count, places);
  }

  /** Gives the pixels of a row, which lies below those before, what is seen at their places. */
  sample(row: number, pixels: RasterData): void {
    this.#load(row);
    const { places, pixels: place, ring } = this.#at;
    const phase = phaseOf(pixels.byteOffset);
    const count = pixels.length / this.from.channels;
    this.#sampleRow(count, places, place + phase, ring, this.#rowMask, this.#rowBytes);
    const first = phase / this.#pixels.BYTES_PER_ELEMENT;
    pixels.set(this.#pixels.subarray(first, first + pixels.length));
  }

  #load(row: number): void {
    const { top, height } = this.from.area;
    const end = Math.min(top + height + repeatedPixels, row + this.#reach + 1);
    this.#next = Math.max(this.#next, row - this.#reach);
    for (; this.#next < end; this.#next++) this.#copy(this.#next - top);
  }

  /** Rows beyond the edge are the last one again. */
  #copy(row: number): void {
    const { area, channels, data } = this.from;
    const samples = area.width * channels;
    const start = Math.min(area.height - 1, Math.max(0, row)) * samples;
    const border = repeatedPixels * channels;
    const slot = row & this.#rowMask;
    const into = slot * (this.#rowBytes / 2);
    const ring = this.#ring;
    ring.set(data.subarray(start, start + samples), into + border);
    for (let sample = 0; sample < border; sample++) {
      ring[into + sample] = ring[into + border + (sample % channels)]!;
      const last = into + border + samples;
      ring[last + sample] = ring[last - channels + (sample % channels)]!;
    }
    if (slot >= rowsOfPlace - 1) return;
    const again = (this.#rowMask + 1) * (this.#rowBytes / 2);
    ring.copyWithin(into + again, into, into + border + samples + border);
  }
}
