import { smoothstep } from '../../../pixels/color';
import { gaussianBlur, gaussianReachPixels } from '../../../pixels/gaussian';
import { occupied } from '../../../pixels/occupied';
import { createPlane, expand, isEmpty, type Plane, type Rectangle } from '../../../pixels/raster';
import { enlarged, reducedCover, withoutBorder } from '../../../pixels/reduced';
import type { RenderContext } from '../../context';
import { blurred } from '../blurred';
import { oklabPlanes } from '../color-plane';
import { computeMask, maskBounds } from '../evaluate';
import type { MaskKind } from '../kind';
import type { MatteMask } from '../mask';

/** Difference (OKLab) of the colours of both sides from which on they tell them apart, and are sure of it. */
const leastContrast = 0.05;
const fullContrast = 0.16;

/** Of the blurred mask: below it, and above 1 minus it, nothing of the band is left. */
const leastNear = 0.01;

/**
 * Two-colour alpha: inside a band round the edge of `of`, a pixel's share of the local mean colour inside over that
 * outside, by its projection on the line between both (as in Ruzon & Tomasi 2000). What the share may be narrows
 * toward both ends of the band; where the two colours are alike `of` stands.
 */
export const matteKind: MaskKind<MatteMask> = {
  bounds: (mask, context) =>
    expand(maskBounds(mask.of, context, leastNear), gaussianReachPixels(bandPixels(mask, context))),
  compute: (mask, context, reduction, rectangle) => {
    const sigma = bandPixels(mask, context) / reduction;
    const near = nearness(mask, context, reduction, rectangle, sigma);
    const part = bandWithin(near, rectangle);
    if (!isEmpty(part)) decide(mask, context, reduction, { near, rectangle, part });
    return near;
  },
};

/** Makes `near` 0 or 1 outside the band; the part of it that holds the band. */
function bandWithin(near: Plane, rectangle: Rectangle): Rectangle {
  const { data } = near;
  const band = createPlane(near.width, near.height);
  for (let at = 0; at < data.length; at++) {
    if (data[at]! <= leastNear) data[at] = 0;
    else if (data[at]! >= 1 - leastNear) data[at] = 1;
    else band.data[at] = 1;
  }
  return occupied(band, rectangle);
}

interface Band {
  /** Over `rectangle`; what is decided is written into it. */
  readonly near: Plane;
  readonly rectangle: Rectangle;
  readonly part: Rectangle;
}

function decide(
  mask: MatteMask,
  context: RenderContext,
  reduction: number,
  { near, rectangle, part }: Band,
): void {
  const prior = computeMask(mask.of, context, reduction, part);
  const own = oklabPlanes(context.source, reduction, part);
  const colors = sideColors(mask, context, reduction, part, bandPixels(mask, context) / reduction);
  for (let y = 0; y < part.height; y++) {
    let into = (part.top - rectangle.top + y) * rectangle.width + part.left - rectangle.left;
    for (let at = y * part.width; at < (y + 1) * part.width; at++, into++) {
      const place = near.data[into]!;
      if (place === 0 || place === 1) continue;
      const { share, sure } = shareOf(own, colors, at);
      const least = smoothstep(0.75, 1, place);
      const most = smoothstep(leastNear, 0.13, place);
      const alpha = Math.min(most, Math.max(least, share));
      const said = prior.data[at]!;
      near.data[into] = said + sure * (alpha - said);
    }
  }
}

function bandPixels({ face, bandFaceWidths }: MatteMask, { scale }: RenderContext): number {
  return bandFaceWidths * face.faceWidthPixels * scale;
}

/** From 0 outside to 1 inside across the band. */
function nearness(
  { of }: MatteMask,
  context: RenderContext,
  reduction: number,
  rectangle: Rectangle,
  sigma: number,
): Plane {
  const evaluate = (factor: number, part: Rectangle): Plane =>
    computeMask(of, context, reduction * factor, part);
  return blurred(evaluate, rectangle, sigma);
}

type Colors = readonly [L: Plane, a: Plane, b: Plane];

/** Sums over the neighbourhood of a pixel, of what is surely of this side: means are worked out where they are needed. */
interface Side {
  readonly sums: Colors;
  /** Share of the neighbourhood. */
  readonly presence: Plane;
}

interface Sides {
  readonly inside: Side;
  /** With the sums of the squares of lightness. */
  readonly outside: Side & { readonly squares: Plane };
}

