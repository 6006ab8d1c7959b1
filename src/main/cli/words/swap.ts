import type { StitchPart } from '@shared/stitching/features';

const list = (names: readonly string[]): string => names.join(', ');
const pixels = (value: number): string => value.toFixed(2);
const softnessLeft = (sigma: number): string =>
  sigma > 0 ? `; ${pixels(sigma)} px of softness are left` : '';

export const englishSwap = {
  summary: "put features of one portrait's face into another's",
  description: `Puts features of the donor's face into the target's and writes the target at full size:
aligned, in the target's light, as sharp and as grainy as the target. The face that receives them is
the largest one unless --faces says otherwise. Without the face asked for nothing is written.`,
  targetArgument: 'the photo that is changed',
  donorArgument: 'the photo from which the features come',
  featuresOption: (features: readonly string[]) =>
    `which of ${list(features)}, with commas between`,
  facesOption: 'in the target: all, largest, or a number (default: largest)',
  donorFaceOption: 'in the donor: 1 is the largest face (default: 1)',
  clarityOption: "match the sharpness of the target, or leave the donor's (default: match)",
  grainOption: 'match the noise of the target, or add none (default: match)',
  reportOption: 'write what was measured and done about clarity and grain as JSON',
  noDonorFace: 'no face was found in the donor, nothing was written',
  noSuchDonorFace: (number: number, found: number) =>
    `there is no face ${number} in the donor, only ${found}; nothing was written`,
  nothingShown: 'neither photo shows these features on both faces, nothing was written',
  swapped: (target: string, output: string, size: string, milliseconds: number) =>
    `${target} -> ${output} (${size}, ${milliseconds} ms)`,
  skipped: {
    hidden: (part: StitchPart) =>
      `${part} left out: in the donor it is behind hair, a hat or glasses; the target keeps its own`,
    'not-seen': (part: StitchPart) =>
      `${part} left out: one of the two faces does not show it clearly enough`,
  },
  partlyHidden: (part: StitchPart, share: number) =>
    `${part}: ${Math.round(100 * share)} % of it is hidden in the donor; there the target keeps its own`,
  remarks: {
    alone: (part: StitchPart) =>
      `${part}: taken without the skin round it, which is too different (a beard, light or shade); the target keeps its own`,
    'dark-donor': (part: StitchPart) =>
      `${part}: much darker in the donor than the target is; noise and lost detail may show`,
    overexposed: (part: StitchPart) =>
      `${part}: skin there is overexposed in the donor; its colour and detail are lost`,
  },
  poseWarning: 'the two heads are turned differently: look at the result',
  softer: {
    donor: (sigma: number) => `the donor is softer by ${pixels(sigma)} px`,
    target: (sigma: number) => `the target is softer by ${pixels(sigma)} px`,
    none: () => 'both are equally sharp',
  },
  limits: {
    'too-soft': (part: StitchPart, left: number) =>
      `${part}: sharpened as far as the donor allows${softnessLeft(left)}`,
    'noisy-donor': (part: StitchPart, left: number) =>
      `${part}: not sharpened, because the donor's noise would be too${softnessLeft(left)}`,
  },
};
