import type { Face } from '../../../analysis/face';
import type { Mask } from '../../masks/mask';

/**
 * One pixel's colour in OKLab as a sum of three: `base` keeps edges and shading, `middle` holds blotches and lines,
 * `fine` pores and hairs. An edit overwrites them in place.
 */
export interface PixelBands {
  baseL: number;
  baseA: number;
  baseB: number;
  middleL: number;
  middleA: number;
  middleB: number;
  fineL: number;
  fineA: number;
  fineB: number;
}

/** How a photo is taken apart. Equal separations share the work. */
export interface Separation {
  readonly face: Face;
  /** Only what lies inside takes part in the averages. */
  readonly within: Mask;
  /** Standard deviation of the base's window. */
  readonly baseFaceWidths: number;
  /** Contrasts well above these stay in the base, in OKLab L and in a and b. */
  readonly edgeL: number;
  readonly edgeChroma: number;
  /** Standard deviation that parts `middle` from `fine`. */
  readonly fineFaceWidths: number;
}

/** An edit of the bands of the unedited photo; what it changes there is added to the picture. */
export interface BandsPass {
  readonly kind: 'bands';
  /** Names everything that `edit` depends on, except the separation. */
  readonly key: string;
  readonly separation: Separation;
  readonly mask: Mask;
  /** Share of the change that is added (0-1): cheap to move, while another `edit` is worked out anew. */
  readonly strength: number;
  /** Also told how far the mask lets it change the pixel (0-1, not 0). */
  readonly edit: (bands: PixelBands, weight: number) => void;
  /**
   * `edit` neither reads nor changes the fine detail. What it adds is then as smooth as the mask has to be, and is
   * worked out on reduced pixels, in a fraction of the time.
   */
  readonly keepsFine?: boolean;
}

export function bands(pass: Omit<BandsPass, 'kind'>): BandsPass {
  return { kind: 'bands', ...pass };
}
