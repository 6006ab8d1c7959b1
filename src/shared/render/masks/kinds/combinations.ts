import { smoothstep } from '../../../pixels/color';
import { createPlane, emptyRectangle, intersect, union, type Plane } from '../../../pixels/raster';
import { computeMask, maskBounds } from '../evaluate';
import { everywhere, type MaskKind } from '../kind';
import type { ComplementMask, MaximumMask, ProductMask, RampMask } from '../mask';

export const rampKind: MaskKind<RampMask> = {
  bounds: ({ of, low, high }, context, least) => {
    if (smoothstep(low, high, 0) > 0) return everywhere;
    // Smoothstep is at most 3 t².
    const needed = low + (high - low) * Math.sqrt(least / 3);
    return maskBounds(of, context, Math.max(0, needed));
  },
  compute: ({ of, low, high }, context, reduction, rectangle) => {
    const plane = computeMask(of, context, reduction, rectangle);
    const [atZero, atOne] = [smoothstep(low, high, 0), smoothstep(low, high, 1)];
    return changed(plane, (value) =>
      // Most pixels of a mask are certain.
      value === 0 ? atZero : value === 1 ? atOne : smoothstep(low, high, value),
    );
  },
};

export const complementKind: MaskKind<ComplementMask> = {
  bounds: () => everywhere,
  compute: ({ of }, context, reduction, rectangle) =>
    changed(computeMask(of, context, reduction, rectangle), (value) => 1 - value),
};

export const productKind: MaskKind<ProductMask> = {
  bounds: ({ of }, context, least) =>
    of.map((part) => maskBounds(part, context, least)).reduce(intersect, everywhere),
  compute: ({ of }, context, reduction, rectangle) =>
    of
      .map((part) => computeMask(part, context, reduction, rectangle))
      .reduce((one, other) => combined(one, other, (a, b) => a * b)),
};

export const maximumKind: MaskKind<MaximumMask> = {
  bounds: ({ of }, context, least) =>
    of.map((part) => maskBounds(part, context, least)).reduce(union, emptyRectangle),
  compute: ({ of }, context, reduction, rectangle) =>
    of
      .map((part) => computeMask(part, context, reduction, rectangle))
      .reduce((one, other) => combined(one, other, Math.max)),
};

function changed({ width, height, data }: Plane, change: (value: number) => number): Plane {
  const result = createPlane(width, height);
  for (let index = 0; index < data.length; index++) result.data[index] = change(data[index]!);
  return result;
}

function combined(one: Plane, other: Plane, combine: (a: number, b: number) => number): Plane {
  const result = createPlane(one.width, one.height);
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] = combine(one.data[index]!, other.data[index]!);
  }
  return result;
}
