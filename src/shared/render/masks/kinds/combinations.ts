import { smoothstep } from '../../../pixels/color';
import {
  createPlane,
  emptyRectangle,
  intersect,
  isEmpty,
  union,
  type Plane,
  type Rectangle,
} from '../../../pixels/raster';
import { occupied } from '../../../pixels/occupied';
import { computeMask, maskBounds } from '../evaluate';
import { everywhere, type MaskKind } from '../kind';
import type { ComplementMask, MaximumMask, ProductMask, RampMask } from '../mask';

/** What a part gives is its own: combinations work in it, as megabytes of their own would cost more than the sums. */
export const rampKind: MaskKind<RampMask> = {
  bounds: ({ of, low, high }, context, least) => {
    if (smoothstep(low, high, 0) > 0) return everywhere;
    // Smoothstep is at most 3 t².
    const needed = low + (high - low) * Math.sqrt(least / 3);
    return maskBounds(of, context, Math.max(0, needed));
  },
  compute: ({ of, low, high }, context, reduction, rectangle) => {
    const plane = computeMask(of, context, reduction, rectangle);
    const { data } = plane;
    const slope = 1 / (high - low);
    for (let at = 0; at < data.length; at++) {
      const t = (data[at]! - low) * slope;
      data[at] = t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
    }
    return plane;
  },
};

export const complementKind: MaskKind<ComplementMask> = {
  bounds: () => everywhere,
  compute: ({ of }, context, reduction, rectangle) => {
    const plane = computeMask(of, context, reduction, rectangle);
    const { data } = plane;
    for (let at = 0; at < data.length; at++) data[at] = 1 - data[at]!;
    return plane;
  },
};

export const productKind: MaskKind<ProductMask> = {
  bounds: ({ of }, context, least) =>
    of.map((part) => maskBounds(part, context, least)).reduce(intersect, everywhere),
  /** Each part is asked for only where those before it left something. */
  compute: ({ of: [first, ...others] }, context, reduction, rectangle) => {
    if (!first) return createPlane(rectangle.width, rectangle.height);
    const plane = computeMask(first, context, reduction, rectangle);
    for (const other of others) {
      const left = occupied(plane, rectangle);
      if (isEmpty(left)) return plane;
      multiply(plane, rectangle, computeMask(other, context, reduction, left), left);
    }
    return plane;
  },
};

export const maximumKind: MaskKind<MaximumMask> = {
  bounds: ({ of }, context, least) =>
    of.map((part) => maskBounds(part, context, least)).reduce(union, emptyRectangle),
  compute: ({ of: [first, ...others] }, context, reduction, rectangle) => {
    if (!first) return createPlane(rectangle.width, rectangle.height);
    const plane = computeMask(first, context, reduction, rectangle);
    const { data } = plane;
    for (const part of others) {
      const other = computeMask(part, context, reduction, rectangle).data;
      for (let at = 0; at < data.length; at++) if (other[at]! > data[at]!) data[at] = other[at]!;
    }
    return plane;
  },
};

function multiply(plane: Plane, area: Rectangle, factor: Plane, part: Rectangle): void {
  for (let y = 0; y < part.height; y++) {
    const from = y * part.width;
    const into = (part.top - area.top + y) * area.width + part.left - area.left;
    for (let x = 0; x < part.width; x++) {
      plane.data[into + x] = plane.data[into + x]! * factor.data[from + x]!;
    }
  }
}
