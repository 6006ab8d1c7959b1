import { createPlane, type Plane, type Rectangle } from '../pixels/raster';

export function mapped(plane: Plane, map: (value: number, index: number) => number): Plane {
  const result = createPlane(plane.width, plane.height);
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] = map(plane.data[index]!, index);
  }
  return result;
}

export function scaled(plane: Plane, factor: number): Plane {
  return mapped(plane, (value) => value * factor);
}

export function combined(a: Plane, b: Plane, join: (a: number, b: number) => number): Plane {
  return mapped(a, (value, index) => join(value, b.data[index]!));
}

export function cropped({ data, width }: Plane, { left, top, ...size }: Rectangle): Plane {
  const result = createPlane(size.width, size.height);
  for (let y = 0; y < size.height; y++) {
    const start = (top + y) * width + left;
    result.data.set(data.subarray(start, start + size.width), y * size.width);
  }
  return result;
}
