import { gaussianReachPixels } from '../../../pixels/gaussian';
import { createPlane, expand, intersect, type Plane, type Rectangle } from '../../../pixels/raster';
import { enlarged, reducedCover, withoutBorder } from '../../../pixels/reduced';
import { weightedAverage } from '../../../pixels/weighted-average';
import { kept, type RenderContext } from '../../context';
import { oklabPlanes } from '../../masks/color-plane';
import { computeMask, maskBounds } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import type { Separation } from './bands';

type Planes = readonly [L: Plane, a: Plane, b: Plane];

/** A photo's colours in OKLab, the same without its fine detail, and its base. */
export interface Separated {
  readonly own: Planes;
  readonly blurred: Planes;
  readonly base: Planes;
}

export function separationKey({ face, within, ...numbers }: Separation): string {
  const { baseFaceWidths, edgeL, edgeChroma, fineFaceWidths } = numbers;
  return `${face.index},${baseFaceWidths},${edgeL},${edgeChroma},${fineFaceWidths},${maskKey(within)}`;
}

/** Standard deviations in reduced pixels: the base's edges would show coarser ones, the fine blur its lattice. */
const smallestBaseSigmaPixels = 3;
const smallestFineSigmaPixels = 1;

function reductionFor(sigmaPixels: number, smallestSigmaPixels: number): number {
  return Math.max(1, Math.floor(sigmaPixels / smallestSigmaPixels));
}

function facePixels({ face }: Separation, { scale }: RenderContext): number {
  return face.faceWidthPixels * scale;
}

/** The source pixels that can be separated: those that `within` may reach. */
export function separatedBounds({ within }: Separation, context: RenderContext): Rectangle {
  const { width, height } = context.source;
  return intersect(maskBounds(within, context), { left: 0, top: 0, width, height });
}

/** Source pixels along a side that can be taken together where fine detail does not matter. */
export function reductionWithoutFine(separation: Separation, context: RenderContext): number {
  const sigmaPixels = separation.fineFaceWidths * facePixels(separation, context);
  return reductionFor(sigmaPixels, smallestFineSigmaPixels);
}

/** Only the fine detail, which is what the others leave, has the picture's own size to be worked out in. */
export function separate(
  separation: Separation,
  context: RenderContext,
  rectangle: Rectangle,
): Separated {
  const factor = reductionWithoutFine(separation, context);
  const covered = factor === 1 ? rectangle : reducedCover(rectangle, factor);
  const { blurred, base } = separateWithoutFine(separation, context, covered);
  const whole = (plane: Plane): Plane =>
    factor === 1 ? plane : enlarged(plane, covered, factor, rectangle);
  return {
    own: oklabPlanes(context.source, 1, rectangle),
    blurred: mapPlanes(blurred, whole),
    base: mapPlanes(base, whole),
  };
}

/**
 * The same on pixels reduced by `reductionWithoutFine`, of which `rectangle` is, with no fine detail in `own`. It is
 * kept: fine detail is quick to find again, and would fill the memory for large faces and much hair.
 */
export function separateWithoutFine(
  separation: Separation,
  context: RenderContext,
  rectangle: Rectangle,
): Separated {
  const { left, top, width, height } = rectangle;
  return kept(
    context,
    `separated ${separationKey(separation)}@${left},${top},${width},${height}`,
    ({ own, base }: Separated) => 3 * (own[0].data.length + base[0].data.length),
    () => computeWithoutFine(separation, context, rectangle),
  );
}

