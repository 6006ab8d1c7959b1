import type { Point } from '../../../pixels/raster';
import type { Layer } from '../../layers/layer';
import type { Mask } from '../../masks/mask';

/** How a layer is moved when it is laid over the photo. */
export interface Placement {
  /** Names everything that it depends on. */
  readonly key: string;
  /** The farthest that anything is moved, in photo pixels. */
  readonly reachPixels: number;
  /** Where in the layer a place of the photo takes its colour from; both in photo pixels. */
  readonly sourceOf: (place: Point) => Point;
  /** A second copy of the layer, for more of the same: where both are seen, the one that changes more counts. */
  readonly secondSourceOf?: (place: Point) => Point;
  /** How much more than the first copy the second has to change there, as a logarithm. */
  readonly preferenceOf?: (place: Point) => number;
}

/** A layer over the picture, in linear light. */
export interface PatchPass {
  readonly kind: 'patch';
  readonly layer: Layer;
  /** `replace` covers what is there; `multiply` lets it shine through, as hairs let skin. */
  readonly blend: 'replace' | 'multiply';
  readonly placement?: Placement;
  /** Where in the photo it may be seen: not over glasses. */
  readonly within?: Mask;
}

export function patch(pass: Omit<PatchPass, 'kind'>): PatchPass {
  return { kind: 'patch', ...pass };
}
