import { srgbToLinear } from './color';
import { maximumSample, type Raster } from './raster';

/**
 * The mean light of reduced pixels of a row, `factor` source pixels a side and counted from the picture's corner. Beyond
 * the picture its last pixels go on. What `light-rows.ts` gives.
 */
export function meanLight(
  { width, height, channels, data }: Raster,
  factor: number,
  place: { readonly left: number; readonly y: number },
  count: number,
): number[] {
  const clamp = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));
  const light = (x: number, y: number, channel: number): number => {
    const pixel = clamp(y, height) * width + clamp(x, width);
    return Math.fround(srgbToLinear(data[pixel * channels + channel]! / maximumSample(data)));
  };
  return Array.from({ length: count * 3 }, (_, at) => {
    const [column, channel] = [place.left + Math.floor(at / 3), at % 3];
    let sum = 0;
    for (let y = place.y * factor; y < (place.y + 1) * factor; y++) {
      for (let x = column * factor; x < (column + 1) * factor; x++) sum += light(x, y, channel);
    }
    return sum * (1 / (factor * factor));
  });
}
