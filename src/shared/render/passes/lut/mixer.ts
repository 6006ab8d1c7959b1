import type { Plane } from '../../../pixels/raster';
import { commonMemory, type Located } from '../../../wasm/common-memory';
import { Machine, type Kernel } from '../../../wasm/machine';
import { mixingTexts, pixelsAtOnce, pointBytes } from './mixing';
import { latticeSide, pointNumbers, type ColorTable } from './table';
import { blueStep, cellOf, greenStep, redStep } from './tetrahedra';

/** Pixels that are mixed at once. */
export const mixedPixels = 1024;
/** Tables that lie ready: a look of many edits takes them in turn, cell by cell. */
const readyTables = 24;

const numberBytes = 4;
/** The number of a point that is 0 once the others are there. */
const markAt = pointNumbers - 1;

/** A table and how much of it each of a cell's pixels takes (0-1). */
export interface WeighedTable {
  readonly table: ColorTable;
  readonly mask: Plane;
}

/** The same, ready. */
interface ReadyTable {
  readonly points: Points;
  readonly weights: Float32Array;
}

/** Has colour tables lie ready in memory and mixes rows of pixels by them. */
class Mixer {
  readonly #common = commonMemory();
  readonly #machine = new Machine([...mixingTexts(3), ...mixingTexts(4)], this.#common.memory);
  readonly #kernels = { 3: this.#kernelsFor(3), 4: this.#kernelsFor(4) };
  readonly #samplesAt = this.#common.reserve(mixedPixels * 8);
  readonly #weightsAt = this.#common.reserve(mixedPixels * numberBytes);
  readonly #sumsAt = this.#common.reserve(mixedPixels * pointBytes);
  readonly #leftAt = this.#common.reserve(numberBytes);
  readonly #samples = new Uint16Array(this.#common.buffer, this.#samplesAt, mixedPixels * 4);
  readonly #weights = new Float32Array(this.#common.buffer, this.#weightsAt, mixedPixels);
  readonly #sums = new Float32Array(this.#common.buffer, this.#sumsAt, mixedPixels * pointNumbers);
  readonly #left = new Int32Array(this.#common.buffer, this.#leftAt, 1);
  /** By their tables, those that were used last at the end. */
  readonly #points = new Map<ColorTable, Points>();
  #tables: readonly ReadyTable[] = [];
  #channels: 3 | 4 = 3;

  #kernelsFor(channels: 3 | 4): Readonly<Record<'collect' | 'mix' | 'add', Kernel>> {
    const kernel = (name: string): Kernel => this.#machine.kernel(`${name} ${channels}`);
    return { collect: kernel('collect'), mix: kernel('mix'), add: kernel('add') };
  }

  /** What follows is mixed by these tables, which all look at a pixel as it was before. */
  begin(channels: 3 | 4, weighed: readonly WeighedTable[]): void {
    this.#channels = channels;
    this.#tables = weighed.map(({ table, mask }) => ({
      points: this.#pointsOf(table),
      weights: mask.data,
    }));
  }

  /** Mixes at most `mixedPixels` pixels: samples from `first` on, by the weights from `weight` on. */
  mix({ data, at }: Located<Uint16Array>, first: number, weight: number, count: number): void {
    const end = first + count * this.#channels;
    if (at === undefined) this.#samples.set(data.subarray(first, end));
    this.#mix(at === undefined ? this.#samplesAt : at + first * 2, weight, count);
    if (at === undefined) data.set(this.#samples.subarray(0, end - first), first);
  }

  #mix(samplesAt: number, weight: number, count: number): void {
    const { mix, collect, add } = this.#kernels[this.#channels];
    const [only, ...others] = this.#tables;
    if (only && others.length === 0) {
      this.#run(mix, only, samplesAt, weight, count);
      return;
    }
    this.#sums.fill(0, 0, count * pointNumbers);
    for (const table of this.#tables) this.#run(collect, table, samplesAt, weight, count);
    add(samplesAt, count, this.#sumsAt);
  }

  #run(loop: Kernel, table: ReadyTable, samplesAt: number, weight: number, count: number): void {
    const { points, weights } = table;
    this.#weights.set(weights.subarray(weight, weight + count));
    // The loop's last step takes what lies beyond.
    for (let pixel = 1; pixel < pixelsAtOnce; pixel++) this.#weights[count + pixel - 1] = 0;
    const pixelBytes = this.#channels * 2;
    for (let done = 0; ;) {
      this.#left[0] = 0;
      loop(
        ...[samplesAt + done * pixelBytes, this.#weightsAt + done * numberBytes, count - done],
        ...[points.at, this.#sumsAt + done * pointBytes, this.#leftAt],
      );
      const left = this.#left[0];
      if (left === 0) return;
      done = count - left;
      points.fill(samplesAt + done * pixelBytes, this.#channels);
    }
  }

  #pointsOf(table: ColorTable): Points {
    const known = this.#points.get(table);
    if (known) this.#points.delete(table);
    const points = known ?? this.#emptyPoints();
    points.table = table;
    this.#points.set(table, points);
    return points;
  }

  #emptyPoints(): Points {
    if (this.#points.size < readyTables) return new Points();
    const [oldest] = this.#points;
    const [table, points] = oldest!;
    this.#points.delete(table);
    points.empty();
    return points;
  }
}

/** The points of a table that were asked for. */
class Points {
  table: ColorTable | undefined;
  /** Where they lie in the common memory. */
  readonly at = commonMemory().reserve(latticeSide ** 3 * pointBytes);
  readonly #numbers: Float32Array;
  readonly #samples = new Uint16Array(commonMemory().buffer);
  #known: number[] = [];

  constructor() {
    const { buffer } = commonMemory();
    this.#numbers = new Float32Array(buffer, this.at, latticeSide ** 3 * pointNumbers);
    for (let at = markAt; at < this.#numbers.length; at += pointNumbers) this.#numbers[at] = 1;
  }

  empty(): void {
    for (const point of this.#known) this.#numbers[point + markAt] = 1;
    this.#known = [];
  }

  /** Has the corners there of the cells that the next pixels at an address lie in. */
  fill(samplesAt: number, channels: number): void {
    const samples = this.#samples;
    for (let pixel = 0; pixel < pixelsAtOnce; pixel++) {
      const sample = samplesAt / 2 + pixel * channels;
      this.#fillCell(
        cellOf(samples[sample]!),
        cellOf(samples[sample + 1]!),
        cellOf(samples[sample + 2]!),
      );
    }
  }

  #fillCell(red: number, green: number, blue: number): void {
    for (let corner = 0; corner < 8; corner++) {
      const r = red + (corner >> 2);
      const g = green + ((corner >> 1) & 1);
      const b = blue + (corner & 1);
      const point = r * redStep + g * greenStep + b * blueStep;
      if (this.#numbers[point + markAt] === 0) continue;
      this.#known.push(point);
      this.table?.compute(r, g, b, this.#numbers, point);
    }
  }
}

let mixer: Mixer | undefined;

/** One for each thread: its memory holds many tables. */
export function sharedMixer(): Mixer {
  return (mixer ??= new Mixer());
}
