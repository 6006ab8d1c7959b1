/** Words for taking features over from other photos. */
export const swapEn = {
  donors: 'Donor photos',
  addDonor: 'Add photo…',
  dropDonor: 'Drop a portrait here to take features from',
  dropAsDonor: 'Drop to take features from it',
  donorAdvice:
    'Open a second portrait. Then click its brows, eyes, nose or mouth to put them into your photo.',
  recent: 'Recent photos',
  samples: 'Samples',
  reading: (name: string) => `Reading ${name}`,
  donor: (name: string) => `Donor ${name}`,
  closeDonor: (name: string) => `Close ${name}`,
  picture: (name: string) =>
    `Faces of ${name}. Click a feature to take it over, or use the buttons below.`,
  noFace: 'No face was found in this photo, so there is nothing to take from it.',
  chooseFace: 'Faces of this photo',
  take: 'Take over',
  takeHint: 'Click a feature in the picture, drag it onto a face, or choose it here.',
  separately: 'Left and right separately',
  taken: 'taken from this face',
  dropOnFace: (feature: string) => `${feature}: drop on a face`,
  none: 'Nothing has been taken over to this face yet.',
  swapped: (feature: string) => `Swap · ${feature}`,
  from: (name: string) => `From ${name}`,
  fromUnknown: 'From a photo that is not open here',
  remove: (feature: string) => `Remove ${feature}`,
  removed: 'Removed',
  place: 'Position',
  match: 'Matching',
  clarity: 'Clarity',
  measuring: 'Measuring…',
  difference: {
    none: () => 'The donor and your photo are equally sharp.',
    donor: (sigma: string) => `The donor is softer than your photo, by ${sigma} of blur.`,
    target: (sigma: string) => `Your photo is softer than the donor, by ${sigma} of blur.`,
  },
  pixels: (value: string) => `${value} px`,
  levels: (value: string) => `${value} levels`,
  done: 'Done',
  left: 'Left',
  blurred: (sigma: string) => `blurred by ${sigma}`,
  sharpened: (sigma: string) => `sharpened by ${sigma}`,
  unchanged: 'sharpness unchanged',
  grainAdded: (levels: string) => `${levels} of grain added`,
  noGrain: 'no grain added',
  softLeft: (sigma: string) => `${sigma} softer`,
  grainLeft: (levels: string) => `${levels} grainier`,
  calmLeft: (levels: string) => `${levels} smoother`,
  nothingLeft: 'nothing',
  noise: 'Noise',
  noiseOf: (donor: string, photo: string) => `donor ${donor}, photo ${photo}`,
  detail: 'Fine detail',
  detailHint: 'Against your photo’s own feature; two people differ by some 20 % by themselves.',
  detailOf: (pasted: string, result: string) => `pasted ${pasted}, now ${result}`,
  limits: {
    'too-soft':
      'A soft picture can be sharpened only so far before edges get halos. What is left can be closed by a sharper donor only.',
    'noisy-donor':
      'The donor is too noisy to be sharpened: its noise would be sharpened too. A cleaner donor would help.',
  },
  matchOff: 'Matching is off: the feature keeps its own clarity.',
  poseWarning:
    'The two heads are turned differently. Look closely at the edges, and at what one of them does not show.',
  skipped: {
    hidden: (part: string) =>
      `${part}: left out, because in the donor photo it is behind hair, a hat or glasses. Your photo keeps its own.`,
    'not-seen': (part: string) =>
      `${part}: left out, because one of the two faces does not show it clearly enough.`,
  },
  remarks: {
    alone: (part: string) =>
      `${part}: taken without the skin round it, which is too different (a beard, light or shade). Your photo keeps its own.`,
    'dark-donor': (part: string) =>
      `${part}: much darker in the donor photo than in yours. Noise and lost detail may show.`,
    overexposed: (part: string) =>
      `${part}: skin there is overexposed in the donor photo. Its colour and detail are lost.`,
  },
  replaced: (part: string) => `${part}: taken over on its own, see there.`,
  partlyHidden: (part: string, share: string) =>
    `${part}: ${share} of it is hidden in the donor photo. There your photo keeps its own.`,
  notShown: 'One of the two faces does not show this feature clearly enough.',
  unavailable: 'This donor photo cannot be opened any more, so nothing of it is shown.',
  tryAgain: 'Try again',
};
