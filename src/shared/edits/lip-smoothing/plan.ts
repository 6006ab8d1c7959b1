import type { Face } from '../../analysis/face';
import { feather, product, ramp } from '../../render/masks/mask';
import type { Pass } from '../../render/pass';
import { bands, type PixelBands } from '../../render/passes/bands/bands';
import { lipProbability } from '../lips';

/** Lines are darker than the lip by less than this; what is darker yet is the mouth line, and stays. */
const deepestLine = 0.09;
/** Light between two lines is calmed less than the lines: it is what makes lips look wet. */
const keptLight = 0.55;

/** Fills the lines of the lips by calming what lies between their shading and their finest grain. */
export function planLipSmoothing(
  { strength }: { readonly strength: number },
  face: Face,
): readonly Pass[] {
  if (strength === 0 || !face.statistics.lips) return [];
  const within = ramp(lipProbability(face), 0.3, 0.8);
  return [
    bands({
      key: 'lip-lines',
      separation: {
        face,
        within,
        baseFaceWidths: 0.022,
        edgeL: 0.07,
        edgeChroma: 0.03,
        fineFaceWidths: 0.0026,
      },
      mask: product(within, ramp(feather(within, face, 0.006), 0.55, 0.95)),
      strength,
      edit: calm,
    }),
  ];
}

function calm(pixel: PixelBands): void {
  const line = Math.exp(-((pixel.middleL / deepestLine) ** 2));
  const calmed = pixel.middleL < 0 ? line : (1 - keptLight) * line;
  pixel.middleL *= 1 - calmed;
  pixel.middleA *= 1 - 0.7 * line;
  pixel.middleB *= 1 - 0.7 * line;
}
