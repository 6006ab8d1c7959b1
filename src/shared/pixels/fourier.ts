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

/** The discrete Fourier transform in place, not normalised (Cooley & Tukey 1965, radix 2). */
export function fourierTransform({ width, height, real, imaginary }: ComplexField): void {
  const longest = Math.max(width, height);
  const line = { real: new Float64Array(longest), imaginary: new Float64Array(longest) };
  const run = (start: number, step: number, count: number, plan: Plan): void => {
    for (let at = 0; at < count; at++) {
      const from = start + plan.order[at]! * step;
      line.real[at] = real[from]!;
      line.imaginary[at] = imaginary[from]!;
    }
    butterflies(line.real, line.imaginary, plan);
    for (let at = 0; at < count; at++) {
      real[start + at * step] = line.real[at]!;
      imaginary[start + at * step] = line.imaginary[at]!;
    }
  };
  const rows = planFor(width);
  for (let y = 0; y < height; y++) run(y * width, 1, width, rows);
  const columns = planFor(height);
  for (let x = 0; x < width; x++) run(x, width, height, columns);
}

interface Plan {
  readonly count: number;
  /** Bit-reversed places. */
  readonly order: Uint32Array;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

function planFor(count: number): Plan {
  const bits = Math.log2(count);
  const order = new Uint32Array(count);
  for (let at = 1; at < count; at++) order[at] = (order[at >> 1]! >> 1) | ((at & 1) << (bits - 1));
  const angle = (at: number): number => (-2 * Math.PI * at) / count;
  const half = count / 2;
  return {
    count,
    order,
    cosines: Float64Array.from({ length: half }, (_, at) => Math.cos(angle(at))),
    sines: Float64Array.from({ length: half }, (_, at) => Math.sin(angle(at))),
  };
}

function butterflies(real: Float64Array, imaginary: Float64Array, plan: Plan): void {
  const { count, cosines, sines } = plan;
  for (let half = 1; half < count; half *= 2) {
    const stride = count / (2 * half);
    for (let start = 0; start < count; start += 2 * half) {
      for (let at = 0; at < half; at++) {
        const a = start + at;
        const b = a + half;
        const c = cosines[at * stride]!;
        const s = sines[at * stride]!;
        const x = real[b]! * c - imaginary[b]! * s;
        const y = real[b]! * s + imaginary[b]! * c;
        real[b] = real[a]! - x;
        imaginary[b] = imaginary[a]! - y;
        real[a] = real[a]! + x;
        imaginary[a] = imaginary[a]! + y;
      }
    }
  }
}
