import { lightTableOf } from '../../pixels/linear-light';
import { createPlanes, type Planes, type Raster, type Rectangle } from '../../pixels/raster';
import { f32x4, functionOf, i32x4, repeatWhile, v128 } from '../../wasm/assembler';
import { advance, isLeft, number, placed } from '../../wasm/loops';
import { Machine } from '../../wasm/machine';
import { copyRow, linearPixel, samplesIn } from './picture-rows';

/** Adds the linear light of a row of pixels, `factor` of them to each sum. */
const addText = (name: string, sampleBytes: 1 | 2) =>
  functionOf(name, 6, (parameters, variable) => {
    const [samples, step, factor, count, table, sums] = parameters;
    const left = variable('i32');
    const sum = variable('v128');
    return repeatWhile(
      isLeft(count),
      sum.set(v128.load(sums.get)),
      left.set(factor.get),
      repeatWhile(
        isLeft(left),
        sum.set(f32x4.add(sum.get, linearPixel(samples, table, sampleBytes))),
        advance(samples, step.get),
        advance(left, number(-1)),
      ),
      v128.store(sums.get, sum.get),
      advance(sums, number(16)),
      advance(count, number(-1)),
    );
  });

/** Sums of so many pixels become means, each colour in a row of its own. */
const divideText = functionOf('divide', 6, (parameters, variable) => {
  const [sums, pixels, count, ...colors] = parameters;
  const mean = variable('v128');
  return repeatWhile(
    isLeft(count),
    mean.set(f32x4.divide(v128.load(sums.get), f32x4.fromI32(i32x4.splat(pixels.get)))),
    ...colors.map((color, lane) => v128.store32(color.get, mean.get, lane)),
    ...colors.map((color) => advance(color, number(4))),
    advance(sums, number(16)),
    advance(count, number(-1)),
  );
});

let machine: Machine | undefined;

/** Means of the linear light over squares of `factor` pixels; beyond the picture its last pixels go on. */
export function reducedRows(source: Raster, part: Rectangle, factor: number): Planes {
  machine ??= new Machine([addText('add8', 1), addText('add16', 2), divideText]);
  const { channels, data } = source;
  const { left, top, width, height } = part;
  const table = lightTableOf(source);
  const across = width * factor;
  const [at, bytes] = placed({
    table: table.byteLength,
    samples: across * channels * data.BYTES_PER_ELEMENT,
    ...{ sums: 16 * width, red: 4 * width, green: 4 * width, blue: 4 * width },
  });
  const memory = machine.room(bytes);
  new Float32Array(memory, at.table, table.length).set(table);
  const samples = samplesIn(memory, at.samples, across * channels, source);
  const sums = new Float32Array(memory, at.sums, 4 * width);
  const rows = [at.red, at.green, at.blue].map((start) => new Float32Array(memory, start, width));
  const add = machine.kernel(data instanceof Uint16Array ? 'add16' : 'add8');
  const divide = machine.kernel('divide');
  const result = createPlanes(width, height);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let row = 0; row < factor; row++) {
      copyRow(
        source,
        { left: left * factor, width: across, y: (top + y) * factor + row },
        samples,
        0,
      );
      add(at.samples, channels * data.BYTES_PER_ELEMENT, factor, width, at.table, at.sums);
    }
    divide(at.sums, factor * factor, width, at.red, at.green, at.blue);
    result.forEach((plane, channel) => plane.data.set(rows[channel]!, y * width));
  }
  return result;
}
