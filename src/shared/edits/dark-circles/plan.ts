import type { Face } from '../../analysis/face';
import type { Oklab } from '../../pixels/color';
import { smoothstep } from '../../pixels/color';
import type { Point } from '../../pixels/raster';
import {
  complement,
  feather,
  polygon,
  probability,
  product,
  ramp,
  type Mask,
} from '../../render/masks/mask';
import type { Pass } from '../../render/pass';
import { bands, type PixelBands } from '../../render/passes/bands/bands';
import { eyesOf, moved, pointAlong, widthOf, type Eye } from '../eye-geometry';
import { bareRound } from '../eye-masks';
import { finestFaceWidths } from '../skin';

export interface DarkCircles {
  readonly strength: number;
}

/** Share of the way to the cheek's tone at full strength, and the furthest that it lifts (OKLab L). */
const lightnessShare = 0.85;
const tintShare = 0.75;
const largestLift = 0.15;
/** The cheek may lie in a light that the eye's hollow never sees. */
const largestAboveOwn = 0.14;
/** Lines and the bag's shadow are made softer, not lighter skin flatter. */
const creaseShare = 0.45;

export function planDarkCircles({ strength }: DarkCircles, face: Face): readonly Pass[] {
  if (strength === 0) return [];
  return eyesOf(face).flatMap((eye) => {
    const aim = restedTone(face, eye);
    if (!aim) return [];
    const pass = bands({
      key: `dark-circles ${aim.L},${aim.a},${aim.b}`,
      separation: {
        face,
        within: skinOnly(face),
        baseFaceWidths: 0.02,
        edgeL: 0.03,
        edgeChroma: 0.02,
        fineFaceWidths: finestFaceWidths(face),
      },
      mask: product(underEye(face, eye), bareRound(face)),
      strength,
      edit: (pixel) => rest(pixel, aim),
      keepsFine: true,
    });
    return [pass];
  });
}

/** The cheek's tone as the light below this eye shows it. Nothing where one of the two is not seen. */
function restedTone({ statistics }: Face, { side }: Eye): Oklab | undefined {
  const own = statistics[`${side}-under-eye`]?.median;
  const cheek = statistics[`${side}-cheek`]?.median;
  if (!own || !cheek) return undefined;
  const L = Math.min(cheek.L, own.L + largestAboveOwn);
  return { L, a: cheek.a, b: cheek.b };
}

/** Lifts what is darker than rested skin, and brings its tint along; pores and fine lines stay as they are. */
function rest(pixel: PixelBands, aim: Oklab): void {
  const missing = aim.L - pixel.baseL;
  const lift = missing > 0 ? largestLift * Math.tanh((lightnessShare * missing) / largestLift) : 0;
  // Skin that is no darker than the cheek has no cast to lose.
  const tired = smoothstep(-0.03, 0.05, missing);
  const share = (pixel.baseL + lift) / aim.L;
  pixel.baseL += lift;
  pixel.baseA += tintShare * tired * (aim.a * share - pixel.baseA);
  pixel.baseB += tintShare * tired * (aim.b * share - pixel.baseB);
  if (pixel.middleL < 0) pixel.middleL *= 1 - creaseShare * tired;
}

/** Only skin takes part in the averages: neither the eye nor its lashes. */
function skinOnly(face: Face): Mask {
  return ramp(feather(probability(face, 'skin', 'nose'), face, 0.006), 0.6, 0.95);
}

const softFaceWidths = 0.012;
/** Below the lower rim: clear of the lashes' roots, down to the bone's edge. */
const fromRimFaceWidths = 0.016;
const deepestWidths = 0.62;
const points = 15;

/** From below the lower lashes to the edge of the bone, deepest toward the nose, where the hollow runs. */
export function underEye(face: Face, eye: Eye): Mask {
  const width = widthOf(eye);
  const shares = Array.from({ length: points }, (_, index) => -0.04 + (1.1 * index) / (points - 1));
  const onRim = (share: number): Point => pointAlong(eye.lower, Math.min(1, Math.max(0, share)));
  const beyond = (share: number): number => (Math.min(0, share) + Math.max(0, share - 1)) * width;
  const above = shares.map((share) =>
    moved(eye, onRim(share), -beyond(share), -fromRimFaceWidths * face.faceWidthPixels),
  );
  const below = shares.map((share) => {
    const depth =
      deepestWidths *
      width *
      Math.sin(Math.PI * Math.min(1, Math.max(0, 0.08 + 0.8 * share))) ** 0.7;
    return moved(
      eye,
      onRim(share),
      -beyond(share),
      -Math.max(depth, fromRimFaceWidths * face.faceWidthPixels),
    );
  });
  const lashes = ramp(feather(probability(face, 'left-eye', 'right-eye'), face, 0.009), 0.05, 0.4);
  return product(
    feather(polygon([...above, ...below.reverse()]), face, softFaceWidths),
    complement(lashes),
  );
}
