import type { FaceClass } from '../analysis/classes';
import { lipLines, ovalLine, sideLines, type Side } from '../analysis/mesh';
import type { FeatureMatter } from './relight';

/** What a person usually swaps, pairs as pairs. */
export const wholeFeatures = ['brows', 'eyes', 'nose', 'mouth', 'face'] as const;
/** One of a pair; left and right are the person's own. */
export const sidedFeatures = ['left-eye', 'right-eye', 'left-brow', 'right-brow'] as const;
/** What a person swaps. */
export const stitchFeatures = [...wholeFeatures, ...sidedFeatures] as const;
export type StitchFeature = (typeof stitchFeatures)[number];

/** What is stitched in one piece; left and right are the person's own. */
export const stitchParts = [
  'face',
  'nose',
  'mouth',
  'left-eye',
  'right-eye',
  'left-brow',
  'right-brow',
] as const;
export type StitchPart = (typeof stitchParts)[number];

/** In the order in which they are laid on each other. */
export const partsOf: Readonly<Record<StitchFeature, readonly StitchPart[]>> = {
  face: ['face'],
  nose: ['nose'],
  mouth: ['mouth'],
  eyes: ['left-eye', 'right-eye'],
  brows: ['left-brow', 'right-brow'],
  'left-eye': ['left-eye'],
  'right-eye': ['right-eye'],
  'left-brow': ['left-brow'],
  'right-brow': ['right-brow'],
};

export interface PartGeometry {
  readonly classes: readonly FaceClass[];
  /** How far beyond the outline the part reaches, in face widths, and how softly it ends. */
  readonly boundaryFaceWidths: number;
  readonly featherFaceWidths: number;
  /** Even where the two pictures differ, the part reaches this far beyond its outline: lashes, hairs, shadows. */
  readonly coreFaceWidths: number;
  /** How far it reaches where it is shown without the skin round it; 0: it cannot do without. */
  readonly aloneFaceWidths: number;
  /** How badly skins have to agree for that, as natural logarithms of light: where it is half so. */
  readonly aloneMismatch: number;
  /** Lines of mesh points along the part, from which its class can be this far; islands beyond are the network's errors. */
  readonly lines: readonly (readonly number[])[];
  readonly strayFaceWidths: number;
  /** Mesh points around the part: where they lie in the target decides about size, turn and bend. */
  readonly frame: readonly number[];
  /** Groups of mesh points whose means are put exactly in the target's place. */
  readonly anchors: readonly (readonly number[])[];
  /** How stiff it is when the heads are turned quite differently: what only one shows is then not bent into the other. */
  readonly posedSmoothing: number;
  /** Share of the skin's change of light, as an exponent, that the feature itself takes part in. */
  readonly lightShare: number;
  readonly madeOf: FeatureMatter;
  /**
   * Folds, pores and stubble are deeper on dark skin and in a hard photo: which part of their depth goes on skin that
   * is lighter by a factor of e. None where lashes and hairs must keep theirs.
   */
  readonly shadeShare: number;
  /** How far the feature's own colour goes towards the target's when nothing else is asked for. */
  readonly colorMatch: number;
  /** How far shadows and shine of the skin around become the target's; its own are what gives a feature its shape. */
  readonly skinRelief: number;
  /** In the fit of clarity. */
  readonly clarityWeight: number;
}

/** Round the right and the left eye, from the brow by the nose to the cheek and the temple. */
const eyeFrames: Readonly<Record<Side, readonly number[]>> = {
  right: [46, 53, 52, 65, 55, 193, 245, 128, 121, 120, 119, 118, 117, 111, 35, 124],
  left: [276, 283, 282, 295, 285, 417, 465, 357, 350, 349, 348, 347, 346, 340, 265, 353],
};

/** Round a brow: forehead, glabella, upper lid, temple. */
const browFrames: Readonly<Record<Side, readonly number[]>> = {
  right: [68, 104, 69, 108, 151, 9, 8, 193, 221, 222, 223, 224, 225, 113, 124, 156, 139, 71],
  left: [298, 333, 299, 337, 151, 9, 8, 417, 441, 442, 443, 444, 445, 342, 353, 383, 368, 301],
};

const noseFrame = [
  8, 193, 417, 128, 357, 121, 350, 142, 371, 36, 266, 203, 423, 206, 426, 165, 391, 167, 393, 164,
];

