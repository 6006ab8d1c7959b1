import { isEmpty, type Rectangle } from '../pixels/raster';
import { alignPart, type Placement } from './align';
import { partGeometry, type PartGeometry, type StitchPart } from './features';
import { regionOf, usedWindow, windowOf, type Region } from './region';
import { positionsIn, resample } from './resample';
import { faceWidthPixels, readLinear, type Planes, type StitchSide } from './side';

/** A part of the donor laid over the target, nothing matched yet. */
export interface PreparedPart {
  readonly part: StitchPart;
  readonly geometry: PartGeometry;
  /** Pixels of the target's picture. */
  readonly window: Rectangle;
  readonly region: Region;
  /** Linear light in the window. */
  readonly target: Planes;
  readonly donor: Planes;
  readonly donorPixelsPerPixel: number;
}

/** `undefined` where one of the two sides does not show the part. */
export function preparePart(
  part: StitchPart,
  target: StitchSide,
  donor: StitchSide,
  placement: Placement,
): PreparedPart | undefined {
  const geometry = partGeometry[part];
  const alignment = alignPart(target, donor, geometry, placement);
  const largest = windowOf(target, donor, geometry, alignment);
  if (isEmpty(largest)) return undefined;
  const sides = { target, donor };
  const first = regionOf(part, geometry, sides, alignment, largest);
  const window = usedWindow(first, largest, faceWidthPixels(target));
  if (isEmpty(window)) return undefined;
  const field = positionsIn(alignment, window);
  const region = regionOf(part, geometry, sides, alignment, window);
  return {
    part,
    geometry,
    window,
    region,
    target: readLinear(target, window),
    donor: resample(donor, field),
    donorPixelsPerPixel: alignment.donorPixelsPerPixel,
  };
}
