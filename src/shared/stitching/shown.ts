import type { Plane, Planes, Rectangle } from '../pixels/raster';
import { combined, cropped } from './planes';
import { encodedLuma, luminanceOf, mapPlanes, pictureLuma, type StitchSide } from './side';
import { spectraUnder, type LumaIn, type SpectrumPlaces, type Sums } from './spectrum';

/** What is laid over a window of the target. */
export interface Shown {
  readonly planes: Planes;
  /** Otherwise they are linear light. */
  readonly isEncoded: boolean;
  readonly grain?: Plane | null;
}

/** Energies of what is laid over the target and of the target itself. */
export function spectraIn(
  target: StitchSide,
  window: Rectangle,
  shown: Shown,
  places: SpectrumPlaces,
  coarsestSigmaPixels: number,
): readonly Sums[] {
  return spectraUnder(lumaOf(shown), targetLuma(target, window), places, coarsestSigmaPixels);
}

function lumaOf({ planes, isEncoded, grain }: Shown): LumaIn {
  return (place) => {
    const part = mapPlanes(planes, (plane) => cropped(plane, place));
    const luma = isEncoded ? luminanceOf(part) : encodedLuma(part);
    return grain ? combined(luma, cropped(grain, place), (a, b) => a + b) : luma;
  };
}

/** The target's luma in a part of a window of its picture. */
function targetLuma(side: StitchSide, window: Rectangle): LumaIn {
  return (place) => pictureLuma(side, inPicture(place, window));
}

export function inPicture({ left, top, ...size }: Rectangle, window: Rectangle): Rectangle {
  return { left: window.left + left, top: window.top + top, ...size };
}
