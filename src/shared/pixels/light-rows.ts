import {
  f32,
  f64,
  functionOf,
  i32,
  repeatWhile,
  type Code,
  type FunctionText,
} from '../wasm/assembler';
import { advance, isLeft, number, placed, variables } from '../wasm/loops';
import { Machine } from '../wasm/machine';
import { lightOfSample } from './linear-light';
import type { Raster } from './raster';
import { phaseOf } from './shared-memory';

type Bits = 8 | 16;

/** Bytes of a pixel's red, green and blue. */
const lightBytes = 24;
const spareBytes = 16;

const [tables, tablesBytes] = placed({
  8: lightOfSample[8].byteLength,
  16: lightOfSample[16].byteLength,
});

function nameOf(bits: Bits): string {
  return `add${bits}`;
}

/** Adds the light of a row of samples to sums, of so many pixels each: `meanLight` of `light-reference.ts` is their mean. */
function addText(bits: Bits): FunctionText {
  return functionOf(nameOf(bits), 5, (parameters, variable) => {
    const [count, factor, samples, pixelBytes, sums] = parameters;
    const left = variable('i32');
    const colors = variables(variable, 'f64', 3);
    const sample = (channel: number): Code =>
      bits === 8 ? i32.load8(samples.get, channel) : i32.load16(samples.get, 2 * channel);
    const lightOf = (value: Code): Code =>
      f64.fromF32(f32.load(i32.shiftLeft(value, number(2)), tables[bits]));
    return repeatWhile(
      isLeft(count),
      ...colors.map((color, channel) => color.set(f64.load(sums.get, 8 * channel))),
      left.set(factor.get),
      repeatWhile(
        isLeft(left),
        ...colors.map((color, channel) => color.set(f64.add(color.get, lightOf(sample(channel))))),
        advance(samples, pixelBytes.get),
        advance(left, number(-1)),
      ),
      ...colors.map((color, channel) => f64.store(sums.get, color.get, 8 * channel)),
      advance(sums, number(lightBytes)),
      advance(count, number(-1)),
    );
  });
}

/** Reads rows of a picture in linear light. */
class LightRows {
  readonly #machine = new Machine([addText(8), addText(16)]);
  readonly #adders = { 8: this.#machine.kernel(nameOf(8)), 16: this.#machine.kernel(nameOf(16)) };
  #light = new Float64Array();
  #samples = new Uint8Array();

  constructor() {
    const memory = this.#machine.room(tablesBytes);
    for (const bits of [8, 16] as const) {
      new Float32Array(memory, tables[bits], lightOfSample[bits].length).set(lightOfSample[bits]);
    }
  }

  /**
   * The mean light of `pixels` of a row of reduced pixels, each `factor` pixels of the picture a side and counted from its
   * corner: red, green and blue of each. Beyond the picture its last pixels go on. What is given is overwritten by the
   * next call.
   */
  read(
    picture: Raster,
    factor: number,
    { left, y }: { readonly left: number; readonly y: number },
    pixels: number,
  ): Float64Array {
    const { channels, data, height } = picture;
    const bits = data instanceof Uint16Array ? 16 : 8;
    const pixelBytes = channels * data.BYTES_PER_ELEMENT;
    this.#makeRoom(pixels, pixels * factor * pixelBytes + spareBytes);
    const light = this.#light;
    light.fill(0);
    for (let row = y * factor; row < (y + 1) * factor; row++) {
      const samples = this.#load(picture, left * factor, clamp(row, height), pixels * factor);
      this.#adders[bits](pixels, factor, samples, pixelBytes, light.byteOffset);
    }
    const share = 1 / (factor * factor);
    if (factor > 1) for (let at = 0; at < light.length; at++) light[at] = light[at]! * share;
    return light;
  }

  #makeRoom(pixels: number, sampleBytes: number): void {
    if (this.#light.length === pixels * 3 && this.#samples.length >= sampleBytes) return;
    const [at, bytes] = placed({ light: pixels * lightBytes, samples: sampleBytes });
    const memory = this.#machine.room(tablesBytes + bytes);
    this.#light = new Float64Array(memory, tablesBytes + at.light, pixels * 3);
    this.#samples = new Uint8Array(memory, tablesBytes + at.samples, sampleBytes);
  }

  /** Where the samples of so many pixels of the picture now lie. */
  #load({ width, channels, data }: Raster, left: number, y: number, count: number): number {
    const pixelBytes = channels * data.BYTES_PER_ELEMENT;
    const first = clamp(left, width);
    const inside = clamp(left + count - 1, width) + 1 - first;
    const before = Math.min(count - 1, Math.max(0, -left));
    const from = data.byteOffset + (y * width + first) * pixelBytes;
    const own = this.#samples;
    // So that words of both lie alike.
    const phase = phaseOf(from);
    const start = phase + 8 * Math.ceil((before * pixelBytes) / 8);
    own.set(new Uint8Array(data.buffer, from, inside * pixelBytes), start);
    const end = start + inside * pixelBytes;
    for (let at = 1; at <= before; at++) {
      own.copyWithin(start - at * pixelBytes, start, start + pixelBytes);
    }
    for (let at = 0; at < count - before - inside; at++) {
      own.copyWithin(end + at * pixelBytes, end - pixelBytes, end);
    }
    return own.byteOffset + start - before * pixelBytes;
  }
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}

let rows: LightRows | undefined;

/** One for each thread. */
export function sharedLightRows(): LightRows {
  return (rows ??= new LightRows());
}
