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

/** Mesh points of the person's right side with those of the left one, from the brows to the chin. */
export const spotPairs: readonly (readonly [right: number, left: number])[] = [
  ...([
    [50, 280],
    [205, 425],
    [123, 352],
    [116, 345],
    [117, 346],
    [118, 347],
  ] as const),
  ...([
    [101, 330],
    [36, 266],
    [187, 411],
    [147, 376],
    [213, 433],
    [192, 416],
  ] as const),
  ...([
    [207, 427],
    [216, 436],
    [137, 366],
    [177, 401],
    [227, 447],
    [111, 340],
  ] as const),
  ...([
    [119, 348],
    [100, 329],
    [142, 371],
    [126, 355],
    [203, 423],
    [206, 426],
  ] as const),
  ...([
    [214, 434],
    [215, 435],
    [138, 367],
    [69, 299],
    [104, 333],
    [67, 297],
  ] as const),
  ...([
    [108, 337],
    [148, 377],
    [171, 396],
    [170, 395],
    [143, 372],
    [34, 264],
  ] as const),
  ...([
    [234, 454],
    [93, 323],
    [132, 361],
    [127, 356],
  ] as const),
];
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
