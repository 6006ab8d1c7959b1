import { eyesOf, type Eye } from '@shared/edits/eye-geometry';
import { zonesOf } from '@shared/edits/eye-shadow/zones';
import { maximum, type Mask } from '@shared/render/masks/mask';
import type { Portrait } from './portraits';

/** Of an eye's part: with fewer, nothing is measured on it. */
export const leastEyePixels = 25;

/** A part of every eye of the face. */
export function onEyes({ face }: Portrait, part: (eye: Eye) => Mask): Mask {
  return maximum(...eyesOf(face).map(part));
}

/** From the rim that the network sees to the crease, where shadow goes. */
export function lidMask(portrait: Portrait): Mask {
  return onEyes(portrait, (eye) => zonesOf(portrait.face, eye).lid);
}
