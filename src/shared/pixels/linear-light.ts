import { linearToSrgb, srgbToLinear } from './color';
import type { Raster } from './raster';

function lightTable(maximum: number): Float32Array {
  return Float32Array.from({ length: maximum + 1 }, (_, sample) => srgbToLinear(sample / maximum));
}

/** Linear light (0-1) by sRGB sample, by bits: for whole pictures. */
export const lightOfSample = { 8: lightTable(255), 16: lightTable(65535) } as const;

/** Linear light (0-1) by the samples of a picture. */
export function lightTableOf({ data }: Raster): Float32Array {
  return lightOfSample[data instanceof Uint16Array ? 16 : 8];
}

/** Over the square root, where the curve is nearly straight: interpolated, it errs by less than a sample. */
const steps = 4096;
const sampleOfRoot = Float32Array.from(
  { length: steps + 2 },
  (_, step) => 65535 * linearToSrgb((step / steps) ** 2),
);

/** Of 16 bits. */
export function linearFromSample(sample: number): number {
  return lightOfSample[16][sample]!;
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
