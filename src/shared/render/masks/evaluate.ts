import { linearToOklab, smoothstep, srgbToLinear } from '../../pixels/color';
import { gaussianBlur, gaussianReachPixels } from '../../pixels/gaussian';
import {
  createPlane,
  expand,
  intersect,
  maximumSample,
  type Plane,
  type Raster,
  type Rectangle,
} from '../../pixels/raster';
import { maskKey, type LuminanceBandMask, type Mask } from './mask';
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
  if (!cache) return compute(mask, context, rectangle);
  const { left, top, width, height } = rectangle;
  return cache.get(`${maskKey(mask)}@${left},${top},${width},${height}`, () =>
    compute(mask, context, rectangle),
  );
}

function compute(mask: Mask, context: MaskContext, rectangle: Rectangle): Plane {
  switch (mask.kind) {
    case 'probability':
      return sampleProbability(mask, context.scale, rectangle);
    case 'feather': {
      const sigmaPixels = mask.sigmaFaceWidths * mask.face.faceWidthPixels * context.scale;
      return blurred((wider) => compute(mask.of, context, wider), rectangle, sigmaPixels);
    }
    case 'product':
      return multiply(mask.of.map((part) => compute(part, context, rectangle)));
    case 'ramp':
      return mapPlane(compute(mask.of, context, rectangle), (value) =>
        smoothstep(mask.low, mask.high, value),
      );
    case 'luminance-band':
      return luminanceBandOver(mask, context, rectangle);
  }
}

/** Evaluates with the border that the blur needs, blurs, and cuts the border off again. */
function blurred(
  evaluate: (rectangle: Rectangle) => Plane,
  rectangle: Rectangle,
  sigmaPixels: number,
): Plane {
  const border = gaussianReachPixels(sigmaPixels);
  return cropPlane(gaussianBlur(evaluate(expand(rectangle, border)), sigmaPixels), border);
}

function cropPlane(plane: Plane, border: number): Plane {
  const result = createPlane(plane.width - 2 * border, plane.height - 2 * border);
  for (let y = 0; y < result.height; y++) {
    const start = (y + border) * plane.width + border;
    result.data.set(plane.data.subarray(start, start + result.width), y * result.width);
  }
  return result;
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

function mapPlane(plane: Plane, map: (value: number) => number): Plane {
  return { ...plane, data: plane.data.map(map) };
}

/** Normalised convolution (Knutsson & Westin 1993): only what lies inside `within` takes part in the averages. */
function luminanceBandOver(
  mask: LuminanceBandMask,
  context: MaskContext,
  rectangle: Rectangle,
): Plane {
  const pixelsPerFaceWidth = mask.face.faceWidthPixels * context.scale;
  const coarsePixels = mask.coarseFaceWidths * pixelsPerFaceWidth;
  const border = gaussianReachPixels(coarsePixels);
  const wide = expand(rectangle, border);
  const weight = compute(mask.within, context, wide);
  const weighted = multiply([weight, lightness(context.source, wide)]);
  const average = (sigmaPixels: number): Plane => {
    const sum = gaussianBlur(weighted, sigmaPixels);
    const share = gaussianBlur(weight, sigmaPixels);
    return { ...sum, data: sum.data.map((value, index) => value / Math.max(1e-4, share.data[index]!)) };
  };
  const fine = average(mask.fineFaceWidths * pixelsPerFaceWidth);
  const coarse = average(coarsePixels);
  const band = {
    ...fine,
    data: fine.data.map((value, index) => Math.max(0, value - coarse.data[index]!)),
  };
  return multiply([cropPlane(band, border), cropPlane(weight, border)]);
}

/** OKLab L of the source; beyond the picture's edge its last pixel goes on. */
function lightness(source: Raster, rectangle: Rectangle): Plane {
  const { data, channels, width, height } = source;
  const maximum = maximumSample(data);
  const linear = Float32Array.from({ length: 256 }, (_, value) => srgbToLinear(value / 255));
  const toLinear =
    maximum === 255
      ? (sample: number): number => linear[sample]!
      : (sample: number): number => srgbToLinear(sample / maximum);
  const result = createPlane(rectangle.width, rectangle.height);
  for (let y = 0; y < rectangle.height; y++) {
    const row = Math.min(height - 1, Math.max(0, rectangle.top + y)) * width;
    for (let x = 0; x < rectangle.width; x++) {
      const at = (row + Math.min(width - 1, Math.max(0, rectangle.left + x))) * channels;
      result.data[y * rectangle.width + x] = linearToOklab(
        toLinear(data[at]!),
        toLinear(data[at + 1]!),
        toLinear(data[at + 2]!),
      ).L;
    }
  }
  return result;
}
