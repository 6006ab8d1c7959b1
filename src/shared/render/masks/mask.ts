import type { FaceClass } from '../../analysis/classes';
import type { Face } from '../../analysis/face';

/**
 * Masks are small trees that are evaluated where and at what size they are needed; lengths are in face widths.
 * Build them with the functions below. Equal trees of one face give equal pixels, so results can be kept.
 */
export type Mask =
  | ProbabilityMask
  | FeatherMask
  | ProductMask
  | LuminanceBandMask
  | RampMask;

/** The network's probability that a pixel belongs to one of the classes. */
export interface ProbabilityMask {
  readonly kind: 'probability';
  readonly face: Face;
  readonly classes: readonly FaceClass[];
}

/** Gaussian blur. */
export interface FeatherMask {
  readonly kind: 'feather';
  readonly of: Mask;
  readonly face: Face;
  readonly sigmaFaceWidths: number;
}

export interface ProductMask {
  readonly kind: 'product';
  readonly of: readonly Mask[];
}

/** Smoothstep from 0 at `low` to 1 at `high`; with `low` above `high` it falls instead. */
export interface RampMask {
  readonly kind: 'ramp';
  readonly of: Mask;
  readonly low: number;
  readonly high: number;
}

/**
 * How much lighter (OKLab L) the unedited photo is than its surroundings, between two sizes of detail,
 * looked at only inside `within` so that nothing beyond its edge counts. Never negative.
 */
export interface LuminanceBandMask {
  readonly kind: 'luminance-band';
  readonly face: Face;
  readonly within: Mask;
  readonly fineFaceWidths: number;
  readonly coarseFaceWidths: number;
}

export function probability(face: Face, ...classes: FaceClass[]): ProbabilityMask {
  return { kind: 'probability', face, classes };
}

export function feather(of: Mask, face: Face, sigmaFaceWidths: number): FeatherMask {
  return { kind: 'feather', of, face, sigmaFaceWidths };
}

export function product(...of: Mask[]): ProductMask {
  return { kind: 'product', of };
}

export function ramp(of: Mask, low: number, high: number): RampMask {
  return { kind: 'ramp', of, low, high };
}

export function luminanceBand(
  face: Face,
  within: Mask,
  fineFaceWidths: number,
  coarseFaceWidths: number,
): LuminanceBandMask {
  return { kind: 'luminance-band', face, within, fineFaceWidths, coarseFaceWidths };
}

/** A name that two masks share only when they are the same. */
export function maskKey(mask: Mask): string {
  switch (mask.kind) {
    case 'probability':
      return `p${mask.face.index}(${mask.classes.join(',')})`;
    case 'feather':
      return `f${mask.sigmaFaceWidths}(${maskKey(mask.of)})`;
    case 'product':
      return `x(${mask.of.map(maskKey).join(',')})`;
    case 'ramp':
      return `r${mask.low},${mask.high}(${maskKey(mask.of)})`;
    case 'luminance-band':
      return `l${mask.fineFaceWidths},${mask.coarseFaceWidths}(${maskKey(mask.within)})`;
  }
}
