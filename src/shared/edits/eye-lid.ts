import type { Face } from '../analysis/face';
import type { Oklab } from '../pixels/color';
import type { Eye } from './eye-geometry';

/** A lid is about this much darker than the skin below the eye, in the same light. */
const lidToSkinBelow = 0.92;

/**
 * The colour of a bare lid, or nothing where too little of it is seen, behind glasses for example. Lashes, a fold in
 * the dark or shadow that is worn already pull a lid's median down: it is taken for no darker than the skin below the
 * eye makes likely.
 */
export function lidTone({ statistics }: Face, { side }: Pick<Eye, 'side'>): Oklab | undefined {
  const lid = statistics[`${side}-lid`]?.median;
  if (!lid) return undefined;
  const below = statistics[`${side}-under-eye`]?.median ?? lid;
  const likely = below.L * lidToSkinBelow;
  return likely > lid.L ? { ...below, L: likely } : lid;
}
