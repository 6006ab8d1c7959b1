import { createPlane, type Plane, type Rectangle } from './raster';

/**
 * Work on reduced pixels, each of which covers `factor` pixels a side. They are counted from the picture's corner, so
 * that parts of a picture join without a seam.
 */

/** The reduced pixels that bilinear interpolation over `rectangle` looks at. */
export function reducedCover({ left, top, width, height }: Rectangle, factor: number): Rectangle {
  const first = (at: number): number => Math.floor((at + 0.5) / factor - 0.5);
  const covered = { left: first(left), top: first(top) };
  return {
    ...covered,
    width: first(left + width - 1) + 2 - covered.left,
    height: first(top + height - 1) + 2 - covered.top,
  };
}

/** Cuts `border` off every side. */
export function withoutBorder(plane: Plane, border: number): Plane {
  const result = createPlane(plane.width - 2 * border, plane.height - 2 * border);
  for (let y = 0; y < result.height; y++) {
    const start = (y + border) * plane.width + border;
    result.data.set(plane.data.subarray(start, start + result.width), y * result.width);
  }
  return result;
}

/** Bilinear interpolation between the centres of the reduced pixels `covered`, at every pixel of the rectangle. */
export function enlarged(
  plane: Plane,
  covered: Rectangle,
  factor: number,
  { left, top, width, height }: Rectangle,
): Plane {
  const result = createPlane(width, height);
  const columns = new Int32Array(width);
  const shares = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const at = (left + x + 0.5) / factor - 0.5 - covered.left;
    columns[x] = Math.floor(at);
    shares[x] = at - Math.floor(at);
  }
  const row = new Float32Array(plane.width);
  for (let y = 0; y < height; y++) {
    const at = (top + y + 0.5) / factor - 0.5 - covered.top;
    const above = Math.floor(at) * plane.width;
    const share = at - Math.floor(at);
    for (let x = 0; x < plane.width; x++) {
      const upper = plane.data[above + x]!;
      row[x] = upper + share * (plane.data[above + plane.width + x]! - upper);
    }
    const target = y * width;
    for (let x = 0; x < width; x++) {
      const column = columns[x]!;
      const before = row[column]!;
      result.data[target + x] = before + shares[x]! * (row[column + 1]! - before);
    }
  }
  return result;
}