function computeWithoutFine(
  separation: Separation,
  context: RenderContext,
  rectangle: Rectangle,
): Separated {
  const reduction = reductionWithoutFine(separation, context);
  const sigmaPixels = (separation.fineFaceWidths * facePixels(separation, context)) / reduction;
  const border = gaussianReachPixels(sigmaPixels);
  const { colors, weight } = weighedColors(
    separation,
    context,
    reduction,
    expand(rectangle, border),
  );
  const average = weightedAverage(weight, sigmaPixels).of;
  const blurred = mapPlanes(colors, (plane) => withoutBorder(average(plane), border));
  const { factor, covered, lines } = baseLines(separation, context);
  const base = mapPlanes(blurred, (plane, index) => {
    const { slope, offset } = lines[index]!;
    const share = enlarged(slope, covered, factor, rectangle);
    const rest = enlarged(offset, covered, factor, rectangle);
    const { data } = plane;
    for (let at = 0; at < data.length; at++) {
      rest.data[at] = rest.data[at]! + share.data[at]! * data[at]!;
    }
    return rest;
  });
  return { own: blurred, blurred, base };
}

/** Base = slope * blurred + offset, for one coordinate of the colour. */
interface BaseLine {
  readonly slope: Plane;
  readonly offset: Plane;
}

interface BaseLines {
  /** By how much its pixels are coarser than those of `separateWithoutFine`, and which of them these are. */
  readonly factor: number;
  readonly covered: Rectangle;
  readonly lines: readonly BaseLine[];
}

/**
 * Guided filter with the picture as its own guide (He, Sun & Tang 2013), on reduced pixels as in He & Sun 2015, its
 * window a Gaussian and its averages weighed by `within`, so that nothing beyond a feature's edge takes part. Over the
 * whole of `within`, which is a hundred or two of such pixels wide, whatever the size of the photo.
 */
function baseLines(separation: Separation, context: RenderContext): BaseLines {
  return kept(
    context,
    baseLinesKey(separation),
    ({ lines }) => lines.reduce((sum, { slope }) => sum + 2 * slope.data.length, 0),
    () => computeBaseLines(separation, context),
  );
}

/** Under which they are kept. */
export function baseLinesKey(separation: Separation): string {
  return `base lines ${separationKey(separation)}`;
}

/** Does the part of the work that is done once for all cells. */
export function prepareSeparation(separation: Separation, context: RenderContext): void {
  baseLines(separation, context);
}

function computeBaseLines(separation: Separation, context: RenderContext): BaseLines {
  const reduction = reductionWithoutFine(separation, context);
  const sigmaPixels = (separation.baseFaceWidths * facePixels(separation, context)) / reduction;
  const factor = reductionFor(sigmaPixels, smallestBaseSigmaPixels);
  const covered = reducedCover(
    reducedCover(separatedBounds(separation, context), reduction),
    factor,
  );
  // Two averages follow each other.
  const border = 2 * gaussianReachPixels(sigmaPixels / factor);
  const wider = expand(covered, border);
  const { colors, weight } = weighedColors(separation, context, reduction * factor, wider);
  const average = weightedAverage(weight, sigmaPixels / factor).of;
  const edges = [separation.edgeL, separation.edgeChroma, separation.edgeChroma];
  const lines = colors.map((plane, index) => {
    const mean = average(plane);
    const square = average({ ...plane, data: plane.data.map((value) => value * value) });
    const { slope, offset } = lineThrough(mean, square, edges[index]! ** 2);
    return {
      slope: withoutBorder(average(slope), border),
      offset: withoutBorder(average(offset), border),
    };
  });
  return { factor, covered, lines };
}

function weighedColors(
  { within }: Separation,
  context: RenderContext,
  reduction: number,
  rectangle: Rectangle,
): { readonly colors: Planes; readonly weight: Plane } {
  return {
    colors: oklabPlanes(context.source, reduction, rectangle),
    weight: computeMask(within, context, reduction, rectangle),
  };
}

function lineThrough(mean: Plane, square: Plane, edgeVariance: number): BaseLine {
  const { width, height, data } = mean;
  const [slope, offset] = [createPlane(width, height), createPlane(width, height)];
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    const variance = Math.max(0, square.data[at]! - value * value);
    const share = variance / (variance + edgeVariance);
    slope.data[at] = share;
    offset.data[at] = value * (1 - share);
  }
  return { slope, offset };
}

function mapPlanes([L, a, b]: Planes, map: (plane: Plane, index: number) => Plane): Planes {
  return [map(L, 0), map(a, 1), map(b, 2)];
}
