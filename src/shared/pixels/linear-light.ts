import { linearToSrgb, srgbToLinear } from './color';

/** Between 16-bit sRGB samples and linear light (0-1), by table: for whole pictures. */
const linearOfSample = Float32Array.from({ length: 65536 }, (_, sample) =>
  srgbToLinear(sample / 65535),
);

/** Over the square root, where the curve is nearly straight: interpolated, it errs by less than a sample. */
const steps = 4096;
const sampleOfRoot = Float32Array.from(
  { length: steps + 2 },
  (_, step) => 65535 * linearToSrgb((step / steps) ** 2),
);

export function linearFromSample(sample: number): number {
  return linearOfSample[sample]!;
}

/** Light beyond 0-1 is cut off. */
export function sampleFromLinear(linear: number): number {
  if (!(linear > 0)) return 0;
  if (linear >= 1) return 65535;
  const at = Math.sqrt(linear) * steps;
  const step = Math.floor(at);
  const before = sampleOfRoot[step]!;
  return Math.round(before + (at - step) * (sampleOfRoot[step + 1]! - before));
}
