import { enlargeInto, placesAmong, reducedPlace } from './enlarging';
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
  rectangle: Rectangle,
): Plane {
  const result = createPlane(rectangle.width, rectangle.height);
  enlargeInto(result.data, plane, covered, factor, rectangle);
  return result;
}

/** The same, a row at a time. */
export class Enlarger {
  readonly #columns: Int32Array;
  readonly #shares: Float32Array;
  readonly #row: Float32Array;

  constructor(
    private readonly covered: Rectangle,
    private readonly factor: number,
    private readonly rectangle: Rectangle,
  ) {
    const { before, shares } = placesAmong(rectangle.left, rectangle.width, factor, covered.left);
    this.#columns = before;
    this.#shares = shares;
    this.#row = new Float32Array(covered.width);
  }

  /** Row `y` of the rectangle, from one column to before another. */
  fillRow({ width, data }: Plane, y: number, from: number, to: number, result: Float32Array): void {
    if (to <= from) return;
    const at = reducedPlace(this.rectangle.top + y, this.factor) - this.covered.top;
    const above = Math.floor(at) * width;
    const share = at - Math.floor(at);
    const row = this.#row;
    const columns = this.#columns;
    const shares = this.#shares;
    const last = columns[to - 1]! + 1;
    for (let x = columns[from]!; x <= last; x++) {
      const upper = data[above + x]!;
      row[x] = upper + share * (data[above + width + x]! - upper);
    }
    for (let x = from; x < to; x++) {
      const column = columns[x]!;
      const before = row[column]!;
      result[x] = before + shares[x]! * (row[column + 1]! - before);
    }
  }
}
