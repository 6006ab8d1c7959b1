import { gaussianReachPixels } from '../../../pixels/gaussian';
import { expand } from '../../../pixels/raster';
import { blurred } from '../blurred';
import { computeMask, maskBounds } from '../evaluate';
import type { MaskKind } from '../kind';
import { maskKey, type FeatherMask } from '../mask';
import { reducedBounds, tiledPlane } from '../tiled';

export const featherKind: MaskKind<FeatherMask> = {
  bounds: (mask, context, least) =>
    expand(
      maskBounds(mask.of, context, least),
      gaussianReachPixels(sigmaPixels(mask, context.scale)),
    ),
  compute: (mask, context, reduction, rectangle) =>
    blurred(
      (factor, part) => computeMask(mask.of, context, reduction * factor, part),
      rectangle,
      sigmaPixels(mask, context.scale) / reduction,
      ({ factor, border }, reduced, compute) => {
        const sidePixels = reduction * factor;
        if (sidePixels === 1) return compute(reduced);
        const bounds = expand(reducedBounds(maskBounds(mask.of, context), sidePixels), border);
        return tiledPlane(context, `${maskKey(mask)}/${sidePixels}`, bounds, reduced, compute);
      },
    ),
};

function sigmaPixels({ face, sigmaFaceWidths }: FeatherMask, scale: number): number {
  return sigmaFaceWidths * face.faceWidthPixels * scale;
}
