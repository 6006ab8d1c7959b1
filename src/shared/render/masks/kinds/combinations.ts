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
import { onlyValue } from '../blocks';
import { computeMask, isLocal, maskBounds, maskRange } from '../evaluate';
import { everywhere, type MaskKind, type Range } from '../kind';
import type { ComplementMask, MaximumMask, ProductMask, RampMask } from '../mask';

/** What a part gives is its own: combinations work in it, as megabytes of their own would cost more than the sums. */
export const rampKind: MaskKind<RampMask> = {
  range: ({ of, low, high }, context, reduction, rectangle) => {
    const { least, most } = maskRange(of, context, reduction, rectangle);
    const [one, other] = [smoothstep(low, high, least), smoothstep(low, high, most)];
    return { least: Math.min(one, other), most: Math.max(one, other) };
  },
  isLocal: ({ of }, context) => isLocal(of, context),
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
  range: ({ of }, context, reduction, rectangle) => {
    const { least, most } = maskRange(of, context, reduction, rectangle);
    return { least: 1 - most, most: 1 - least };
  },
  isLocal: ({ of }, context) => isLocal(of, context),
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
  range: ({ of }, context, reduction, rectangle) => {
    let product: Range = { least: 1, most: 1 };
    for (const part of of) {
      product = times(product, maskRange(part, context, reduction, rectangle));
      if (product.least === 0 && product.most === 0) break;
    }
    return product;
  },
  isLocal: ({ of }, context) => of.every((part) => isLocal(part, context)),
  /** Each part is asked for only where those before it left something. */
  compute: ({ of: [first, ...others] }, context, reduction, rectangle) => {
    if (!first) return createPlane(rectangle.width, rectangle.height);
    const plane = computeMask(first, context, reduction, rectangle);
    for (const other of others) {
      const left = occupied(plane, rectangle);
      if (isEmpty(left)) return plane;
      if (onlyValue(maskRange(other, context, reduction, left)) === 1) continue;
      multiply(plane, rectangle, computeMask(other, context, reduction, left), left);
    }
    return plane;
  },
};

export const maximumKind: MaskKind<MaximumMask> = {
  bounds: ({ of }, context, least) =>
    of.map((part) => maskBounds(part, context, least)).reduce(union, emptyRectangle),
  range: ({ of }, context, reduction, rectangle) => {
    const ranges = of.map((part) => maskRange(part, context, reduction, rectangle));
    return {
      least: Math.max(...ranges.map(({ least }) => least)),
      most: Math.max(...ranges.map(({ most }) => most)),
    };
  },
  isLocal: ({ of }, context) => of.every((part) => isLocal(part, context)),
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

function times(one: Range, other: Range): Range {
  const products = [
    one.least * other.least,
    one.least * other.most,
    one.most * other.least,
    one.most * other.most,
  ];
  return { least: Math.min(...products), most: Math.max(...products) };
}

function multiply(
  { data }: Plane,
  area: Rectangle,
  { data: factors }: Plane,
  { left, top, width, height }: Rectangle,
): void {
  for (let y = 0; y < height; y++) {
    let into = (top - area.top + y) * area.width + left - area.left;
    for (let at = y * width; at < (y + 1) * width; at++, into++) {
      data[into] = data[into]! * factors[at]!;
    }
  }
}
