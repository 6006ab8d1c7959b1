import { createPlane, type Plane } from '../pixels/raster';

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
