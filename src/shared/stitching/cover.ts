import { solveMembrane } from '../pixels/membrane';
import { createPlane, type Plane } from '../pixels/raster';
import { weightedBlur } from '../pixels/weighted-blur';
import { mapped } from './planes';
import type { Region } from './region';
import { mapPlanes, type Planes } from './side';

const skinSigmaFaceWidths = 0.01;
/** Less than this is not worth a fill. */
const leastShown = 0.02;

/** The target's skin stretched over its own feature; `null` where the donor's hides all of that. */
export function coveringSkin(
  target: Planes,
  { opacity, covered, targetSkin }: Region,
  unitPixels: number,
): Planes | null {
  if (shownBeside(opacity, covered).data.every((value) => value < leastShown)) return null;
  const { width, height } = opacity;
  const hole = Uint8Array.from(covered.data, (value) => Number(value > 0));
  const sigma = skinSigmaFaceWidths * unitPixels;
  const { means } = weightedBlur(target, targetSkin, sigma);
  const [red, green, blue] = solveMembrane(
    { width, height, hole, weights: targetSkin.data },
    means,
  );
  return [red!, green!, blue!];
}

/** What the mask does not cover of the target's own feature. */
function shownBeside(opacity: Plane, covered: Plane): Plane {
  return mapped(opacity, (value, index) => (1 - value) * covered.data[index]!);
}

export interface Covered {
  readonly color: Planes;
  readonly opacity: Plane;
}

/**
 * Lays skin over what of the target's own feature the donor's does not hide: the end of a longer brow, the rim of a
 * larger mouth. Colours may be in any unit, the same for both.
 */
export function withCover(
  donor: Planes,
  skin: Planes | null,
  opacity: Plane,
  { covered }: Region,
): Covered {
  if (!skin) return { color: donor, opacity };
  const shown = shownBeside(opacity, covered);
  const total = mapped(opacity, (value, index) => value + shown.data[index]!);
  const color = mapPlanes(donor, (plane, channel) => {
    const result = createPlane(plane.width, plane.height);
    for (let index = 0; index < result.data.length; index++) {
      const share = total.data[index]! > 0 ? shown.data[index]! / total.data[index]! : 0;
      const own = plane.data[index]!;
      result.data[index] = own + share * (skin[channel].data[index]! - own);
    }
    return result;
  });
  return { color, opacity: total };
}
