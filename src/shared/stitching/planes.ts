import { createPlane, type Plane, type Rectangle } from '../pixels/raster';

export function mapped(plane: Plane, map: (value: number, index: number) => number): Plane {
  const result = createPlane(plane.width, plane.height);
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] = map(plane.data[index]!, index);
  }
  return result;
}

// What is asked for often is written out: numbers that go through a function given are boxed.

export function scaled({ width, height, data }: Plane, factor: number): Plane {
  const result = createPlane(width, height);
  for (let index = 0; index < data.length; index++) result.data[index] = data[index]! * factor;
  return result;
}

export function product({ width, height, data }: Plane, { data: others }: Plane): Plane {
  const result = createPlane(width, height);
  for (let index = 0; index < data.length; index++)
    result.data[index] = data[index]! * others[index]!;
  return result;
}

export function sum({ width, height, data }: Plane, { data: others }: Plane): Plane {
  const result = createPlane(width, height);
  for (let index = 0; index < data.length; index++)
    result.data[index] = data[index]! + others[index]!;
  return result;
}

export function difference({ width, height, data }: Plane, { data: others }: Plane): Plane {
  const result = createPlane(width, height);
  for (let index = 0; index < data.length; index++)
    result.data[index] = data[index]! - others[index]!;
  return result;
}

export function weightedMean(data: Float32Array, weights: Float32Array): number {
  let sum = 0;
  let total = 1e-9;
  for (let index = 0; index < data.length; index++) {
    sum += weights[index]! * data[index]!;
    total += weights[index]!;
  }
  return sum / total;
}

export function combined(a: Plane, b: Plane, join: (a: number, b: number) => number): Plane {
  return mapped(a, (value, index) => join(value, b.data[index]!));
}

/** A part, which may reach beyond the plane: its edge goes on. */
export function cropped({ data, width, height }: Plane, { left, top, ...size }: Rectangle): Plane {
  const result = createPlane(size.width, size.height);
  const from = Math.min(size.width, Math.max(0, -left));
  const to = Math.max(from, Math.min(size.width, width - left));
  for (let y = 0; y < size.height; y++) {
    const row = Math.min(height - 1, Math.max(0, top + y)) * width;
    const target = result.data.subarray(y * size.width, (y + 1) * size.width);
    target.set(data.subarray(row + left + from, row + left + to), from);
    if (from > 0) target.fill(data[row]!, 0, from);
    if (to < size.width) target.fill(data[row + width - 1]!, to);
  }
  return result;
}
