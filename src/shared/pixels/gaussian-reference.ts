import { createPlane, type Plane } from './raster';

/** Three of these with fractional ends are as good as a Gaussian. */
export interface Box {
  /** Whole pixels on each side of the centre. */
  readonly radius: number;
  /** Weight of the two pixels beyond, 0-1. */
  readonly edge: number;
  readonly total: number;
}

/** Weighs the pixels around each by half of a symmetric kernel, the centre's weight first; edges go on. */
export function weighed(plane: Plane, kernel: Float32Array): Plane {
  return weighedColumns(weighedRows(plane, kernel), kernel);
}

function weighedRows({ width, height, data }: Plane, kernel: Float32Array): Plane {
  const result = createPlane(width, height);
  const reach = kernel.length - 1;
  for (let y = 0; y < height; y++) {
    const padded = paddedRow(data.subarray(y * width, (y + 1) * width), reach);
    for (let x = 0; x < width; x++) {
      let sum = kernel[0]! * padded[x + reach]!;
      for (let offset = 1; offset <= reach; offset++)
        sum += kernel[offset]! * (padded[x + reach - offset]! + padded[x + reach + offset]!);
      result.data[y * width + x] = sum;
    }
  }
  return result;
}

function weighedColumns({ width, height, data }: Plane, kernel: Float32Array): Plane {
  const result = createPlane(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = kernel[0]! * data[y * width + x]!;
      for (let offset = 1; offset < kernel.length; offset++) {
        const above = Math.max(0, y - offset) * width;
        const below = Math.min(height - 1, y + offset) * width;
        sum += kernel[offset]! * (data[above + x]! + data[below + x]!);
      }
      result.data[y * width + x] = sum;
    }
  }
  return result;
}

/** Means over a box, by running sums; edges go on. */
export function boxed(plane: Plane, box: Box): Plane {
  return boxedColumns(boxedRows(plane, box), box);
}

function boxedRows({ width, height, data }: Plane, { radius, edge, total }: Box): Plane {
  const result = createPlane(width, height);
  const reach = radius + 1;
  for (let y = 0; y < height; y++) {
    const padded = paddedRow(data.subarray(y * width, (y + 1) * width), reach);
    let sum = 0;
    for (let offset = 1; offset < 2 * reach; offset++) sum += padded[offset]!;
    for (let x = 0; x < width; x++) {
      result.data[y * width + x] = (sum + edge * (padded[x]! + padded[x + 2 * reach]!)) / total;
      sum += padded[x + 2 * reach]! - padded[x + 1]!;
    }
  }
  return result;
}

function boxedColumns({ width, height, data }: Plane, { radius, edge, total }: Box): Plane {
  const result = createPlane(width, height);
  const at = (x: number, y: number): number =>
    data[Math.min(height - 1, Math.max(0, y)) * width + x]!;
  for (let x = 0; x < width; x++) {
    let sum = 0;
    for (let y = -radius; y <= radius; y++) sum += at(x, y);
    for (let y = 0; y < height; y++) {
      const below = at(x, y + radius + 1);
      result.data[y * width + x] = (sum + edge * (at(x, y - radius - 1) + below)) / total;
      sum = sum + below - at(x, y - radius);
    }
  }
  return result;
}

function paddedRow(row: Float32Array, reach: number): Float32Array {
  const padded = new Float32Array(row.length + 2 * reach);
  padded.fill(row[0]!, 0, reach);
  padded.set(row, reach);
  padded.fill(row[row.length - 1]!, reach + row.length);
  return padded;
}
