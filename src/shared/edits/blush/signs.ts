import type { Face } from '../../analysis/face';
import { meshPoint } from '../../analysis/mesh';
import { maximum, product, spot, type Mask } from '../../render/masks/mask';
import { faceSkin } from '../skin';
import type { Seen } from '../seen';
import { medianColor } from '../seen-pixels';
import { apart, meanSigns, merged, type Detector, type Signs } from '../signs';
import { brushedPlaces, type BlushShape } from './places';

/** Mesh points round which skin is looked at: those of the person's right side and of the left one. */
const places = {
  apple: [
    [50, 101, 36, 205],
    [280, 330, 266, 425],
  ],
  outerCheek: [
    [123, 187, 147, 117],
    [352, 411, 376, 346],
  ],
  cheekbone: [
    [116, 118, 227, 111, 34],
    [345, 347, 447, 340, 264],
  ],
  hollow: [
    [207, 213, 192, 137, 177],
    [427, 433, 416, 366, 401],
  ],
  jaw: [
    [214, 215, 138, 135, 148, 171],
    [434, 435, 367, 364, 377, 396],
  ],
  besideMouth: [
    [216, 206, 203],
    [436, 426, 423],
  ],
  belowEye: [
    [119, 100, 118, 101],
    [348, 329, 347, 330],
  ],
  temple: [
    [143, 372, 34, 227],
    [372, 264, 447],
  ],
  brow: [
    [69, 104, 67, 108],
    [299, 333, 297, 337],
  ],
  besideNose: [
    [142, 126],
    [371, 355],
  ],
  forehead: [[151]],
  nose: [[6, 197, 4]],
  chin: [[199, 200, 175]],
} as const satisfies Readonly<Record<string, readonly (readonly number[])[]>>;

const shapes: readonly BlushShape[] = ['round', 'oblong', 'lifted', 'draped'];
const axes = ['Light', 'RedGreen', 'BlueYellow'] as const;

/**
 * Blush: how light and hues lie over the whole face. Cheeks are redder than a forehead on bare faces too, and noses
 * and chins with them: no single place tells, so a map is weighed as a whole.
 */
export const blushDetector: Detector = {
  measure: signsOf,
  expected: [],
  given: [],
  together: {},
  plain: [...Object.keys(places), ...shapes].flatMap((name) => axes.map((axis) => name + axis)),
  colors: { color: 'strength' },
};

function signsOf(seen: Seen): Signs | undefined {
  const { face, colorUnder, colorsUnder } = seen;
  const skin = face.statistics.skin?.median;
  if (!skin) return undefined;
  const ground = faceSkin(face);
  const atPlaces = Object.entries(places).map(([name, ofSides]) =>
    meanSigns(
      ofSides.map((points) => apart(name, colorUnder(product(ground, around(points, face))), skin)),
    ),
  );
  const inShapes = shapes.map((shape) =>
    meanSigns(
      brushedPlaces(shape, face).map(({ mask }) => {
        const colors = colorsUnder(product(ground, mask), 0.6);
        return apart(shape, colors && medianColor(colors), skin);
      }),
    ),
  );
  return merged([...atPlaces, ...inShapes]);
}

const spotFaceWidths = 0.013;

function around(points: readonly number[], face: Face): Mask {
  const size = {
    alongFaceWidths: spotFaceWidths,
    acrossFaceWidths: spotFaceWidths,
    angleDegrees: 0,
  };
  return maximum(...points.map((point) => spot(face, meshPoint(face, point), size)));
}
