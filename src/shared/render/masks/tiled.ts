import { createPlane, intersect, isEmpty, type Plane, type Rectangle } from '../../pixels/raster';
import { kept, type RenderContext } from '../context';

/** In pixels of the plane: more would be worked out for nothing at its edges, fewer would each need a border. */
const tileSidePixels = 128;

/**
 * A plane that several passes look at, worked out in tiles that lie on one lattice over the picture and are kept,
 * whatever part is asked for. `key` names the plane and its pixels; outside of `bounds` it is 0.
 */
export function tiledPlane(
  context: RenderContext,
  key: string,
  bounds: Rectangle,
  rectangle: Rectangle,
  compute: (tile: Rectangle) => Plane,
): Plane {
  const result = createPlane(rectangle.width, rectangle.height);
  const asked = intersect(bounds, rectangle);
  if (isEmpty(asked)) return result;
  const first = (at: number): number => Math.floor(at / tileSidePixels) * tileSidePixels;
  for (let top = first(asked.top); top < asked.top + asked.height; top += tileSidePixels) {
    for (let left = first(asked.left); left < asked.left + asked.width; left += tileSidePixels) {
      const whole = { left, top, width: tileSidePixels, height: tileSidePixels };
      const tile = intersect(whole, bounds);
      const plane = kept(
        context,
        `tile ${left},${top} ${key}`,
        ({ data }: Plane) => data.length,
        () => compute(tile),
      );
      copyInto(result, rectangle, plane, tile);
    }
  }
  return result;
}

/** The reduced pixels, each of which covers `sidePixels` source pixels a side, that hold anything of `bounds`. */
export function reducedBounds(
  { left, top, width, height }: Rectangle,
  sidePixels: number,
): Rectangle {
  const [x, y] = [Math.floor(left / sidePixels), Math.floor(top / sidePixels)];
  return {
    left: x,
    top: y,
    width: Math.ceil((left + width) / sidePixels) - x,
    height: Math.ceil((top + height) / sidePixels) - y,
  };
}

function copyInto(target: Plane, area: Rectangle, from: Plane, tile: Rectangle): void {
  const part = intersect(area, tile);
  for (let y = part.top; y < part.top + part.height; y++) {
    const start = (y - tile.top) * tile.width + part.left - tile.left;
    const into = (y - area.top) * area.width + part.left - area.left;
    target.data.set(from.data.subarray(start, start + part.width), into);
  }
}
