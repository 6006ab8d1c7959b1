import { gaussianBlur } from '../pixels/gaussian';
import type { ClarityFit } from './clarity';
import type { StitchOptions } from './options';
import type { ClarityLimit } from './report';
import { largestSharpeningSigmaPixels, sharpened, sharpeningNoiseLimit } from './sharpen';
import { mapPlanes, type Planes } from './side';

/** What is to be done to the donor so that it is as clear as the target. */
export interface Clearing {
  readonly blurSigma: number;
  readonly sharpenSigma: number;
  readonly limit: ClarityLimit | null;
}

export function clearingFor(
  { softer, sigmaPixels }: ClarityFit,
  donorNoise: number,
  clarity: StitchOptions['clarity'],
): Clearing {
  const none = { blurSigma: 0, sharpenSigma: 0, limit: null };
  if (clarity === 'off' || softer === 'none') return none;
  if (softer === 'target') return { ...none, blurSigma: sigmaPixels };
  if (donorNoise >= sharpeningNoiseLimit) return { ...none, limit: 'noisy-donor' };
  const sharpenSigma = Math.min(sigmaPixels, largestSharpeningSigmaPixels);
  return { ...none, sharpenSigma, limit: 'too-soft' };
}

export function cleared(planes: Planes, { blurSigma, sharpenSigma }: Clearing): Planes {
  if (blurSigma > 0) return mapPlanes(planes, (plane) => gaussianBlur(plane, blurSigma));
  return sharpenSigma > 0 ? sharpened(planes, sharpenSigma) : planes;
}
