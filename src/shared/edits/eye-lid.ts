import type { FaceClass } from '../analysis/classes';
import type { Face } from '../analysis/face';
import type { Oklab } from '../pixels/color';
import { mergedProbability } from '../render/masks/kinds/probability';
import type { Eye } from './eye-geometry';

/** A lid is about this much darker than the skin below the eye, in the same light. */
const lidToSkinBelow = 0.92;

/**
 * The colour of a bare lid, or nothing where too little of it is seen, behind glasses for example. Lashes, a fold in
 * the dark or shadow that is worn already pull a lid's median down: it is taken for no darker than the skin below the
 * eye makes likely.
 */
export function lidTone(face: Face, { side }: Pick<Eye, 'side'>): Oklab | undefined {
  const { statistics } = face;
  const lid = statistics[`${side}-lid`]?.median;
  if (!lid || isBehindLenses(face)) return undefined;
  const below = statistics[`${side}-under-eye`]?.median ?? lid;
  const likely = below.L * lidToSkinBelow;
  return likely > lid.L ? { ...below, L: likely } : lid;
}

/** Rims alone cover about as much of a face as both eyes; above this lenses do too, as far as they mirror. */
const mostGlassesToEyes = 2;

/** What the network sees of the skin behind lenses that mirror is scraps: a lid there cannot be made up. */
function isBehindLenses(face: Face): boolean {
  return cellsOf(face, 'glasses') > mostGlassesToEyes * cellsOf(face, 'left-eye', 'right-eye');
}

/** How many cells of the grid are of some classes. */
function cellsOf(face: Face, ...classes: FaceClass[]): number {
  const data = mergedProbability(face, classes)?.plane.data;
  return data?.reduce((sum, probability) => sum + probability, 0) ?? 0;
}
