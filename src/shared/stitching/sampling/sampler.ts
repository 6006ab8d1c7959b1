import { lightTableOf } from '../../pixels/linear-light';
import type { Raster, RasterData, Rectangle } from '../../pixels/raster';
import {
  f32,
  f32x4,
  f64,
  functionOf,
  i32,
  repeatWhile,
  sequence,
  v128,
  type Code,
  type Local,
  type Locals,
  type ValueType,
} from '../../wasm/assembler';
import { advance, isLeft, number, placed, variables } from '../../wasm/loops';
import { Machine } from '../../wasm/machine';
import { phases, type Kernel } from './kernel';
import { copyRow, linearPixel, samplesIn } from './picture-rows';
import type { LightRows, Places } from './reference';

/** Encoded samples of pixels that lie one after the other, by a table, to four numbers each. */
function linearText(name: string, sampleBytes: 1 | 2) {
  return functionOf(name, 5, (parameters) => {
    const [samples, step, count, table, tile] = parameters;
    return repeatWhile(
      isLeft(count),
      v128.store(tile.get, linearPixel(samples, table, sampleBytes)),
      advance(samples, step.get),
      advance(tile, number(16)),
      advance(count, number(-1)),
    );
  });
}

function localsOf(parameters: Locals<10>, variable: (type: ValueType) => Local) {
  const [count, xs, ys, tile, stride, taps, weights, reds, greens, blues] = parameters;
  const [across, down, first, weight, from, end, row] = variables(variable, 'i32', 7);
  const [sum, total] = variables(variable, 'v128', 2);
  return {
    ...{ count, xs, ys, tile, stride, taps, weights, colors: [reds, greens, blues] },
    ...{ place: variable('f64'), across, down, first, weight, from, end, row, sum, total },
  };
}

type SampleLocals = ReturnType<typeof localsOf>;

/** As `sampleRow` of `reference.ts`, with red, green and blue in lanes of one vector. */
const sampleText = functionOf('sample', 10, (parameters, variable) => {
  const locals = localsOf(parameters, variable);
  const { count, xs, ys, stride, taps, colors, down, first, row, sum, total } = locals;
  const nothing = f32x4.splat(f32.constant(0));
  const seen = f32x4.multiply(v128.loadSplat32(down.get), sum.get);
  return repeatWhile(
    isLeft(count),
    locate(locals),
    total.set(nothing),
    row.set(taps.get),
    repeatWhile(
      isLeft(row),
      sum.set(nothing),
      addTaps(locals),
      total.set(f32x4.add(total.get, seen)),
      advance(down, number(4)),
      advance(first, stride.get),
      advance(row, number(-1)),
    ),
    total.set(f32x4.max(total.get, nothing)),
    ...colors.map((color, lane) => v128.store32(color.get, total.get, lane)),
    ...colors.map((color) => advance(color, number(4))),
    advance(xs, number(8)),
    advance(ys, number(8)),
    advance(count, number(-1)),
  );
});

/** Which weights a place takes, and where the first pixel lies that the kernel looks at. */
function locate(locals: SampleLocals): Code {
  const { xs, ys, tile, stride, place, across, down, first } = locals;
  const whole = i32.fromF64(f64.floor(place.get));
  return sequence(
    place.set(f64.load(xs.get)),
    across.set(weightsOf(locals)),
    first.set(i32.add(tile.get, i32.shiftLeft(whole, number(4)))),
    place.set(f64.load(ys.get)),
    down.set(weightsOf(locals)),
    first.set(i32.add(first.get, i32.multiply(whole, stride.get))),
  );
}

function weightsOf({ place, taps, weights }: SampleLocals): Code {
  const fraction = f64.subtract(place.get, f64.floor(place.get));
  const scaled = f64.add(f64.multiply(fraction, f64.constant(phases)), f64.constant(0.5));
  const index = i32.multiply(i32.fromF64(scaled), taps.get);
  return i32.add(weights.get, i32.shiftLeft(index, number(2)));
}

