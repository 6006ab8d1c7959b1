import type { Pixels } from '@shared/contract/contract';
import type { Raster } from '@shared/pixels/raster';

const sidePixels = 256;

type Color = readonly [red: number, green: number, blue: number];

/** In fractions of the picture. */
interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: Color;
}

const head: readonly Ellipse[] = [
  { x: 0.5, y: 0.45, width: 0.6, height: 0.72, color: [60, 40, 30] },
  { x: 0.5, y: 0.52, width: 0.46, height: 0.62, color: [215, 170, 145] },
  { x: 0.5, y: 0.57, width: 0.07, height: 0.06, color: [190, 140, 118] },
  { x: 0.48, y: 0.59, width: 0.02, height: 0.016, color: [120, 80, 70] },
  { x: 0.52, y: 0.59, width: 0.02, height: 0.016, color: [120, 80, 70] },
  { x: 0.5, y: 0.69, width: 0.15, height: 0.05, color: [175, 80, 80] },
  { x: 0.5, y: 0.69, width: 0.14, height: 0.008, color: [90, 40, 40] },
];

const eyes: readonly Ellipse[] = [0.4, 0.6].flatMap((x) => [
  { x, y: 0.46, width: 0.09, height: 0.044, color: [240, 235, 230] },
  { x, y: 0.46, width: 0.04, height: 0.044, color: [50, 35, 30] },
  { x, y: 0.4, width: 0.12, height: 0.026, color: [70, 45, 35] },
]);

/**
 * A face drawn in ellipses, plain enough to carry no one's rights and good enough to be found: with it every network
 * and every loop has run once before the first photo comes, which then takes about half the time.
 */
export function drawnFace(): { readonly working: Raster; readonly preview: Pixels } {
  const data = new Uint8Array(sidePixels * sidePixels * 4).fill(150);
  for (let pixel = 0; pixel < sidePixels * sidePixels; pixel++) {
    const x = (pixel % sidePixels) / sidePixels;
    const y = Math.floor(pixel / sidePixels) / sidePixels;
    data[pixel * 4 + 3] = 255;
    for (const { color, ...ellipse } of [...head, ...eyes]) {
      const along = (2 * (x - ellipse.x)) / ellipse.width;
      const down = (2 * (y - ellipse.y)) / ellipse.height;
      if (along * along + down * down < 1) data.set(color, pixel * 4);
    }
  }
  const preview = { width: sidePixels, height: sidePixels, data };
  return { working: { ...preview, channels: 4 }, preview };
}
