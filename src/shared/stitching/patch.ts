import {
  maximumSample,
  type Plane,
  type Planes,
  type Raster,
  type RasterData,
  type Rectangle,
} from '../pixels/raster';
import { colorChannels } from './side';

/** What is laid over the target, in its pixels; colours are sRGB-encoded, 0-1. */
export interface StitchPatch {
  readonly rectangle: Rectangle;
  readonly color: Planes;
  readonly opacity: Plane;
  /** Added to the blend. */
  readonly grain: Plane | null;
}

/** The picture with patches laid over it, one after the other; samples without opacity are the picture's own, bit by bit. */
export function withPatches(source: Raster, patches: readonly StitchPatch[]): Raster {
  const data = source.data.slice() as RasterData;
  for (const patch of patches) blend(data, source, patch);
  return { ...source, data };
}

function blend(
  data: RasterData,
  { width, channels }: Raster,
  { rectangle, color, opacity, grain }: StitchPatch,
): void {
  const maximum = maximumSample(data);
  for (let y = 0, index = 0; y < rectangle.height; y++) {
    let at = ((rectangle.top + y) * width + rectangle.left) * channels;
    for (let x = 0; x < rectangle.width; x++, index++, at += channels) {
      const share = opacity.data[index]!;
      if (share < leastOpacity) continue;
      const noise = grain ? grain.data[index]! : 0;
      for (const channel of colorChannels) {
        const own = data[at + channel]! / maximum;
        const value = own + share * (color[channel].data[index]! - own) + noise;
        data[at + channel] = Math.min(maximum, Math.max(0, Math.round(value * maximum)));
      }
    }
  }
}

/** Below half a level of 8 bits nothing is changed, in 16 bits either: the mask must end somewhere. */
const leastOpacity = 1 / 512;
