import type { FaceClass } from '../../analysis/classes';
import type { Face } from '../../analysis/face';
import type { Oklab } from '../../pixels/color';
import type { Point } from '../../pixels/raster';

/**
 * Masks are small trees that are evaluated where and at what size they are needed. Points are in pixels of the
 * full-size photo, as landmarks are; lengths are in face widths. Build them with the functions below: equal trees of
 * one face give equal pixels, so results can be kept.
 */
export type Mask =
  | ProbabilityMask
  | ChannelMask
  | LikenessMask
  | LuminanceBandMask
  | SpotMask
  | PolygonMask
  | StrokesMask
  | BetweenMask
  | FlakesMask
  | FeatherMask
  | MatteMask
  | RampMask
  | ComplementMask
  | ProductMask
  | MaximumMask;

/** The network's probability that a pixel belongs to one of the classes. */
export interface ProbabilityMask {
  readonly kind: 'probability';
  readonly face: Face;
  readonly classes: readonly FaceClass[];
}

/** A coordinate of the unedited photo's own colour in OKLab, everywhere: not a mask until a ramp makes it one. */
export interface ChannelMask {
  readonly kind: 'channel';
  readonly channel: 'L' | 'a' | 'b' | 'chroma';
}

/**
 * Where the unedited photo's hue and chroma lie between two colours: 0 at `from` and beyond, 1 at `to` and beyond.
 * Lightness does not count: light and shade fall on both.
 */