const mouthFrame = [
  2, 97, 326, 203, 423, 206, 426, 216, 436, 212, 432, 202, 422, 204, 424, 194, 418, 201, 421, 200,
];

function eye(side: Side): PartGeometry {
  const { upperLid, lowerLid } = sideLines[side];
  return {
    classes: [`${side}-eye`],
    boundaryFaceWidths: 0.045,
    featherFaceWidths: 0.026,
    coreFaceWidths: 0.028,
    aloneFaceWidths: 0.036,
    aloneMismatch: 1.1,
    lines: [upperLid, lowerLid],
    strayFaceWidths: 0.05,
    frame: eyeFrames[side],
    anchors: [[...upperLid, ...lowerLid]],
    posedSmoothing: 0,
    lightShare: 0.85,
    madeOf: 'other',
    shadeShare: 0,
    colorMatch: 0,
    skinRelief: 0.8,
    clarityWeight: 2,
  };
}

function brow(side: Side): PartGeometry {
  const { browLower, browUpper } = sideLines[side];
  return {
    classes: [`${side}-brow`],
    boundaryFaceWidths: 0.028,
    featherFaceWidths: 0.024,
    coreFaceWidths: 0.01,
    aloneFaceWidths: 0.03,
    aloneMismatch: 0.2,
    lines: [browLower, browUpper],
    strayFaceWidths: 0.06,
    frame: browFrames[side],
    anchors: [[...browLower, ...browUpper]],
    posedSmoothing: 0,
    lightShare: 0.5,
    madeOf: 'hair',
    shadeShare: 0,
    colorMatch: 0.3,
    skinRelief: 0.8,
    clarityWeight: 0.5,
  };
}

const mouth = {
  classes: ['upper-lip', 'lower-lip', 'inner-mouth'],
  boundaryFaceWidths: 0.045,
  featherFaceWidths: 0.032,
  coreFaceWidths: 0.01,
  aloneFaceWidths: 0.012,
  aloneMismatch: 0.2,
  lines: [lipLines.upperOuter, lipLines.lowerOuter, lipLines.upperInner, lipLines.lowerInner],
  strayFaceWidths: 0.06,
  frame: mouthFrame,
  anchors: [[...lipLines.upperOuter, ...lipLines.lowerOuter]],
  posedSmoothing: 0,
  lightShare: 0.4,
  madeOf: 'other',
  shadeShare: 0.35,
  colorMatch: 0.25,
  skinRelief: 0.8,
  clarityWeight: 1,
} as const satisfies PartGeometry;

const nose = {
  classes: ['nose'],
  boundaryFaceWidths: 0.03,
  featherFaceWidths: 0.035,
  coreFaceWidths: 0.008,
  aloneFaceWidths: 0,
  aloneMismatch: 1,
  lines: [noseFrame],
  strayFaceWidths: 0.1,
  frame: noseFrame,
  anchors: [
    [1, 2, 98, 327],
    [6, 197, 195],
  ],
  posedSmoothing: 0,
  lightShare: 1,
  madeOf: 'skin',
  shadeShare: 0.35,
  colorMatch: 0.5,
  skinRelief: 0.8,
  clarityWeight: 1,
} as const satisfies PartGeometry;

const leftEye = eye('left');
const rightEye = eye('right');

export const partGeometry: Readonly<Record<StitchPart, PartGeometry>> = {
  'left-eye': leftEye,
  'right-eye': rightEye,
  'left-brow': brow('left'),
  'right-brow': brow('right'),
  mouth,
  nose,
  face: {
    classes: [
      'left-eye',
      'right-eye',
      'left-brow',
      'right-brow',
      'upper-lip',
      'lower-lip',
      'inner-mouth',
    ],
    boundaryFaceWidths: 0.04,
    featherFaceWidths: 0.03,
    coreFaceWidths: 0,
    aloneFaceWidths: 0,
    aloneMismatch: 1,
    lines: [],
    strayFaceWidths: 1,
    frame: ovalLine.filter((_, index) => index % 2 === 0),
    anchors: [...leftEye.anchors, ...rightEye.anchors, ...mouth.anchors, ...nose.anchors],
    posedSmoothing: 3,
    lightShare: 0.7,
    madeOf: 'other',
    shadeShare: 0.2,
    colorMatch: 0,
    // A face's shadows are its shape.
    skinRelief: 0,
    clarityWeight: 2,
  },
};
