import { gaussianReachPixels } from '../../../pixels/gaussian';
import { expand, type Plane, type Rectangle } from '../../../pixels/raster';
import type { RenderContext } from '../../context';
import { blurFactor, blurred, reducedBlur, type Keep } from '../blurred';
import { computeMask, maskBounds, maskRange } from '../evaluate';
import type { MaskKind, Range } from '../kind';
import { maskKey, type FeatherMask } from '../mask';
import { reducedBounds, tiledPlane } from '../tiled';

export const featherKind: MaskKind<FeatherMask> = {
  bounds: (mask, context, least) =>
    expand(
      maskBounds(mask.of, context, least),
      gaussianReachPixels(sigmaPixels(mask, context.scale)),
    ),
  compute: (mask, context, reduction, rectangle) =>
    blurred(...partsOf(mask, context, reduction, rectangle), keptTiles(mask, context, reduction)),
  range: (mask, context, reduction, rectangle) => {
    const sigma = sigmaPixels(mask, context.scale) / reduction;
    const factor = blurFactor(sigma);
    // Reduced pixels, and what lies between their middles, see a little further.
    const seen = expand(rectangle, gaussianReachPixels(sigma) + 3 * (factor - 1));
    const own = maskRange(mask.of, context, reduction, seen);
    if (own.least === own.most || factor === 1) return own;
    const { plane } = reducedBlur(
      ...partsOf(mask, context, reduction, rectangle),
      keptTiles(mask, context, reduction),
    );
    return rangeOf(plane);
  },
  isLocal: (mask, { scale }) => blurFactor(sigmaPixels(mask, scale)) > 1,
};

function partsOf(
  mask: FeatherMask,
  context: RenderContext,
  reduction: number,
  rectangle: Rectangle,
) {
  const evaluate = (factor: number, part: Rectangle): Plane =>
    computeMask(mask.of, context, reduction * factor, part);
  return [evaluate, rectangle, sigmaPixels(mask, context.scale) / reduction] as const;
}

function keptTiles(mask: FeatherMask, context: RenderContext, reduction: number): Keep {
  return ({ factor, border }, reduced, compute) => {
    const sidePixels = reduction * factor;
    if (sidePixels === 1) return compute(reduced);
    const bounds = expand(reducedBounds(maskBounds(mask.of, context), sidePixels), border);
    return tiledPlane(context, `${maskKey(mask)}/${sidePixels}`, bounds, reduced, compute);
  };
}

function rangeOf({ data }: Plane): Range {
  let [least, most] = [Infinity, -Infinity];
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

function sigmaPixels({ face, sigmaFaceWidths }: FeatherMask, scale: number): number {
  return sigmaFaceWidths * face.faceWidthPixels * scale;
}
