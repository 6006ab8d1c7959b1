import { f32x4, functionOf, repeatWhile, v128 } from '../wasm/assembler';
import { advance, isLeft, number, placed, variables } from '../wasm/loops';
import { Machine } from '../wasm/machine';

/** A complex field of powers of two a side, row by row. */
export interface ComplexField {
  readonly width: number;
  readonly height: number;
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}

export function powerOfTwoAtLeast(length: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, length)));
}

const numberBytes = 4;
const numbersAtOnce = 4;

/**
 * Butterflies of two rows, in place: of all columns at once. `turn` is the cosine and the sine by which the second row
 * is turned before.
 */
const turnRowsText = functionOf('turnRows', 6, (parameters, variable) => {
  const [real, imaginary, otherReal, otherImaginary, turn, count] = parameters;
  const [x, y, turnedX, turnedY] = variables(variable, 'v128', 4);
  const [cosine, sine] = [v128.loadSplat32(turn.get), v128.loadSplat32(turn.get, numberBytes)];
  const { add, subtract, multiply } = f32x4;
  const rows = [real, imaginary, otherReal, otherImaginary];
  return repeatWhile(
    isLeft(count),
    x.set(v128.load(otherReal.get)),
    y.set(v128.load(otherImaginary.get)),
    turnedX.set(subtract(multiply(x.get, cosine), multiply(y.get, sine))),
    turnedY.set(add(multiply(x.get, sine), multiply(y.get, cosine))),
    x.set(v128.load(real.get)),
    y.set(v128.load(imaginary.get)),
    v128.store(otherReal.get, subtract(x.get, turnedX.get)),
    v128.store(otherImaginary.get, subtract(y.get, turnedY.get)),
    v128.store(real.get, add(x.get, turnedX.get)),
    v128.store(imaginary.get, add(y.get, turnedY.get)),
    ...rows.map((row) => advance(row, number(numberBytes * numbersAtOnce))),
    advance(count, number(-numbersAtOnce)),
  );
});

let machine: Machine | undefined;

/** The discrete Fourier transform in place, not normalised (Cooley & Tukey 1965, radix 2). */
export function fourierTransform({ width, height, real, imaginary }: ComplexField): void {
  machine ??= new Machine([turnRowsText]);
  const stride = Math.max(numbersAtOnce, width, height);
  const plane = numberBytes * stride * Math.max(width, height);
  const [at] = placed({ real: plane, imaginary: plane, turns: numberBytes * stride });
  const memory = machine.room(at.turns + numberBytes * stride + numbersAtOnce);
  const field = {
    real: new Float32Array(memory, at.real, plane / numberBytes),
    imaginary: new Float32Array(memory, at.imaginary, plane / numberBytes),
    turns: new Float32Array(memory, at.turns, stride),
  };
  const turnRows = machine.kernel('turnRows');
  const transformColumns = (count: number, columns: number): void => {
    field.turns.set(turnsFor(count));
    for (let half = 1; half < count; half *= 2) {
      for (let row = 0; row < count; row++) {
        if ((row & half) !== 0) continue;
        const one = numberBytes * stride * row;
        const other = one + numberBytes * stride * half;
        const turn = at.turns + 2 * numberBytes * (row & (half - 1)) * (count / (2 * half));
        const { real: x, imaginary: y } = at;
        turnRows(x + one, y + one, x + other, y + other, turn, columns);
      }
    }
  };
  // Rows lie across, so that they are columns; then they are laid back.
  const across = reversedBits(width);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from++) {
      const to = across[x]! * stride + y;
      field.real[to] = real[from]!;
      field.imaginary[to] = imaginary[from]!;
    }
  }
  transformColumns(width, height);
  transpose(field.real, stride, Math.max(width, height));
  transpose(field.imaginary, stride, Math.max(width, height));
  const down = reversedBits(height);
  for (let y = 0; y < height; y++) {
    if (down[y]! <= y) continue;
    exchangeRows(field.real, stride, y, down[y]!);
    exchangeRows(field.imaginary, stride, y, down[y]!);
  }
  transformColumns(height, width);
  for (let y = 0; y < height; y++) {
    real.set(field.real.subarray(y * stride, y * stride + width), y * width);
    imaginary.set(field.imaginary.subarray(y * stride, y * stride + width), y * width);
  }
}

function transpose(data: Float32Array, stride: number, side: number): void {
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < y; x++) {
      const value = data[y * stride + x]!;
      data[y * stride + x] = data[x * stride + y]!;
      data[x * stride + y] = value;
    }
  }
}

function exchangeRows(data: Float32Array, stride: number, one: number, other: number): void {
  const row = data.slice(one * stride, (one + 1) * stride);
  data.copyWithin(one * stride, other * stride, (other + 1) * stride);
  data.set(row, other * stride);
}

function reversedBits(count: number): Uint32Array {
  const bits = Math.log2(count);
  const order = new Uint32Array(count);
  for (let at = 1; at < count; at++) order[at] = (order[at >> 1]! >> 1) | ((at & 1) << (bits - 1));
  return order;
}

/** Cosines and sines of half a turn in `count` / 2 steps, one after the other. */
function turnsFor(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => {
    const angle = (-2 * Math.PI * (at >> 1)) / count;
    return at % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}
