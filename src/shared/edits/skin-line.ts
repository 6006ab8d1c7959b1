import type { Face } from '../analysis/face';
import { meshPoint } from '../analysis/mesh';
import type { Oklab } from '../pixels/color';
import { product, spot, type Mask } from '../render/masks/mask';
import { meanColor } from './seen-pixels';
import { opponentsOf, type Opponents } from './signs';
import { faceSkin } from './skin';

/**
 * How the hues of a face's skin change with the light on it, per unit of its logarithm. A photo's curves, stray light
 * and what shade is lit by leave the dark side of a bare face greyer or redder than the lit one, so a hue tells of
 * make-up only beside what skin of this face has in as much light.
 */
export interface SkinLine {
  readonly redGreen: number;
  readonly blueYellow: number;
}

/** Skin round points of the mesh, where it is seen. */
export interface SkinSpots {
  readonly colors: ReadonlyMap<number, Oklab>;
  readonly mean: Oklab | undefined;
  readonly line: SkinLine;
}

/** Mesh points of the person's right side, from the brows to the chin, and those of the left one in the same order. */
const rightSpots: readonly number[] = [
  50, 205, 123, 116, 117, 118, 101, 36, 187, 147, 213, 192, 207, 216, 137, 177, 227, 111, 119, 100,
  142, 126, 203, 206, 214, 215, 138, 69, 104, 67, 108, 148, 171, 170, 143, 34, 234, 93, 132, 127,
];
const leftSpots: readonly number[] = [
  280, 425, 352, 345, 346, 347, 330, 266, 411, 376, 433, 416, 427, 436, 366, 401, 447, 340, 348,
  329, 371, 355, 423, 426, 434, 435, 367, 299, 333, 297, 337, 377, 396, 395, 372, 264, 454, 323,
  361, 356,
];
export const spotPairs = rightSpots.map((right, index) => [right, leftSpots[index]!] as const);
/** Forehead, nose and chin. */
export const middleSpots: readonly number[] = [10, 151, 9, 6, 197, 195, 5, 4, 1, 200, 199, 175];

/** Some dozen pixels even on the smallest face that is read. */
const spotSize = { alongFaceWidths: 0.02, acrossFaceWidths: 0.02, angleDegrees: 0 };
/** Beside the squared deviations of about a hundred spots: in even light no slope is read from what varies by chance. */
const ridge = 1;

export function skinSpots(face: Face, colorUnder: (mask: Mask) => Oklab | undefined): SkinSpots {
  const skin = faceSkin(face);
  const colors = new Map(
    [...spotPairs.flat(), ...middleSpots].flatMap((point): [number, Oklab][] => {
      const color = colorUnder(product(skin, spot(face, meshPoint(face, point), spotSize)));
      return color ? [[point, color]] : [];
    }),
  );
  const seen = [...colors.values()];
  return { colors, mean: meanColor(seen), line: lineOf(seen.map(opponentsOf)) };
}

/** Least squares. */
function lineOf(seen: readonly Opponents[]): SkinLine {
  const light = centred(seen.map((one) => one.light));
  const spread = light.reduce((sum, value) => sum + value * value, ridge);
  const slope = (hues: readonly number[]): number =>
    centred(hues).reduce((sum, hue, index) => sum + hue * light[index]!, 0) / spread;
  return {
    redGreen: slope(seen.map((one) => one.redGreen)),
    blueYellow: slope(seen.map((one) => one.blueYellow)),
  };
}

function centred(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
