import { product } from '../../render/masks/mask';
import { faceSkin } from '../skin';
import { middleSpots, spotPairs } from '../skin-line';
import type { Seen } from '../seen';
import { medianColor } from '../seen-pixels';
import { apart, meanSigns, merged, type Detector, type Signs } from '../signs';
import { brushedPlaces, type BlushShape } from './places';

const shapes: readonly BlushShape[] = ['round', 'oblong', 'lifted', 'draped'];
const axes = ['Light', 'RedGreen', 'BlueYellow'] as const;
const nameOf = (point: number): string => `at${point}`;
const spotNames = [...spotPairs.map(([right]) => right), ...middleSpots].map(nameOf);

/**
 * Blush: how light and hues lie over the whole face. Cheeks are redder than a forehead on bare faces too, and noses
 * and chins with them: no single place tells, so a map is compared as a whole with those of faces with and without it.
 */
export const blushDetector: Detector = {
  measure: signsOf,
  patterns: { blush: [...spotNames, ...shapes].flatMap((name) => axes.map((axis) => name + axis)) },
  colors: { color: 'strength' },
};

function signsOf(seen: Seen): Signs | undefined {
  const { face, colorsUnder } = seen;
  const { colors: spots, mean, line } = seen.skinSpots();
  if (!mean) return undefined;
  const at = (point: number, name: string): Signs => apart(name, spots.get(point), mean, line);
  const ground = faceSkin(face);
  const inShapes = shapes.map((shape) =>
    meanSigns(
      brushedPlaces(shape, face).map(({ mask }) => {
        const colors = colorsUnder(product(ground, mask), 0.6);
        return apart(shape, colors && medianColor(colors), mean, line);
      }),
    ),
  );
  return merged([
    ...spotPairs.map(([right, left]) =>
      meanSigns([at(right, nameOf(right)), at(left, nameOf(right))]),
    ),
    ...middleSpots.map((point) => at(point, nameOf(point))),
    ...inShapes,
  ]);
}
