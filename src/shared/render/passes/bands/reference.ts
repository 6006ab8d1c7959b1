import { maximumWorkingSample } from '../../working';
import { factorBits } from './adder';

/**
 * Adds `factor` / 2^`factorBits` times what a pass changes, three values a pixel, to pixels. The reference for
 * `adder.ts`, which does the same several times faster.
 */
export function addTo(
  samples: Uint16Array,
  channels: number,
  values: Int16Array,
  count: number,
  factor: number,
): void {
  for (let pixel = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const change = Math.imul(factor, values[pixel * 3 + channel]!) + (1 << (factorBits - 1));
      const sample = samples[pixel * channels + channel]! + (change >> factorBits);
      samples[pixel * channels + channel] = Math.min(maximumWorkingSample, Math.max(0, sample));
    }
  }
}
