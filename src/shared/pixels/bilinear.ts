import type { Plane } from './raster';

/** The plane's value between its pixels, whose centres lie on whole numbers; beyond the plane its edge goes on. */
export function bilinear({ width, height, data }: Plane, x: number, y: number): number {
  const column = Math.min(width - 2, Math.max(0, Math.floor(x)));
  const row = Math.min(height - 2, Math.max(0, Math.floor(y)));
  const fx = Math.min(1, Math.max(0, x - column));
  const fy = Math.min(1, Math.max(0, y - row));
  const at = row * width + column;
  const upper = data[at]! + fx * (data[at + 1]! - data[at]!);
  const lower = data[at + width]! + fx * (data[at + width + 1]! - data[at + width]!);
  return upper + fy * (lower - upper);
}
