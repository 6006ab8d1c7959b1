import type { FaceClass } from '@shared/analysis/classes';
import type { StatisticsRegion } from '@shared/analysis/face';
import { sideLines } from '@shared/analysis/mesh';
import type { Oklab } from '@shared/pixels/color';

/** What a region of a face is: cells of some classes, inside an outline if there is one, of some colours. */
export interface Region {
  readonly classes: readonly FaceClass[];
  /** Mesh points round it. */
  readonly outline?: readonly number[];
  /** Grows (above 1) or shrinks the outline about its middle; the region lies outside of it with `outside`. */
  readonly outlineScale?: number;
  readonly outside?: boolean;
  readonly accepts?: (color: Oklab) => boolean;
}

/** Left and right are the person's own. */
export const regions: Readonly<Record<StatisticsRegion, Region>> = {
  lips: { classes: ['upper-lip', 'lower-lip'] },
  'upper-lip': { classes: ['upper-lip'] },
  'lower-lip': { classes: ['lower-lip'] },
  skin: { classes: ['skin'] },
  brows: { classes: ['left-brow', 'right-brow'] },
  'left-brow': { classes: ['left-brow'] },
  'right-brow': { classes: ['right-brow'] },
  hair: { classes: ['hair'] },
  // Neither the dark of the mouth nor the tongue.
  teeth: { classes: ['inner-mouth'], accepts: ({ L, a }) => L > 0.5 && a < 0.05 },
  'left-iris': { classes: ['left-eye'], outline: sideLines.left.irisRing },
  'right-iris': { classes: ['right-eye'], outline: sideLines.right.irisRing },
  'left-sclera': {
    classes: ['left-eye'],
    outline: sideLines.left.irisRing,
    outlineScale: 1.25,
    outside: true,
  },
  'right-sclera': {
    classes: ['right-eye'],
    outline: sideLines.right.irisRing,
    outlineScale: 1.25,
    outside: true,
  },
  'left-lid': {
    classes: ['skin'],
    outline: [263, 466, 388, 387, 386, 385, 384, 398, 362, 414, 286, 258, 257, 259, 260, 467],
  },
  'right-lid': {
    classes: ['skin'],
    outline: [33, 246, 161, 160, 159, 158, 157, 173, 133, 190, 56, 28, 27, 29, 30, 247],
  },
  'left-under-eye': {
    classes: ['skin'],
    outline: [339, 254, 253, 252, 256, 341, 453, 452, 451, 450, 449, 448],
  },
  'right-under-eye': {
    classes: ['skin'],
    outline: [110, 24, 23, 22, 26, 112, 233, 232, 231, 230, 229, 228],
  },
  'left-cheek': { classes: ['skin'], outline: [346, 347, 330, 425, 411, 352] },
  'right-cheek': { classes: ['skin'], outline: [117, 118, 101, 205, 187, 123] },
  forehead: { classes: ['skin'], outline: [67, 109, 10, 338, 297, 299, 337, 151, 108, 69] },
};