export interface LikenessMask {
  readonly kind: 'likeness';
  readonly from: Oklab;
  readonly to: Oklab;
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

/** An elliptical Gaussian, 1 at its centre. */
export interface SpotMask {
  readonly kind: 'spot';
  readonly face: Face;
  readonly center: Point;
  /** Standard deviations along the axis at `angleDegrees` (clockwise from the photo's x) and across it. */
  readonly alongFaceWidths: number;
  readonly acrossFaceWidths: number;
  readonly angleDegrees: number;
}

/** The inside of a closed outline (even-odd), its edge one pixel soft. */
export interface PolygonMask {
  readonly kind: 'polygon';
  readonly outline: readonly Point[];
}

/** A drawn line: straight between its points, its width changing evenly from each to the next. */
export interface Stroke {
  readonly points: readonly Point[];
  /** Whole width at each point. */
  readonly widthsFaceWidths: readonly number[];
  /** 0-1 */
  readonly opacity: number;
}

/** Strokes, round-ended; where they cross the densest one counts. */
export interface StrokesMask {
  readonly kind: 'strokes';
  readonly face: Face;
  readonly strokes: readonly Stroke[];
  /** Names the strokes: computed once when the mask is built. */
  readonly hash: string;
}

/**
 * Where a pixel lies between two lines: 1 on `from`, 0 on `to`, by the ratio of its distances to them; 0 farther
 * than `reachFaceWidths` from `from`.
 */
export interface BetweenMask {
  readonly kind: 'between';
  readonly face: Face;
  readonly from: readonly Point[];
  readonly to: readonly Point[];
  readonly reachFaceWidths: number;
}

/** Glitter: round grains scattered evenly in the face's own coordinates, the same at every size of the photo. */
export interface FlakesMask {
  readonly kind: 'flakes';
  readonly face: Face;
  /** Side of the square in which one grain lies. */
  readonly cellFaceWidths: number;
  /** Share of the squares that hold one. */
  readonly density: number;
}

/** Gaussian blur. */
export interface FeatherMask {
  readonly kind: 'feather';
  readonly of: Mask;
  readonly face: Face;
  readonly sigmaFaceWidths: number;
}

/**
 * Another mask whose edge follows single hairs: in a band round it the unedited photo's colours decide, pixel by pixel,
 * whether they are rather those inside or those outside.
 */
export interface MatteMask {
  readonly kind: 'matte';
  readonly of: Mask;
  readonly face: Face;
  /** Standard deviation of the blur that makes the band: it is four times as wide. */
  readonly bandFaceWidths: number;
}

/** Smoothstep from 0 at `low` to 1 at `high`; with `low` above `high` it falls instead. */
export interface RampMask {
  readonly kind: 'ramp';
  readonly of: Mask;
  readonly low: number;
  readonly high: number;
}

/** 1 minus a mask. */
export interface ComplementMask {
  readonly kind: 'complement';
  readonly of: Mask;
}

export interface ProductMask {
  readonly kind: 'product';
  readonly of: readonly Mask[];
}

export interface MaximumMask {
  readonly kind: 'maximum';
  readonly of: readonly Mask[];
}

export function probability(face: Face, ...classes: FaceClass[]): ProbabilityMask {
  return { kind: 'probability', face, classes };
}

export function channel(name: ChannelMask['channel']): ChannelMask {
  return { kind: 'channel', channel: name };
}

export function likeness(from: Oklab, to: Oklab): LikenessMask {
  return { kind: 'likeness', from, to };
}

export function luminanceBand(
  face: Face,
  within: Mask,
  fineFaceWidths: number,
  coarseFaceWidths: number,
): LuminanceBandMask {
  return { kind: 'luminance-band', face, within, fineFaceWidths, coarseFaceWidths };
}

export function spot(
  face: Face,
  center: Point,
  size: Pick<SpotMask, 'alongFaceWidths' | 'acrossFaceWidths' | 'angleDegrees'>,
): SpotMask {
  return { kind: 'spot', face, center, ...size };
}

export function polygon(outline: readonly Point[]): PolygonMask {
  return { kind: 'polygon', outline };
}

export function strokes(face: Face, drawn: readonly Stroke[]): StrokesMask {
  return { kind: 'strokes', face, strokes: drawn, hash: hashOfStrokes(drawn) };
}

export function between(
  face: Face,
  from: readonly Point[],
  to: readonly Point[],
  reachFaceWidths: number,
): BetweenMask {
  return { kind: 'between', face, from, to, reachFaceWidths };
}

export function flakes(face: Face, cellFaceWidths: number, density: number): FlakesMask {
  return { kind: 'flakes', face, cellFaceWidths, density };
}

export function feather(of: Mask, face: Face, sigmaFaceWidths: number): FeatherMask {
  return { kind: 'feather', of, face, sigmaFaceWidths };
}

export function matte(of: Mask, face: Face, bandFaceWidths: number): MatteMask {
  return { kind: 'matte', of, face, bandFaceWidths };
}

export function ramp(of: Mask, low: number, high: number): RampMask {
  return { kind: 'ramp', of, low, high };
}

export function complement(of: Mask): ComplementMask {
  return { kind: 'complement', of };
}

export function product(...of: Mask[]): ProductMask {
  return { kind: 'product', of };
}

export function maximum(...of: Mask[]): MaximumMask {
  return { kind: 'maximum', of };
}

const keys = new WeakMap<Mask, string>();

/** A name that two masks share only when they are the same; short, as thousands of parts of planes are kept by it. */
export function maskKey(mask: Mask): string {
  const known = keys.get(mask);
  if (known !== undefined) return known;
  const key = `${mask.kind} ${hashOf(lettersOf(keyOf(mask)))}`;
  keys.set(mask, key);
  return key;
}

function keyOf(mask: Mask): string {
  switch (mask.kind) {
    case 'probability':
      return `probability${mask.face.index}(${mask.classes.join(',')})`;
    case 'channel':
      return mask.channel;
    case 'likeness':
      return `likeness${mask.from.a},${mask.from.b},${mask.to.a},${mask.to.b}`;
    case 'luminance-band':
      return `band${mask.fineFaceWidths},${mask.coarseFaceWidths}(${maskKey(mask.within)})`;
    case 'spot':
      return `spot${pointsKey([mask.center])},${mask.alongFaceWidths},${mask.acrossFaceWidths},${mask.angleDegrees}`;
    case 'polygon':
      return `polygon(${pointsKey(mask.outline)})`;
    case 'strokes':
      return `strokes(${mask.hash})`;
    case 'between':
      return `between(${pointsKey(mask.from)};${pointsKey(mask.to)};${mask.reachFaceWidths})`;
    case 'flakes':
      return `flakes${mask.face.index}(${mask.cellFaceWidths},${mask.density})`;
    case 'feather':
      return `feather${mask.sigmaFaceWidths}(${maskKey(mask.of)})`;
    case 'matte':
      return `matte${mask.bandFaceWidths}(${maskKey(mask.of)})`;
    case 'ramp':
      return `ramp${mask.low},${mask.high}(${maskKey(mask.of)})`;
    case 'complement':
      return `not(${maskKey(mask.of)})`;
    case 'product':
      return `product(${mask.of.map(maskKey).join(',')})`;
    case 'maximum':
      return `maximum(${mask.of.map(maskKey).join(',')})`;
  }
}

function pointsKey(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x} ${y}`).join(',');
}

/** Of the bits of every number: hundreds of hairs would make a long text. */
function hashOfStrokes(drawn: readonly Stroke[]): string {
  const values = drawn.flatMap(({ points, widthsFaceWidths, opacity }) => [
    points.length,
    opacity,
    ...points.flatMap(({ x, y }) => [x, y]),
    ...widthsFaceWidths,
  ]);
  return `${drawn.length}-${hashOf(new Uint32Array(Float64Array.from(values).buffer))}`;
}

/** FNV-1a (Fowler, Noll & Vo), twice. */
function hashOf(words: Uint32Array): string {
  const hash = (start: number): string => {
    let state = start;
    for (const word of words) state = Math.imul(state ^ word, 16777619) >>> 0;
    return state.toString(36);
  };
  return `${hash(2166136261)}-${hash(374761393)}`;
}

function lettersOf(text: string): Uint32Array {
  const letters = new Uint32Array(text.length);
  for (let at = 0; at < text.length; at++) letters[at] = text.charCodeAt(at);
  return letters;
}