function meanOf({ sums, presence }: Side, channel: 0 | 1 | 2, at: number): number {
  return Math.fround(sums[channel].data[at]! / Math.max(1e-4, presence.data[at]!));
}

/** Standard deviation of lightness. */
function spreadOf({ squares, presence }: Sides['outside'], mean: number, at: number): number {
  const square = squares.data[at]! / Math.max(1e-4, presence.data[at]!);
  return Math.fround(Math.sqrt(Math.max(0, square - mean ** 2)));
}

/**
 * How much of a pixel is of the inside's colour (0-1), and how far that can be told. What lies outside may be of two
 * kinds, a bright window and a dark wall: of its lightnesses the one counts that is nearest to the inside's.
 */
function shareOf(
  own: Colors,
  { inside, outside }: Sides,
  at: number,
): { share: number; sure: number } {
  let product = 0;
  let square = 0;
  for (const channel of [0, 1, 2] as const) {
    const within = meanOf(inside, channel, at);
    const mean = meanOf(outside, channel, at);
    const behind = channel === 0 ? nearer(mean, within, spreadOf(outside, mean, at)) : mean;
    const difference = within - behind;
    product += difference * (own[channel].data[at]! - behind);
    square += difference * difference;
  }
  const presence = Math.min(inside.presence.data[at]!, outside.presence.data[at]!);
  const sure =
    smoothstep(leastContrast, fullContrast, Math.sqrt(square)) * smoothstep(0, 0.02, presence);
  return { share: sure > 0 ? straightened(product / square) : 0, sure };
}

/** Texture of what lies outside, in OKLab L: what varies by more is of two kinds. */
const mostTexture = 0.06;

/** The outside's lightness moved toward the inside's by its spread, as far as there are two kinds; never beyond. */
function nearer(mean: number, within: number, spread: number): number {
  const way = within - mean;
  const moved = Math.min(Math.abs(way), Math.max(0, spread - mostTexture) * spreadsToNearest);
  return mean + Math.sign(way) * moved;
}

/** Two kinds in equal parts lie one standard deviation from their mean; the rarer one of a third lies farther. */
const spreadsToNearest = 1.4;

/** Shares below and above which a colour is noise of one side; between them it counts as it is, thin hair as a veil. */
const leastShare = 0.09;
const fullShare = 0.92;

function straightened(share: number): number {
  return Math.min(1, Math.max(0, (share - leastShare) / (fullShare - leastShare)));
}

/** Standard deviation of the neighbourhood, in those of the band. */
const neighbourhood = 2.5;
/** Standard deviation, in reduced pixels, that the averages keep. */
const reducedSigmaPixels = 3;

/** Near every pixel, the colours of what is surely inside, and of what is surely outside. */
function sideColors(
  mask: MatteMask,
  context: RenderContext,
  reduction: number,
  rectangle: Rectangle,
  bandSigma: number,
): Sides {
  const factor = Math.max(1, Math.floor((neighbourhood * bandSigma) / reducedSigmaPixels));
  const sigma = (neighbourhood * bandSigma) / factor;
  const border = gaussianReachPixels(sigma);
  const covered = reducedCover(rectangle, factor);
  const all = expand(covered, border);
  const near = nearness(mask, context, reduction * factor, all, bandSigma / factor);
  const colors = oklabPlanes(context.source, reduction * factor, all);
  const average = (plane: Plane): Plane =>
    enlarged(withoutBorder(gaussianBlur(plane, sigma), border), covered, factor, rectangle);
  const weightsBetween = (low: number, high: number): Plane =>
    combined(near, near, (value) => smoothstep(low, high, value));
  const side = (weights: Plane): Side => {
    const [L, a, b] = colors.map((plane) =>
      average(combined(plane, weights, (value, weight) => value * weight)),
    ) as unknown as Colors;
    return { sums: [L, a, b], presence: average(weights) };
  };
  // Farther out than in: what single hairs and their shade darken is not what lies outside.
  const outer = weightsBetween(0.06, 0.01);
  const squares = combined(colors[0], outer, (value, weight) => value * value * weight);
  return {
    inside: side(weightsBetween(0.8, 0.97)),
    outside: { ...side(outer), squares: average(squares) },
  };
}

function combined(
  one: Plane,
  other: Plane,
  combine: (one: number, other: number) => number,
): Plane {
  const result = createPlane(one.width, one.height);
  const { data } = result;
  for (let at = 0; at < data.length; at++) data[at] = combine(one.data[at]!, other.data[at]!);
  return result;
}
