import { mixPoints } from '../../analysis/mesh';
import { distance } from '../../pixels/geometry';
import type { Point } from '../../pixels/raster';
import type { Stroke } from '../../render/masks/mask';
import { moved, pointAlong, widthOf, type Eye } from '../eye-geometry';

export interface LashShape {
  readonly length: number;
  readonly density: number;
  readonly curl: number;
}

/** Numbers of one row of lashes. Lengths are in eye widths, so that the far eye of a turned head wears shorter ones. */
interface Row {
  readonly rim: 'upper' | 'lower';
  /** Toward the brow or toward the cheek. */
  readonly up: 1 | -1;
  readonly fewest: number;
  readonly most: number;
  readonly shortest: number;
  readonly longest: number;
  readonly widthFaceWidths: number;
  readonly opacity: number;
  /** Where along the rim, from the outer corner, it begins and ends. */
  readonly from: number;
  readonly to: number;
  /** Hairs that lean together into one point. */
  readonly clump: number;
}

const upperRow: Row = {
  rim: 'upper',
  up: 1,
  fewest: 32,
  most: 76,
  shortest: 0.1,
  longest: 0.34,
  widthFaceWidths: 0.003,
  opacity: 0.8,
  from: 0.02,
  to: 0.93,
  clump: 3.4,
};

const lowerRow: Row = {
  rim: 'lower',
  up: -1,
  fewest: 12,
  most: 30,
  shortest: 0.05,
  longest: 0.14,
  widthFaceWidths: 0.0022,
  opacity: 0.6,
  from: 0.05,
  to: 0.7,
  clump: 2.6,
};

export function upperLashes(eye: Eye, shape: LashShape): readonly Stroke[] {
  return row(eye, shape, upperRow);
}

export function lowerLashes(eye: Eye, shape: LashShape): readonly Stroke[] {
  return row(eye, shape, lowerRow);
}

/** The same hairs for the same eye and shape: every irregularity comes from the hair's number. */
function row(eye: Eye, shape: LashShape, of: Row): readonly Stroke[] {
  const count = Math.round(of.fewest + shape.density * (of.most - of.fewest));
  return Array.from({ length: count }, (_, index) => {
    const share = (index + 0.5 + 0.7 * (random(index, 0, eye) - 0.5)) / count;
    // Where its neighbours in the clump point to.
    const clump = Math.floor((index + random(index, 1, eye)) / of.clump);
    const center = Math.min(1, ((clump + 0.5) * of.clump) / count);
    return lash(eye, shape, of, { index, clump, share, center });
  });
}

const rootPoints = 24;
const rootWidthFaceWidths = 0.0034;
const rootOpacity = 0.55;

/** Many short roots side by side are a dark line: without it lashes seem to float before the lid. */
export function upperRoots(eye: Eye, { density }: LashShape): Stroke {
  const { rim, from, to } = upperRow;
  const shares = Array.from({ length: rootPoints }, (_, index) => index / (rootPoints - 1));
  return {
    points: shares.map((share) => pointAlong(eye[rim], from + share * (to - from))),
    // Thin at both ends.
    widthsFaceWidths: shares.map(
      (share) => rootWidthFaceWidths * (0.25 + 0.75 * Math.sin(Math.PI * share) ** 0.5),
    ),
    opacity: rootOpacity * (0.5 + 0.5 * density),
  };
}

interface Hair {
  readonly index: number;
  readonly clump: number;
  /** 0-1 along the row, from the outer end. */
  readonly share: number;
  readonly center: number;
}

const pointsPerLash = 7;

