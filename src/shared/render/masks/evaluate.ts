import { smoothstep } from '../../pixels/color';
import { gaussianReachPixels } from '../../pixels/gaussian';
import { createPlane, expand, intersect, type Plane, type Raster, type Rectangle } from '../../pixels/raster';
import { blurred } from './blurred';
import { lightness } from './lightness';
import { maskKey, type LuminanceBandMask, type Mask, type RampMask } from './mask';
import { probabilityBounds, sampleProbability } from './probability';

/** What a mask is evaluated against. */
export interface MaskContext {
  /** The whole unedited photo at this scale. */
  readonly source: Raster;
  /** Source pixels per pixel of the full-size photo. */
  readonly scale: number;
  /** Keeps evaluated masks between renders of the same source and analysis. */
  readonly cache?: MaskCache;
}

/** Masks by what they are and where they were asked for; the least recently used goes first. */
export class MaskCache {
  private readonly planes = new Map<string, Plane>();
  private pixels = 0;

  constructor(private readonly capacityPixels = 16_000_000) {}

  get(key: string, compute: () => Plane): Plane {
    const present = this.planes.get(key);
    const plane = present ?? compute();
    if (present) this.planes.delete(key);
    else this.pixels += plane.data.length;
    this.planes.set(key, plane);
    for (const [oldest, dropped] of this.planes) {
      if (this.pixels <= this.capacityPixels) break;
      this.planes.delete(oldest);
      this.pixels -= dropped.data.length;
    }
    return plane;
  }
}

const everywhere: Rectangle = { left: -1e9, top: -1e9, width: 2e9, height: 2e9 };

/** Source pixels outside of which the mask is 0; may reach beyond the picture. */
export function maskBounds(mask: Mask, context: MaskContext): Rectangle {
  switch (mask.kind) {
    case 'probability':
      return probabilityBounds(mask, context.scale);
    case 'feather':
      return expand(
        maskBounds(mask.of, context),
        gaussianReachPixels(mask.sigmaFaceWidths * mask.face.faceWidthPixels * context.scale),
      );
    case 'product':
      return mask.of.map((part) => maskBounds(part, context)).reduce(intersect, everywhere);
    case 'ramp':
      return smoothstep(mask.low, mask.high, 0) === 0 ? maskBounds(mask.of, context) : everywhere;
    case 'luminance-band':
      return maskBounds(mask.within, context);
  }
}

/** The mask's values (0-1) over a rectangle, which may reach beyond the picture. */
export function evaluateMask(mask: Mask, context: MaskContext, rectangle: Rectangle): Plane {
  const { cache } = context;
  if (!cache) return compute(mask, context, 1, rectangle);
  const { left, top, width, height } = rectangle;
  return cache.get(`${maskKey(mask)}@${left},${top},${width},${height}`, () =>
    compute(mask, context, 1, rectangle),
  );
}

/** `rectangle` is in reduced pixels, each of which covers `reduction` source pixels a side. */
function compute(
  mask: Mask,
  context: MaskContext,
  reduction: number,
  rectangle: Rectangle,
): Plane {
  switch (mask.kind) {
    case 'probability':
      return sampleProbability(mask, context.scale / reduction, rectangle);
    case 'feather':
      return blurred(
        (factor, part) => compute(mask.of, context, reduction * factor, part),
        rectangle,
        (mask.sigmaFaceWidths * mask.face.faceWidthPixels * context.scale) / reduction,
      );
    case 'product':
      return multiply(mask.of.map((part) => compute(part, context, reduction, rectangle)));
    case 'ramp':
      return ramped(compute(mask.of, context, reduction, rectangle), mask);
    case 'luminance-band':
      return luminanceBandOver(mask, context, reduction, rectangle);
  }
}

function multiply(planes: readonly Plane[]): Plane {
  const [first, ...rest] = planes;
  if (!first) throw new RangeError('a product needs a factor');
  const result = { ...first, data: first.data.slice() };
  for (const { data } of rest) {
    for (let index = 0; index < data.length; index++) {
      result.data[index] = result.data[index]! * data[index]!;
    }
  }
  return result;
}

function ramped({ width, height, data }: Plane, { low, high }: RampMask): Plane {
  const result = createPlane(width, height);
  const [atZero, atOne] = [smoothstep(low, high, 0), smoothstep(low, high, 1)];
  for (let index = 0; index < data.length; index++) {
    const value = data[index]!;
    // Most pixels of a mask are certain.
    result.data[index] = value === 0 ? atZero : value === 1 ? atOne : smoothstep(low, high, value);
  }
  return result;
}

/** Normalised convolution (Knutsson & Westin 1993): only what lies inside `within` takes part in the averages. */
function luminanceBandOver(
  mask: LuminanceBandMask,
  context: MaskContext,
  reduction: number,
  rectangle: Rectangle,
): Plane {
  const pixelsPerFaceWidth = (mask.face.faceWidthPixels * context.scale) / reduction;
  const weight = (factor: number, part: Rectangle): Plane =>
    compute(mask.within, context, reduction * factor, part);
  const weighted = (factor: number, part: Rectangle): Plane =>
    multiply([weight(factor, part), lightness(context.source, reduction * factor, part)]);
  const average = (sigmaPixels: number): Plane => {
    const sum = blurred(weighted, rectangle, sigmaPixels);
    const share = blurred(weight, rectangle, sigmaPixels);
    for (let index = 0; index < sum.data.length; index++) {
      sum.data[index] = sum.data[index]! / Math.max(1e-4, share.data[index]!);
    }
    return sum;
  };
  const fine = average(mask.fineFaceWidths * pixelsPerFaceWidth);
  const coarse = average(mask.coarseFaceWidths * pixelsPerFaceWidth);
  const band = fine.data.map((value, index) => Math.max(0, value - coarse.data[index]!));
  return multiply([{ ...fine, data: band }, weight(1, rectangle)]);
}
