import { gaussianReachPixels } from '../../../pixels/gaussian';
import { expand } from '../../../pixels/raster';
import { blurred } from '../blurred';
import { computeMask, maskBounds } from '../evaluate';
import type { MaskKind } from '../kind';
import type { FeatherMask } from '../mask';

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
    ),
};

function sigmaPixels({ face, sigmaFaceWidths }: FeatherMask, scale: number): number {
  return sigmaFaceWidths * face.faceWidthPixels * scale;
}
