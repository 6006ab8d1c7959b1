import { createPlane, type Plane, type Rectangle } from '../../../pixels/raster';
import { blurred } from '../blurred';
import { colorPlane } from '../color-plane';
import { computeMask, maskBounds } from '../evaluate';
import type { MaskKind } from '../kind';
import type { LuminanceBandMask } from '../mask';

const lightness = (L: number): number => L;

/** Normalised convolution (Knutsson & Westin 1993): only what lies inside `within` takes part in the averages. */
export const luminanceBandKind: MaskKind<LuminanceBandMask> = {
  bounds: ({ within }, context, least) => maskBounds(within, context, least),
  compute: (mask, context, reduction, rectangle) => {
    const pixelsPerFaceWidth = (mask.face.faceWidthPixels * context.scale) / reduction;
    // Asked for twice at each width: for the sum of what lies within, and for how much that is.
    const known = new Map<string, Plane>();
    const weight = (factor: number, part: Rectangle): Plane => {
      const key = `${factor}@${part.left},${part.top},${part.width},${part.height}`;
      const plane = known.get(key) ?? computeMask(mask.within, context, reduction * factor, part);
      known.set(key, plane);
      return plane;
    };
    const weighted = (factor: number, part: Rectangle): Plane =>
      times(weight(factor, part), colorPlane(context.source, reduction * factor, part, lightness));
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
    const result = createPlane(rectangle.width, rectangle.height);
    const inside = weight(1, rectangle);
    for (let index = 0; index < result.data.length; index++) {
      const band = fine.data[index]! - coarse.data[index]!;
      result.data[index] = band > 0 ? band * inside.data[index]! : 0;
    }
    return result;
  },
};

function times(a: Plane, b: Plane): Plane {
  return { ...a, data: a.data.map((value, index) => value * b.data[index]!) };
}
