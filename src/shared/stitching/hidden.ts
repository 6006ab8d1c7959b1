import type { FaceClass } from '../analysis/classes';
import { lipLines, meshPoints, ovalLine, sideLines, type Side } from '../analysis/mesh';
import { meanPoint } from '../pixels/geometry';
import type { Point, Rectangle } from '../pixels/raster';
import { computeMask } from '../render/masks/evaluate';
import { polygon, probability } from '../render/masks/mask';
import type { StitchPart } from './features';
import { withSeenPlace } from './seen-place';
import type { StitchSide } from './side';

/** What lies in front of a face. */
export const occluders = ['hair', 'hat', 'glasses'] as const satisfies readonly FaceClass[];

interface HiddenRule {
  readonly outline: readonly number[];
  readonly classes: readonly FaceClass[];
  /** By which the outline is enlarged to where the part ends in skin. */
  readonly around: number;
  /** From this share on there is too little left to take over. */
  readonly mostHidden: number;
  /** Share of its outline that the part itself is to fill, however the mesh lies. */
  readonly leastSeen: number;
  /** What hides it; usually all `occluders`. */
  readonly behind?: readonly FaceClass[];
}

const eye = (side: Side): HiddenRule => {
  const { upperLid, lowerLid } = sideLines[side];
  return {
    outline: [...upperLid, ...[...lowerLid].reverse()],
    classes: [`${side}-eye`],
    around: 1.4,
    mostHidden: 0.12,
    leastSeen: 0.36,
  };
};

const brow = (side: Side): HiddenRule => {
  const { browLower, browUpper } = sideLines[side];
  return {
    outline: [...browLower, ...[...browUpper].reverse()],
    classes: [`${side}-brow`],
    around: 1.3,
    mostHidden: 0.3,
    leastSeen: 0.3,
  };
};

const rules: Readonly<Partial<Record<StitchPart, HiddenRule>>> = {
  'left-eye': eye('left'),
  'right-eye': eye('right'),
  'left-brow': brow('left'),
  'right-brow': brow('right'),
  mouth: {
    outline: [...lipLines.upperOuter, ...[...lipLines.lowerOuter].reverse()],
    classes: ['upper-lip', 'lower-lip', 'inner-mouth'],
    around: 1.2,
    mostHidden: 0.15,
    leastSeen: 0.2,
  },
  nose: {
    outline: [6, 399, 456, 420, 279, 331, 327, 2, 98, 102, 49, 198, 236, 174],
    classes: ['nose'],
    around: 1,
    mostHidden: 0.2,
    leastSeen: 0.3,
  },
  // Glasses come along with a whole face.
  face: {
    outline: ovalLine,
    classes: [],
    around: 0.86,
    mostHidden: 0.5,
    leastSeen: 0,
    behind: ['hair', 'hat'],
  },
};

/** What is told of a part that is taken over although some of it is hidden. */
export const leastToldShare = 0.05;

/** Why a part was left out. */
export type SkipReason = 'hidden' | 'not-seen';

/** Why a part cannot be taken from a face; `undefined`: it can. */
export function reasonToSkip(side: StitchSide, part: StitchPart): SkipReason | undefined {
  const { isHidden, isMissing } = hidingOf(side, part);
  if (isHidden) return 'hidden';
  return isMissing ? 'not-seen' : undefined;
}

/** How much of a part cannot be seen, 0-1. */
export interface Hiding {
  /** Behind hair, a hat or glasses. */
  readonly occluded: number;
  /** Not where the mesh says that it is: a hand, a shadow, or whatever else the network took for something else. */
  readonly missing: number;
  /** So much that it cannot be taken over. */
  readonly isHidden: boolean;
  readonly isMissing: boolean;
}

const seen: Hiding = { occluded: 0, missing: 0, isHidden: false, isMissing: false };
/** The outline is looked at on about so many pixels. */
const workingWidthPixels = 64;

export function hidingOf(meshSide: StitchSide, part: StitchPart): Hiding {
  const rule = rules[part];
  if (!rule) return seen;
  const side = withSeenPlace(meshSide, part);
  const points = enlarged(meshPoints(side.face, rule.outline), rule.around);
  const { reduction, rectangle } = placeOf(points, side);
  const inside = computeMask(polygon(points), side, reduction, rectangle).data;
  const before = computeMask(
    probability(side.face, ...(rule.behind ?? occluders)),
    side,
    reduction,
    rectangle,
  );
  const own = computeMask(probability(side.face, ...rule.classes), side, reduction, rectangle);
  const middle = computeMask(
    polygon(enlarged(points, 1 / rule.around)),
    side,
    reduction,
    rectangle,
  );
  let [all, hidden, core, shown] = [0, 0, 0, 0];
  for (let index = 0; index < inside.length; index++) {
    all += inside[index]!;
    hidden += inside[index]! * before.data[index]!;
    core += middle.data[index]!;
    shown += middle.data[index]! * own.data[index]!;
  }
  if (all === 0) return seen;
  const occluded = hidden / all;
  const missing = 1 - Math.min(1, shown / Math.max(1e-9, core));
  const isHidden = occluded > rule.mostHidden;
  return { occluded, missing, isHidden, isMissing: 1 - missing < rule.leastSeen };
}

const keptPairs = [
  ['left-eye', 'right-eye'],
  ['left-brow', 'right-brow'],
] as const;
/** A brow half of which is one person's and half the other's is worse than the own one. */
const mostHiddenInFace = 0.15;

/** Classes of those features that a whole face leaves as they are, because hair hides some of the donor's: pairs as pairs. */
export function keptInFace(donor: StitchSide): readonly FaceClass[] {
  return keptPairs.flatMap((pair) => {
    const isKept = pair.some((part) => hidingOf(donor, part).occluded > mostHiddenInFace);
    return isKept ? pair : [];
  });
}

/** From the middle outwards. */
function enlarged(points: readonly Point[], factor: number): Point[] {
  const { x, y } = meanPoint(points);
  return points.map((point) => ({ x: x + factor * (point.x - x), y: y + factor * (point.y - y) }));
}

function placeOf(
  points: readonly Point[],
  { scale }: StitchSide,
): { readonly reduction: number; readonly rectangle: Rectangle } {
  const xs = points.map(({ x }) => x * scale);
  const ys = points.map(({ y }) => y * scale);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const reduction = Math.max(1, Math.floor((right - left) / workingWidthPixels));
  const first = { x: Math.floor(left / reduction), y: Math.floor(top / reduction) };
  const rectangle = {
    left: first.x,
    top: first.y,
    width: Math.ceil(right / reduction) - first.x,
    height: Math.ceil(bottom / reduction) - first.y,
  };
  return { reduction, rectangle };
}
