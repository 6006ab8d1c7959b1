import { gaussianBlur } from '../pixels/gaussian';
import { createPlanes, type Planes } from '../pixels/raster';
import type { ClarityFit } from './clarity';
import type { StitchOptions } from './options';
import type { ClarityLimit } from './report';
import { largestSharpeningSigmaPixels, sharpened, sharpeningNoiseLimit } from './sharpen';
import { colorChannels, mapPlanes } from './side';
import { sideBySide, task, type Staged } from './staged';

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

/** The donor as it is where nothing is to be done; otherwise in memory that threads share. */
export function* cleared(planes: Planes, { blurSigma, sharpenSigma }: Clearing): Staged<Planes> {
  if (blurSigma <= 0) return sharpenSigma > 0 ? sharpened(planes, sharpenSigma) : planes;
  const result = createPlanes(planes[0].width, planes[0].height);
  yield* sideBySide(
    colorChannels.map((channel) => task('blur', result[channel], planes[channel], blurSigma)),
  );
  return result;
}

/** The same of small planes at once. */
export function clearedAtOnce(planes: Planes, { blurSigma, sharpenSigma }: Clearing): Planes {
  if (blurSigma > 0) return mapPlanes(planes, (plane) => gaussianBlur(plane, blurSigma));
  return sharpenSigma > 0 ? sharpened(planes, sharpenSigma) : planes;
}
