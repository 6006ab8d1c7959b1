import type { Face } from '../analysis/face';
import { lipLines, meshPoint, meshPoints } from '../analysis/mesh';
import { distance } from '../pixels/geometry';
import {
  complement,
  feather,
  likeness,
  maximum,
  polygon,
  probability,
  product,
  ramp,
  strokes,
  type Mask,
} from '../render/masks/mask';

/** Where lips and mouth are, as all edits of the lips see them. */

/** How far from the mesh's mouth line the network may find a mouth: the mesh errs by less. */
const leastTrustFaceWidths = 0.008;
const mostTrustFaceWidths = 0.03;

/**
 * What lies between the lips. The network takes deep folds of dark lips for an open mouth: it is believed only near
 * the opening that the mesh sees, and the farther the wider that is.
 */
export function mouth(face: Face): Mask {
  return product(probability(face, 'inner-mouth'), opening(face));
}

/** Wide enough to be worked out on reduced pixels. */
const openingSigmaFaceWidths = 0.008;

/** The mesh's opening with what lies as near to it as the network is believed. */
function opening(face: Face): Mask {
  const upper = meshPoints(face, lipLines.upperInner);
  const lower = meshPoints(face, lipLines.lowerInner);
  const near = Math.min(mostTrustFaceWidths, leastTrustFaceWidths + openingFaceWidths(face) / 5);
  const widths = upper.map(() => 2 * near + openingSigmaFaceWidths);
  const drawn = strokes(
    face,
    [upper, lower].map((points) => ({ points, widthsFaceWidths: widths, opacity: 1 })),
  );
  const around = maximum(polygon([...upper, ...[...lower].reverse()]), drawn);
  return ramp(feather(around, face, openingSigmaFaceWidths), 0.35, 0.75);
}

/** How far the mouth is open in its middle. */
function openingFaceWidths(face: Face): number {
  return distanceFaceWidths(face, 13, 14);
}

/** Mean height of a lip in its middle. */
export function lipHeightFaceWidths(face: Face): number {
  return (distanceFaceWidths(face, 0, 13) + distanceFaceWidths(face, 14, 17)) / 2;
}

function distanceFaceWidths(face: Face, from: number, to: number): number {
  return distance(meshPoint(face, from), meshPoint(face, to)) / face.faceWidthPixels;
}

/** How likely a pixel is lip: what the network calls mouth far from the opening is lip too. */
export function lipProbability(face: Face): Mask {
  const around = probability(face, 'upper-lip', 'lower-lip', 'inner-mouth');
  return product(around, complement(mouth(face)));
}

/** Lips and mouth together, without a seam between them: for what follows the outer contour. */
export function closedLips(face: Face): Mask {
  return ramp(probability(face, 'upper-lip', 'lower-lip', 'inner-mouth'), 0.25, 0.75);
}

/** Below this difference of hue and chroma lips and skin cannot be told apart by colour. */
const leastSeparation = 0.03;

/**
 * Where the lips are: what the network only suspects of skin far from them takes no colour, but what has the colour of
 * lips right at their edge does, or a rim of the lip's own colour would be left.
 */
export function lips(face: Face): Mask {
  const sure = ramp(lipProbability(face), 0.25, 0.75);
  const { lips: own, skin } = face.statistics;
  if (!own || !skin) return sure;
  const separation = Math.hypot(own.median.a - skin.median.a, own.median.b - skin.median.b);
  if (separation < leastSeparation) return sure;
  const named = probability(face, 'upper-lip', 'lower-lip');
  const near = ramp(feather(named, face, 0.006), 0.06, 0.3);
  return maximum(sure, product(near, ramp(likeness(skin.median, own.median), 0.45, 0.8)));
}

/** What a straight edge that was blurred is at a depth inside it (the logistic curve nearest to the integral). */
export function blurredAt(depth: number, sigma: number): number {
  return 1 / (1 + Math.exp((-1.702 * depth) / sigma));
}
