import { centerHeight, fromBrow, halfHeight, toBrow, type BrowFrame } from '../../analysis/brow';
import type { Point } from '../../pixels/raster';
import type { Placement } from '../../render/passes/patch/patch';

/** All from -1 to 1; 0 is the brow's own. */
export interface BrowShape {
  readonly thickness: number;
  readonly arch: number;
  readonly tilt: number;
  readonly lift: number;
  readonly length: number;
  readonly distance: number;
}

const archFaceWidths = 0.032;
const tiltFaceWidths = 0.045;
const liftFaceWidths = 0.03;
const distanceFaceWidths = 0.028;
const lengthShare = 0.2;
/**
 * A thicker brow shows its hairs twice, the copies apart by this share of its own height, and each a little stretched:
 * stretched alone hairs turn soft, and copies farther apart would leave a gap.
 */
const copiesApart = 0.3;
/**
 * The upper copy shows above the middle line and the lower one below it; both mix, the stronger hair counting, over this
 * share of the brow's half height. All over they would cross each other: white hairs among dark ones turn to a pattern.
 */
const mixedShare = 0.3;
const strongestPreference = 6;
const thickerStretch = 0.3;
const thinnest = 0.5;
/** Where the arch is highest, and how wide it is. */
const archAt = 0.62;
const archWidth = 0.27;

const reachStepFaceWidths = 0.04;

export function isNeutral(shape: BrowShape): boolean {
  return Object.values(shape).every((value) => value === 0);
}

/** Length about the head; height by what each place along the brow rises; thickness about the middle line. */
export function placementOf(frame: BrowFrame, shape: BrowShape): Placement {
  const { face, lengthFaceWidths } = frame;
  const stretch = 1 + lengthShare * shape.length;
  const outward = (distanceFaceWidths * shape.distance) / lengthFaceWidths;
  const thicker = Math.max(0, shape.thickness);
  const height = 1 + thickerStretch * thicker + thinnest * Math.min(0, shape.thickness);
  const own = straightLine(frame);
  const rise = (t: number): number =>
    liftFaceWidths * shape.lift +
    tiltFaceWidths * shape.tilt * t +
    (shape.arch > 0
      ? archFaceWidths * shape.arch * Math.exp(-(((t - archAt) / archWidth) ** 2))
      : shape.arch * (centerHeight(frame, t) - own(t)));
  const risenFrom = (place: Point): { t: number; middle: number; above: number } => {
    const at = toBrow(frame, place);
    const t = (at.t - outward) / stretch;
    const middle = centerHeight(frame, t);
    return { t, middle, above: at.height - rise(t) - middle };
  };
  const source = (place: Point, sign: number): Point => {
    const { t, middle, above } = risenFrom(place);
    const own = above - sign * copiesApart * thicker * halfHeight(frame, t);
    return fromBrow(frame, { t, height: middle + own / height });
  };
  const risen = Array.from({ length: 30 }, (_, at) => Math.abs(rise(-0.2 + at / 20)));
  const reach =
    Math.max(...risen) +
    lengthFaceWidths * Math.abs(outward + stretch - 1) +
    2 * copiesApart * thicker * (Math.max(...frame.halfHeights) + 0.03);
  return {
    key: `brow${face.index} ${frame.side} ${Object.values(shape).join()}`,
    // In steps, so that what is kept for the pixels within reach serves a slider's next one, too.
    reachPixels:
      Math.ceil(reach / reachStepFaceWidths) * reachStepFaceWidths * face.faceWidthPixels,
    sourceOf: (place) => source(place, 1),
    ...(thicker > 0
      ? {
          secondSourceOf: (place: Point) => source(place, -1),
          preferenceOf: (place: Point) => {
            const { t, above } = risenFrom(place);
            const share = above / (mixedShare * Math.max(0.004, halfHeight(frame, t)));
            return strongestPreference * Math.max(-1, Math.min(1, share));
          },
        }
      : {}),
  };
}

/** The straight line nearest to the brow's middle line. */
function straightLine(frame: BrowFrame): (t: number) => number {
  const stations = Array.from({ length: 21 }, (_, at) => at / 20);
  const mean = stations.reduce((sum, t) => sum + centerHeight(frame, t), 0) / 21;
  const product = stations.reduce((sum, t) => sum + (t - 0.5) * (centerHeight(frame, t) - mean), 0);
  const square = stations.reduce((sum, t) => sum + (t - 0.5) ** 2, 0);
  return (t) => mean + ((t - 0.5) * product) / square;
}
