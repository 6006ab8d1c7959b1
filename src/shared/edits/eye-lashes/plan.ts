import type { Face } from '../../analysis/face';
import { mixOklab, oklabFromHex } from '../../pixels/color';
import { complement, feather, product, strokes, type Mask } from '../../render/masks/mask';
import { lut, type Pass } from '../../render/pass';
import { colorTable, type ColorTable } from '../../render/passes/lut/table';
import { eyesOf } from '../eye-geometry';
import { lidTone } from '../eye-lid';
import { covering } from '../eye-masks';
import { lowerLashes, upperLashes, upperRoots } from './lashes';

export interface EyeLashes {
  readonly color: string;
  readonly upper: number;
  readonly lower: number;
  readonly length: number;
  readonly density: number;
  readonly curl: number;
}

/** No drawn hair is sharper than the lens. */
const softFaceWidths = 0.0009;

export function planEyeLashes(lashes: EyeLashes, face: Face): readonly Pass[] {
  if (lashes.upper === 0 && lashes.lower === 0) return [];
  return eyesOf(face).flatMap((eye) => {
    // Behind glasses there is no lid, and lashes would lie on the frame.
    if (!lidTone(face, eye)) return [];
    const passes: Pass[] = [];
    const onSkin = (hairs: Mask): Mask =>
      product(feather(hairs, face, softFaceWidths), complement(covering(face)));
    if (lashes.upper > 0) {
      const hairs = strokes(face, [...upperLashes(eye, lashes), upperRoots(eye, lashes)]);
      passes.push(lut(mascara(lashes.color, lashes.upper), onSkin(hairs)));
    }
    if (lashes.lower > 0) {
      const hairs = strokes(face, lowerLashes(eye, lashes));
      passes.push(lut(mascara(lashes.color, lashes.lower), onSkin(hairs)));
    }
    return passes;
  });
}

/** Hair never lightens what it crosses: other lashes, the pupil. */
function mascara(color: string, strength: number): ColorTable {
  const { L, a, b } = oklabFromHex(color);
  return colorTable(`eye-lashes ${color} ${strength}`, (pixel) =>
    mixOklab(pixel, { L: Math.min(pixel.L, L), a, b }, strength),
  );
}