function lash(eye: Eye, shape: LashShape, of: Row, hair: Hair): Stroke {
  const along = of.from + hair.share * (of.to - of.from);
  const root = pointAlong(eye[of.rim], along);
  const length = lengthAt(shape, of, hair, eye) * widthOf(eye);
  const splay = splayAt(hair.share, eye) + 0.22 * (random(hair.index, 3, eye) - 0.5);
  const own = tipOf(eye, root, length, splay, shape, of);
  const centerRoot = pointAlong(eye[of.rim], of.from + hair.center * (of.to - of.from));
  const shared = tipOf(eye, centerRoot, length, splayAt(hair.center, eye), shape, of);
  const tip = mixPoints(own.tip, shared.tip, 0.35 + 0.35 * random(hair.clump, 5, eye));
  const points = Array.from({ length: pointsPerLash }, (_, index) => {
    const t = index / (pointsPerLash - 1);
    return mixPoints(mixPoints(root, own.bend, t), mixPoints(own.bend, tip, t), t);
  });
  const thickness =
    of.widthFaceWidths * (0.75 + 0.5 * random(hair.index, 6, eye)) * innerShare(hair.share);
  return {
    points,
    widthsFaceWidths: points.map(
      (_, index) => thickness * (1 - 0.88 * (index / (pointsPerLash - 1)) ** 1.3),
    ),
    opacity: of.opacity * (0.7 + 0.3 * random(hair.index, 7, eye)),
  };
}

/** Lashes grow outward from the rim and curl upward: the bend lies out, the tip above it. */
function tipOf(
  eye: Eye,
  root: Point,
  length: number,
  splay: number,
  { curl }: LashShape,
  { up }: Row,
): { readonly bend: Point; readonly tip: Point } {
  const flat = splay * (1.15 + 0.25 * curl);
  const risen = splay * (1 - 0.45 * curl);
  const bend = moved(
    eye,
    root,
    0.5 * length * Math.sin(flat),
    up * 0.5 * length * Math.cos(flat) * (1 - 0.3 * curl),
  );
  const tip = moved(
    eye,
    root,
    length * (0.5 * Math.sin(flat) + 0.5 * Math.sin(risen)),
    up * length * (0.42 * Math.cos(flat) + 0.58 * Math.cos(risen)),
  );
  return { bend, tip };
}

/** Longest in the outer third, short in the inner corner; every third hair a young one. */
function lengthAt(
  { length }: LashShape,
  { shortest, longest }: Row,
  { index, share }: Hair,
  eye: Eye,
): number {
  const full = (shortest + length * (longest - shortest)) * freeShare(eye);
  const profile = 0.42 + 0.58 * Math.exp(-0.5 * ((share - 0.27) / 0.3) ** 2);
  const young = random(index, 2, eye) < 0.3 ? 0.62 : 1;
  return full * profile * young * (0.85 + 0.3 * random(index, 4, eye));
}

/** Height of an eye, in its own widths, that is wide open, and the least share of its lashes' length that is seen. */
const wideOpen = 0.43;
const leastFree = 0.55;

/** Under a lid that hangs low, or in eyes that are narrowed, lashes point at the viewer and are seen shortened. */
function freeShare(eye: Eye): number {
  const heights = eye.upper.map((point, at) => distance(point, eye.lower[at] ?? point));
  const open = Math.max(...heights) / Math.max(1e-6, widthOf(eye));
  return Math.min(1, Math.max(leastFree, open / wideOpen));
}

/** Radians from upright, outward positive: splayed at the outer corner, leaning inward at the inner one. */
function splayAt(share: number, eye: Eye): number {
  const open = 1.02 - 1.75 * share + 0.35 * share * share;
  // Flatter on the lid, outward for the most part, where they are pressed down by it.
  return open + mostPressed * (1 - freeShare(eye)) * (1 - share);
}

const mostPressed = 1.1;

function innerShare(share: number): number {
  return share < 0.6 ? 1 : 1 - 0.55 * ((share - 0.6) / 0.4);
}

/** 0-1 from integers; both eyes differ, as they do. */
function random(index: number, stream: number, { side }: Eye): number {
  let state =
    Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(stream + (side === 'left' ? 11 : 29), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
  return ((state ^ (state >>> 15)) >>> 0) / 4294967296;
}
