import type { Face } from '../../analysis/face';
import { mixOklab, oklabFromHex } from '../../pixels/color';
import { feather, polygon, product, strokes, type Mask } from '../../render/masks/mask';
import { lut, type Pass } from '../../render/pass';
import { colorTable, type ColorTable } from '../../render/passes/lut/table';
import { eyesOf, type Eye } from '../eye-geometry';
import { lidTone } from '../eye-lid';
import { outsideEye } from '../eye-masks';
import { lowerLine, upperOutline } from './shape';

export interface EyeLiner {
  readonly color: string;
  readonly upper: number;
  readonly lower: number;
  readonly thickness: number;
  readonly wing: number;
  readonly softness: number;
}

/** A pencil's edge even when it is sharpened, and a smudged one. */
const sharpFaceWidths = 0.0009;
const smudgedFaceWidths = 0.008;
/** Below the eye a sharp line looks like a wire. */
const softestLower = 0.3;
const coverage = 0.95;

export function planEyeLiner(liner: EyeLiner, face: Face): readonly Pass[] {
  if (liner.upper === 0 && liner.lower === 0) return [];
  return eyesOf(face).flatMap((eye) => {
    const own = lidTone(face, eye);
    if (!own) return [];
    const passes: Pass[] = [];
    if (liner.upper > 0)
      passes.push(lut(ink(liner.color, liner.upper, own.L), upperMask(liner, face, eye)));
    if (liner.lower > 0)
      passes.push(lut(ink(liner.color, liner.lower, own.L), lowerMask(liner, face, eye)));
    return passes;
  });
}

function upperMask(liner: EyeLiner, face: Face, eye: Eye): Mask {
  const line = polygon(upperOutline(eye, face.faceWidthPixels, liner));
  return softened(line, liner.softness, face);
}

function lowerMask(liner: EyeLiner, face: Face, eye: Eye): Mask {
  const line = strokes(face, [lowerLine(eye, face.faceWidthPixels, liner.thickness)]);
  return softened(line, Math.max(softestLower, liner.softness), face);
}

function softened(line: Mask, softness: number, face: Face): Mask {
  const sigma = sharpFaceWidths + softness * (smudgedFaceWidths - sharpFaceWidths);
  return product(feather(line, face, sigma), outsideEye(face));
}

/** Covers, yet a little of the skin's light stays; what is darker than the line, a lash say, stays as dark as it is. */
function ink(color: string, strength: number, lidLightness: number): ColorTable {
  const { L, a, b } = oklabFromHex(color);
  return colorTable(`eye-liner ${color} ${strength} ${lidLightness}`, (pixel) => {
    const light = Math.min(1.4, pixel.L / lidLightness);
    const inked = L * (0.75 + 0.25 * light);
    const darkest = L < lidLightness ? Math.min(inked, pixel.L) : inked;
    return mixOklab(pixel, { L: darkest, a, b }, coverage * strength);
  });
}
