import { createPlane, intersect, isEmpty, union, type Rectangle } from '../../../pixels/raster';
import type { MaskKind } from '../kind';
import type { BetweenMask } from '../mask';
import { boundsOf, distanceToLine } from './lines';

export const betweenKind: MaskKind<BetweenMask> = {
  bounds: (mask, { scale }) => boundsAt(mask, scale),
  compute: (mask, { scale }, reduction, rectangle) => {
    const result = createPlane(rectangle.width, rectangle.height);
    const near = intersect(boundsAt(mask, scale / reduction), rectangle);
    if (isEmpty(near)) return result;
    const photoPixels = reduction / scale;
    const reachPixels = mask.reachFaceWidths * mask.face.faceWidthPixels;
    for (let y = near.top; y < near.top + near.height; y++) {
      for (let x = near.left; x < near.left + near.width; x++) {
        const photoX = (x + 0.5) * photoPixels;
        const photoY = (y + 0.5) * photoPixels;
        const from = distanceToLine(photoX, photoY, mask.from);
        const to = distanceToLine(photoX, photoY, mask.to);
        if (from > reachPixels) continue;
        const index = (y - rectangle.top) * rectangle.width + x - rectangle.left;
        result.data[index] = to / Math.max(1e-6, from + to);
      }
    }
    return result;
  },
};

function boundsAt({ face, from, to, reachFaceWidths }: BetweenMask, scale: number): Rectangle {
  const reachPixels = reachFaceWidths * face.faceWidthPixels;
  return union(boundsOf(from, reachPixels, scale), boundsOf(to, 0, scale));
}
