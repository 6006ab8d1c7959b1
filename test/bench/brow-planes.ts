import { browFrame, browOutline, type BrowFrame } from '@shared/analysis/brow';
import type { Face } from '@shared/analysis/face';
import { sides } from '@shared/analysis/mesh';
import { expand, intersect, wholeOf, type Plane, type Rectangle } from '@shared/pixels/raster';
import { evaluateMask, maskBounds } from '@shared/render/masks/evaluate';
import { maximum, polygon, probability, product, type Mask } from '@shared/render/masks/mask';
import type { Portrait } from './portraits';

/** Where brows are, as planes over the part of a portrait round them. */

/** The part of the photo that is looked at. */
export function nearBrows({ source, face }: Portrait): Rectangle {
  const { left, top, width, height } = maskBounds(browMask(face), { source, scale: 1 });
  const border = Math.round(0.15 * face.faceWidthPixels);
  const whole = wholeOf(source);
  return intersect(expand({ left, top, width, height }, border), whole);
}

export function planeOf(portrait: Portrait, mask: Mask): Plane {
  return evaluateMask(mask, { source: portrait.source, scale: 1 }, nearBrows(portrait));
}

/** The brows that the edit works on. */
export function browMask(face: Face): Mask {
  return maximum(...framesOf(face).map(browOf));
}

export function framesOf(face: Face): BrowFrame[] {
  return sides.flatMap((side) => browFrame(face, side) ?? []);
}

export function browOf(frame: BrowFrame): Mask {
  const { face, side } = frame;
  return product(probability(face, `${side}-brow`), polygon(browOutline(frame, 0.03)));
}
