import {
  createPlane,
  intersect,
  isEmpty,
  union,
  type Plane,
  type Rectangle,
} from '../../../pixels/raster';
import { enlarged, reducedCover } from '../../../pixels/reduced';
import type { RenderContext } from '../../context';
import type { MaskKind } from '../kind';
import { maskKey, type BetweenMask } from '../mask';
import { reducedBounds, tiledPlane } from '../tiled';
import { boundsOf, distanceToLine } from './lines';

/** The ratio changes evenly: it is worked out this far apart and interpolated. */
const latticeFaceWidths = 0.0025;

export const betweenKind: MaskKind<BetweenMask> = {
  bounds: (mask, { scale }) => boundsAt(mask, scale),
  isLocal: () => true,
  compute: (mask, context, reduction, rectangle) => {
    const near = intersect(reducedBounds(boundsAt(mask, context.scale), reduction), rectangle);
    const result = createPlane(rectangle.width, rectangle.height);
    if (isEmpty(near)) return result;
    const faceWidth = (mask.face.faceWidthPixels * context.scale) / reduction;
    const factor = Math.max(1, Math.floor(latticeFaceWidths * faceWidth));
    const covered = factor === 1 ? near : reducedCover(near, factor);
    const plane = onLattice(mask, context, reduction * factor, covered);
    const whole = factor === 1 ? plane : enlarged(plane, covered, factor, near);
    for (let y = 0; y < near.height; y++) {
      const into = (near.top - rectangle.top + y) * rectangle.width + near.left - rectangle.left;
      result.data.set(whole.data.subarray(y * near.width, (y + 1) * near.width), into);
    }
    return result;
  },
};

/** Several colours on one lid ask for the same lines. */
function onLattice(
  mask: BetweenMask,
  context: RenderContext,
  sidePixels: number,
  rectangle: Rectangle,
): Plane {
  const key = `${maskKey(mask)}/${sidePixels}`;
  const bounds = reducedBounds(boundsAt(mask, context.scale), sidePixels);
  return tiledPlane(context, key, bounds, rectangle, (tile) =>
    ratios(mask, sidePixels / context.scale, tile),
  );
}

/** At the middles of a rectangle of squares, each `photoPixels` a side. */
function ratios(
  { face, from, to, reachFaceWidths }: BetweenMask,
  photoPixels: number,
  rectangle: Rectangle,
): Plane {
  const { left, top, width, height } = rectangle;
  const result = createPlane(width, height);
  const reachPixels = reachFaceWidths * face.faceWidthPixels;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const photoX = (left + x + 0.5) * photoPixels;
      const photoY = (top + y + 0.5) * photoPixels;
      const own = distanceToLine(photoX, photoY, from);
      if (own > reachPixels) continue;
      const other = distanceToLine(photoX, photoY, to);
      result.data[y * width + x] = other / Math.max(1e-6, own + other);
    }
  }
  return result;
}

function boundsAt({ face, from, to, reachFaceWidths }: BetweenMask, scale: number): Rectangle {
  const reachPixels = reachFaceWidths * face.faceWidthPixels;
  return union(boundsOf(from, reachPixels, scale), boundsOf(to, 0, scale));
}
