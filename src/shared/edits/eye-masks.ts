import type { Face } from '../analysis/face';
import { complement, maximum, probability, product, ramp, type Mask } from '../render/masks/mask';

/** Masks that the edits round the eyes share. */

/** The eyeball itself, up to the rims. */
export function eyeball(face: Face): Mask {
  return ramp(probability(face, 'left-eye', 'right-eye'), 0.35, 0.65);
}

/** What lies over the skin round the eyes: hair, a hat, the frame of glasses and what is seen through them. */
export function covering(face: Face): Mask {
  return ramp(probability(face, 'hair', 'hat', 'glasses'), 0.2, 0.6);
}

/** Neither eyeball nor brow, nor anything that covers the skin. Everywhere else 1: multiply it with a bounded mask. */
export function bareRound(face: Face): Mask {
  const brows = ramp(probability(face, 'left-brow', 'right-brow'), 0.2, 0.65);
  return complement(maximum(eyeball(face), brows, covering(face)));
}

/** Skin from up to the rims, where a line may cross into the lashes but not into the eye. */
export function outsideEye(face: Face): Mask {
  const inside = ramp(probability(face, 'left-eye', 'right-eye'), 0.5, 0.85);
  return product(complement(inside), complement(covering(face)));
}
