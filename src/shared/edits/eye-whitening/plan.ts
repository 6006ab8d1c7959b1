import type { Face, RegionStatistics } from '../../analysis/face';
import { smoothstep } from '../../pixels/color';
import { complement, probability, product, ramp, spot, type Mask } from '../../render/masks/mask';
import { lut, type Pass } from '../../render/pass';
import { colorTable, type ColorTable } from '../../render/passes/lut/table';
import { eyesOf, widthOf, type Eye } from '../eye-geometry';
import { disc } from '../eye-iris';
import { opennessOf } from '../eye-openness';

export interface EyeWhitening {
  readonly strength: number;
}

/** Share of red and yellow that goes; of blue, which healthy whites have in shade, less does. */
const lessWarm = 0.72;
const lessCool = 0.4;
/** Lightness is multiplied, so that the ball stays round, and never reaches the paper's white. */
const gain = 0.16;
const whitest = 0.92;
/** How much of a vein's darkness goes: OKLab L for every unit of redness beyond the white's own. */
const veinLift = 1.1;

export function planEyeWhitening({ strength }: EyeWhitening, face: Face): readonly Pass[] {
  if (strength === 0) return [];
  return eyesOf(face).flatMap((eye) => {
    const own = face.statistics[`${eye.side}-sclera`];
    const open = opennessOf(face, eye.side);
    return own && open > 0 ? [lut(whitener(open * strength, own), sclera(face, eye))] : [];
  });
}

/** The white: inside the rims, outside the iris, and without the pink of the inner corner. */
export function sclera(face: Face, eye: Eye): Mask {
  const corner = spot(face, eye.inner, {
    alongFaceWidths: (0.11 * widthOf(eye)) / face.faceWidthPixels,
    acrossFaceWidths: (0.09 * widthOf(eye)) / face.faceWidthPixels,
    angleDegrees: 0,
  });
  return product(
    ramp(probability(face, `${eye.side}-eye`), 0.45, 0.9),
    complement(disc(face, eye, 1.0, 1.16)),
    complement(ramp(corner, 0.15, 0.75)),
  );
}

/** Lashes, their shadow and the corners' depth are darker than the white and keep their places. */
function whitener(strength: number, { median, lightest }: RegionStatistics): ColorTable {
  const white = (median.L + lightest) / 2;
  const key = `eye-whitening ${strength} ${white} ${median.a}`;
  return colorTable(key, (pixel) => {
    const share = strength * smoothstep(0.35 * white, 0.72 * white, pixel.L);
    const redder = Math.max(0, pixel.a - Math.max(0, median.a));
    const raised = pixel.L * (1 + gain * share) + veinLift * share * redder;
    const L =
      pixel.L < whitest
        ? Math.min(raised, whitest - (whitest - pixel.L) * (1 - share * 0.5))
        : pixel.L;
    return {
      L: Math.max(pixel.L, L),
      a: pixel.a * (1 - share * (pixel.a > 0 ? lessWarm : lessCool)),
      b: pixel.b * (1 - share * (pixel.b > 0 ? lessWarm : lessCool)),
    };
  });
}
