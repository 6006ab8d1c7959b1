import type { Plane, Rectangle } from '../pixels/raster';
import type { Grid } from './grid';

/** From where to where each row of a window counts: what lies beyond is never shown and not worked out. */
export interface Spans {
  readonly starts: Int32Array;
  /** Exclusive; a row without anything has both at the same column. */
  readonly ends: Int32Array;
}

const leastShown = 0.002;

/** The pixels of `window` within `borderPixels` of those that a mask on the grid covers. */
export function spansOf(mask: Plane, grid: Grid, window: Rectangle, borderPixels: number): Spans {
  const { factor } = grid;
  const { starts, ends } = gridSpans(mask);
  const result = { starts: new Int32Array(window.height), ends: new Int32Array(window.height) };
  const rowAt = (y: number): number => Math.floor((window.top + y) / factor) - grid.window.top;
  for (let y = 0; y < window.height; y++) {
    const first = Math.max(0, rowAt(y - borderPixels) - 1);
    const last = Math.min(mask.height - 1, rowAt(y + borderPixels) + 1);
    let [start, end] = [mask.width, 0];
    for (let row = first; row <= last; row++) {
      start = Math.min(start, starts[row]!);
      end = Math.max(end, ends[row]!);
    }
    if (end <= start) continue;
    const left = (grid.window.left + start - 1) * factor - borderPixels - window.left;
    const right = (grid.window.left + end + 1) * factor + borderPixels - window.left;
    result.starts[y] = Math.min(window.width, Math.max(0, left));
    result.ends[y] = Math.min(window.width, Math.max(result.starts[y]!, right));
  }
  return result;
}

function gridSpans({ width, height, data }: Plane): Spans {
  const starts = new Int32Array(height).fill(width);
  const ends = new Int32Array(height);
  for (let y = 0, index = 0; y < height; y++) {
    for (let x = 0; x < width; x++, index++) {
      if (data[index]! < leastShown) continue;
      if (x < starts[y]!) starts[y] = x;
      ends[y] = x + 1;
    }
  }
  return { starts, ends };
}