/** One row that the kernel looks at, two taps at a time. */
function addTaps({ across, weight, first, from, end, taps, sum }: SampleLocals): Code {
  const add = (tap: number): Code => {
    const seen = f32x4.multiply(
      v128.loadSplat32(weight.get, 4 * tap),
      v128.load(from.get, 16 * tap),
    );
    return sum.set(f32x4.add(sum.get, seen));
  };
  return sequence(
    weight.set(across.get),
    from.set(first.get),
    end.set(i32.add(from.get, i32.shiftLeft(taps.get, number(4)))),
    repeatWhile(
      i32.lessThan(from.get, end.get),
      add(0),
      add(1),
      advance(weight, number(8)),
      advance(from, number(32)),
    ),
  );
}

let machine: Machine | undefined;

interface Layout {
  readonly table: number;
  readonly weights: number;
  readonly x: number;
  readonly y: number;
  readonly colors: readonly [number, number, number];
  readonly samples: number;
  readonly tile: number;
}

export interface SamplerSizes {
  /** Places that are looked up at once. */
  readonly places: number;
  /** Room for what was found. */
  readonly colors: number;
  /** The largest tile. */
  readonly tilePixels: number;
}

/** Looks up the light of a picture, linear unless another table is given, at places of a tile of it. Only one is in use at a time. */
export class Sampler {
  readonly places: Places;
  /** What was found, plane by plane. */
  readonly colors: LightRows;
  readonly #machine: Machine;
  readonly #at: Layout;
  readonly #samples: RasterData;
  #tile: Rectangle = { left: 0, top: 0, width: 0, height: 0 };

  constructor(
    private readonly source: Raster,
    private readonly kernel: Kernel,
    { places, colors, tilePixels }: SamplerSizes,
    table = lightTableOf(source),
  ) {
    this.#machine = machine ??= new Machine([
      linearText('linear8', 1),
      linearText('linear16', 2),
      sampleText,
    ]);
    const { weights } = kernel;
    const samples = tilePixels * source.channels * source.data.BYTES_PER_ELEMENT;
    const [at, bytes] = placed({
      ...{ table: table.byteLength, weights: weights.byteLength, x: 8 * places, y: 8 * places },
      ...{ red: 4 * colors, green: 4 * colors, blue: 4 * colors, samples, tile: 16 * tilePixels },
    });
    const memory = this.#machine.room(bytes);
    new Float32Array(memory, at.table, table.length).set(table);
    new Float32Array(memory, at.weights, weights.length).set(weights);
    this.#at = { ...at, colors: [at.red, at.green, at.blue] };
    this.places = {
      x: new Float64Array(memory, at.x, places),
      y: new Float64Array(memory, at.y, places),
    };
    const plane = (start: number): Float32Array => new Float32Array(memory, start, colors);
    this.colors = [plane(at.red), plane(at.green), plane(at.blue)];
    this.#samples = samplesIn(memory, at.samples, tilePixels * source.channels, source);
  }

  /** From now on places are looked up in this part; beyond the picture its last pixels go on. */
  load(tile: Rectangle): void {
    const { channels, data } = this.source;
    const { left, top, width } = tile;
    for (let row = 0; row < tile.height; row++)
      copyRow(this.source, { left, width, y: top + row }, this.#samples, row * width * channels);
    const kernel = data instanceof Uint16Array ? 'linear16' : 'linear8';
    const { samples, table, tile: into } = this.#at;
    const step = channels * data.BYTES_PER_ELEMENT;
    this.#machine.kernel(kernel)(samples, step, tile.width * tile.height, table, into);
    this.#tile = tile;
  }

  /** Looks up the first `count` places, which are the picture's; the first result is number `to` of `colors`. */
  sample(count: number, to: number): void {
    const { taps } = this.kernel;
    const { x, y, tile, weights, colors } = this.#at;
    const { left, top, width } = this.#tile;
    const stride = 16 * width;
    const before = taps / 2 - 1;
    const first = tile - (top + before) * stride - (left + before) * 16;
    const [red, green, blue] = colors.map((at) => at + 4 * to) as [number, number, number];
    const sample = this.#machine.kernel('sample');
    sample(count, x, y, first, stride, taps, weights, red, green, blue);
  }
}
