import type { Face, RegionStatistics } from '../../analysis/face';
import { lipLines, meshPoints, mixPoints } from '../../analysis/mesh';
import type { Point } from '../../pixels/raster';
import {
  complement,
  feather,
  maximum,
  polygon,
  probability,
  product,
  ramp,
  type Mask,
} from '../../render/masks/mask';
import { blurredAt, closedLips, lipHeightFaceWidths } from '../lips';

export type LipStyle = 'full' | 'ombre' | 'two-tone';

/** One colour of a style: where it lies on the lips, and what the lips are like there. */
export interface Tone {
  readonly color: string;
  readonly own: RegionStatistics;
  /** The masks of a style's tones add up to 1. */
  readonly where: Mask;
}

export interface Styled {
  readonly style: LipStyle;
  readonly color: string;
  readonly secondColor: string;
  readonly innerRatio: number;
}

export function tonesOf(
  { style, color, secondColor, innerRatio }: Styled,
  face: Face,
  own: RegionStatistics,
): readonly Tone[] {
  switch (style) {
    case 'full':
      return eachLip(face, own).map((lip) => ({ color, ...lip }));
    case 'ombre': {
      const inner = innerLips(face, innerRatio);
      return eachLip(face, own).flatMap(({ own: lip, where }) => [
        { color, own: lip, where: product(where, complement(inner)) },
        { color: secondColor, own: lip, where: product(where, inner) },
      ]);
    }
    case 'two-tone':
      return eachLip(face, own).map((lip, index) => ({
        color: index === 0 ? color : secondColor,
        ...lip,
      }));
  }
}

/**
 * The upper lip and the lower: light from above and pigment make them differ, and a median of both together may be the
 * colour of neither.
 */
function eachLip(face: Face, own: RegionStatistics): readonly Omit<Tone, 'color'>[] {
  const lower = lowerLip(face);
  const { 'upper-lip': upperOwn, 'lower-lip': lowerOwn } = face.statistics;
  return [
    { own: upperOwn ?? own, where: complement(lower) },
    { own: lowerOwn ?? own, where: lower },
  ];
}

/** Sigma of the blur that says how deep in the lips a pixel lies, in heights of a lip. */
const depthSigmaHeights = 0.75;
/** Half of the way over which one colour becomes the other, in heights of a lip: narrower, it shows as a line. */
const fadeHeights = 0.5;

/**
 * The inner part of the lips, by its share of their height: depth is read off a blur of lips and mouth together, so it
 * follows the contour that the network found, and corners stay outside.
 */
function innerLips(face: Face, innerRatio: number): Mask {
  const height = lipHeightFaceWidths(face);
  const blurred = feather(closedLips(face), face, depthSigmaHeights * height);
  const border = 1 - innerRatio;
  const level = (depth: number): number => blurredAt(depth, depthSigmaHeights);
  return ramp(blurred, level(border - fadeHeights), level(border + fadeHeights));
}

/** The mesh knows which side of the mouth line a pixel is on; where the network names a lip, it knows better. */
function lowerLip(face: Face): Mask {
  const named = (name: 'upper-lip' | 'lower-lip'): Mask => ramp(probability(face, name), 0.3, 0.7);
  const below = polygon([...mouthLine(face), ...belowMouth(face)]);
  const side = maximum(named('lower-lip'), product(below, complement(named('upper-lip'))));
  return feather(side, face, 0.004);
}

/** From the person's right corner to the left one. */
function mouthLine(face: Face): Point[] {
  const upper = meshPoints(face, lipLines.upperInner);
  const lower = meshPoints(face, lipLines.lowerInner);
  return upper.map((point, index) => mixPoints(point, lower[index] ?? point, 0.5));
}

/** The lower contour from left to right, twice as far from the mouth line as the mesh has it. */
function belowMouth(face: Face): Point[] {
  const contour = meshPoints(face, lipLines.lowerOuter);
  const line = mouthLine(face);
  return contour.map((point, index) => mixPoints(line[index] ?? point, point, 2)).reverse();
}
