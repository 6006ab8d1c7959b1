import type { Face } from '../../analysis/face';
import { mixOklab, smoothstep, type Oklab } from '../../pixels/color';
import { luminanceBand, product, ramp, type Mask } from '../../render/masks/mask';
import type { Pass } from '../../render/pass';
import { bands, type PixelBands } from '../../render/passes/bands/bands';
import { faceSkin, skinSeparation } from '../skin';

export interface ShineRemoval {
  readonly strength: number;
}

export function planShineRemoval({ strength }: ShineRemoval, face: Face): readonly Pass[] {
  const own = toneWithoutShine(face);
  if (strength === 0 || !own) return [];
  return [
    bands({
      key: `matte ${own.L},${own.a},${own.b}`,
      separation: skinSeparation(face),
      mask: shine(face, 0, strongestShine),
      strength,
      edit: matted(own),
    }),
    bands({
      key: 'dim',
      separation: skinSeparation(face),
      mask: shine(face, strongestShine, strongestGlint),
      strength,
      edit: dimmed,
    }),
  ];
}

/** Shine is a larger part of what is seen of deep skin (OKLab L): its median holds as much of the lamp's colour. */
const lightSkin = 0.7;
const deepSkin = 0.45;

/**
 * The skin's own lightness; on deep skin with hue and chroma of the part that shines least: shine and stubble take
 * colour from skin, and nothing gives it any.
 */
export function toneWithoutShine({ statistics }: Pick<Face, 'statistics'>): Oklab | undefined {
  const skin = statistics.skin?.median;
  if (!skin) return undefined;
  const saturation = ({ L, a, b }: Oklab): number => Math.hypot(a, b) / L;
  const least = [statistics['left-cheek'], statistics['right-cheek'], statistics.forehead]
    .flatMap((part) => part?.median ?? [])
    .reduce((most, part) => (saturation(part) > saturation(most) ? part : most), skin);
  const sameLight = { L: skin.L, a: (least.a * skin.L) / least.L, b: (least.b * skin.L) / least.L };
  return mixOklab(skin, sameLight, smoothstep(lightSkin, deepSkin, skin.L));
}

/**
 * As far as skin is lighter than the skin some way round it: one that the light only falls on has light neighbours.
 * Grows slowly, so that no edge shows where a reflection ends.
 */
function shine(face: Face, least: number, most: number): Mask {
  const skin = faceSkin(face);
  return product(skin, ramp(luminanceBand(face, skin, 0.01, 0.12), least, most));
}

const strongestShine = 0.18;
/** How much lighter than its surroundings what is that strong is, and by how much it is darkened. */
const takenLightness = 0.11;
const takenMiddle = 0.25;
/** How much lighter glints are, as on deep skin, and by how much those are darkened in addition. */
const strongestGlint = 0.45;
const takenOfGlint = 0.2;
/** What stays lighter than the skin has no more colour than this many times the skin's: it would look painted on. */
const lightestTint = 1.04;
/** Glints no wider than a pore end softly here. */
const brightestGlint = 0.03;

export function matted(own: Oklab): (pixel: PixelBands) => void {
  return (pixel) => {
    pixel.baseL -= takenLightness;
    pixel.middleL -= takenMiddle * Math.max(0, pixel.middleL);
    if (pixel.fineL > 0) pixel.fineL = brightestGlint * Math.tanh(pixel.fineL / brightestGlint);
    const light = (pixel.baseL + pixel.middleL) / own.L;
    const tint = Math.min(light, lightestTint);
    const [a, b] = [own.a * tint, own.b * tint];
    // Only where the reflection is paler than the skin: one that is not has its colour already.
    const along = (pixel.baseA + pixel.middleA) * a + (pixel.baseB + pixel.middleB) * b;
    const share = Math.min(1, 2 * Math.max(0, 1 - along / (a * a + b * b)));
    pixel.baseA += share * (a - pixel.baseA);
    pixel.baseB += share * (b - pixel.baseB);
    pixel.middleA -= share * pixel.middleA;
    pixel.middleB -= share * pixel.middleB;
  };
}

/** What shines most loses as much of its excess as what shines less, or it would stay as a spot with a line round it. */
function dimmed(pixel: PixelBands): void {
  pixel.baseL -= takenOfGlint;
}
