import type { Face } from '../../analysis/face';
import { smoothstep, type Oklab } from '../../pixels/color';
import { luminanceBand, product, ramp, type Mask } from '../../render/masks/mask';
import type { Pass } from '../../render/pass';
import { bands, type PixelBands } from '../../render/passes/bands/bands';
import { faceSkin, skinSeparation } from '../skin';

export interface ShineRemoval {
  readonly strength: number;
}

export function planShineRemoval({ strength }: ShineRemoval, face: Face): readonly Pass[] {
  const own = face.statistics.skin?.median;
  if (strength === 0 || !own) return [];
  return [
    bands({
      key: `matte ${own.L},${own.a},${own.b}`,
      separation: skinSeparation(face),
      mask: shine(face),
      strength,
      edit: matted(own),
    }),
  ];
}

/**
 * As far as skin is lighter than the skin some way round it: one that the light only falls on has light neighbours.
 * Grows slowly, so that no edge shows where a reflection ends.
 */
function shine(face: Face): Mask {
  const skin = faceSkin(face);
  return product(skin, ramp(luminanceBand(face, skin, 0.01, 0.12), 0, strongestShine));
}

const strongestShine = 0.18;
/** How much lighter than its surroundings what is that strong is, and by how much it is darkened. */
const takenLightness = 0.11;
const takenMiddle = 0.25;
/** Of a glint, much lighter than the skin itself, this share goes as well: on deep skin it would stay a spot. */
const plainExcess = 0.13;
const takenOfGlint = 0.2;
/** What stays much lighter than the skin stays paler, too: with all of the skin's colour it would look painted on. */
const lightestTint = 1.2;
/** A reflection has the colour of the lamp. The skin's own comes back ahead of its lightness, or grey would be left. */
const colorShare = 1.25;
/** Glints no wider than a pore end softly here. */
const brightestGlint = 0.03;

function matted(own: Oklab): (pixel: PixelBands) => void {
  return (pixel) => {
    const excess = pixel.baseL - own.L;
    pixel.baseL -= takenLightness + takenOfGlint * Math.max(0, excess - plainExcess);
    pixel.middleL -= takenMiddle * Math.max(0, pixel.middleL);
    if (pixel.fineL > 0) pixel.fineL = brightestGlint * Math.tanh(pixel.fineL / brightestGlint);
    const light = (pixel.baseL + pixel.middleL) / own.L;
    const tint = Math.min(light, lightestTint);
    const [a, b] = [own.a * tint, own.b * tint];
    // Only where the reflection is paler than the skin: one that is not has its colour already.
    const chroma = Math.hypot(pixel.baseA + pixel.middleA, pixel.baseB + pixel.middleB);
    const pale = colorShare * Math.min(1, 2 * Math.max(0, 1 - chroma / Math.hypot(a, b)));
    const share = pale * (1 - 0.6 * smoothstep(lightestTint, 1.8, light));
    pixel.baseA += share * (a - pixel.baseA);
    pixel.baseB += share * (b - pixel.baseB);
    pixel.middleA -= share * pixel.middleA;
    pixel.middleB -= share * pixel.middleB;
  };
}
