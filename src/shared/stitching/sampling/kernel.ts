/** Lobes of the kernel on each side. */
const lobes = 3;
/** Places between two pixels that are told apart: the position is off by a thousandth of a pixel at most. */
export const phases = 512;

export interface Kernel {
  /** Even: as many before a place as behind it. */
  readonly taps: number;
  /** For each phase, both ends included, the weights of the taps, which sum to 1. */
  readonly weights: Float32Array;
}

/** Lanczos with three lobes, stretched where the donor has more pixels than the target. */
export function kernelFor(donorPixelsPerPixel: number): Kernel {
  const stretch = Math.max(1, donorPixelsPerPixel);
  const reach = Math.ceil(lobes * stretch);
  const taps = 2 * reach;
  const weights = new Float32Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    const row = weights.subarray(phase * taps, (phase + 1) * taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      row[tap] = lanczos((reach - 1 + phase / phases - tap) / stretch);
      sum += row[tap]!;
    }
    for (let tap = 0; tap < taps; tap++) row[tap] = row[tap]! / sum;
  }
  return { taps, weights };
}

function lanczos(distance: number): number {
  if (Math.abs(distance) >= lobes) return 0;
  const t = Math.PI * distance;
  return t === 0 ? 1 : (lobes * Math.sin(t) * Math.sin(t / lobes)) / (t * t);
}
