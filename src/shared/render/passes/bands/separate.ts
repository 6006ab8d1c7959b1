import { gaussianReachPixels } from '../../../pixels/gaussian';
import {
  createPlane,
  expand,
  intersect,
  wholeOf,
  type Plane,
  type Planes,
  type Rectangle,
} from '../../../pixels/raster';
import { enlarged, reducedCover, withoutBorder } from '../../../pixels/reduced';
import { weightedAverage } from '../../../pixels/weighted-average';
import { onLattice } from '../../cells';
import { kept, type RenderContext } from '../../context';
import { linearPlanes, oklabOfLight, oklabPlanes, reducedFurther } from '../../masks/color-plane';
import { computeMask, maskBounds } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import type { Separation } from './bands';

/** A photo's colours in OKLab, the same without its fine detail, and its base. */
export interface Separated {
  /** L, a and b. */
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
/** Pixels that are reduced already are halved at least where this is left. */
const smallestHalvedBaseSigmaPixels = 2.5;
const smallestFineSigmaPixels = 1;

function reductionFor(sigmaPixels: number, smallestSigmaPixels: number): number {
  return Math.max(1, Math.floor(sigmaPixels / smallestSigmaPixels));
}

function facePixels({ face }: Separation, { scale }: RenderContext): number {
  return face.faceWidthPixels * scale;
}

/** The source pixels that can be separated: those that `within` may reach. */
export function separatedBounds({ within }: Separation, context: RenderContext): Rectangle {
  return intersect(maskBounds(within, context), wholeOf(context.source));
}

/** Source pixels along a side that can be taken together where fine detail does not matter. */
export function reductionWithoutFine(separation: Separation, context: RenderContext): number {
  const sigmaPixels = separation.fineFaceWidths * facePixels(separation, context);
  return reductionFor(sigmaPixels, smallestFineSigmaPixels);
}

/** A part of a photo that was separated: planes over `covered`, pixels reduced by `reductionWithoutFine`. */
export interface SeparatedPart extends Separated {
  readonly covered: Rectangle;
}

/** Only the fine detail, which is what the others leave, has the picture's own size to be worked out in. */
export function separate(
  separation: Separation,
  context: RenderContext,
  cell: Rectangle,
): Separated {
  const factor = reductionWithoutFine(separation, context);
  const { blurred, base, covered } = separateWithoutFine(separation, context, cell);
  const whole = (plane: Plane): Plane => enlarged(plane, covered, factor, cell);
  return {
    own: oklabPlanes(context.source, 1, cell),
    blurred: mapPlanes(blurred, whole),
    base: mapPlanes(base, whole),
  };
}

/**
 * The same on reduced pixels, as many as interpolation over the cell looks at or more, with no fine detail in `own`. It
 * is kept for all of the cell, whatever part a pass asks for: fine detail is quick to find again, and would fill the
 * memory for large faces and much hair.
 */
export function separateWithoutFine(
  separation: Separation,
  context: RenderContext,
  cell: Rectangle,
): SeparatedPart {
  const whole = intersect(onLattice(cell), separatedBounds(separation, context));
  const { left, top, width, height } = whole;
  return kept(
    context,
    `separated ${separationKey(separation)}@${left},${top},${width},${height}`,
    ({ own, base }: Separated) => 3 * (own[0].data.length + base[0].data.length),
    () => {
      const covered = reducedCover(whole, reductionWithoutFine(separation, context));
      return { covered, ...computeWithoutFine(separation, context, covered) };
    },
  );
}

function computeWithoutFine(
  separation: Separation,
  context: RenderContext,
  rectangle: Rectangle,
): Separated {
  const { light, area, fineSigmaPixels, border, lines, factor, covered } = prepared(
    separation,
    context,
  );
  const wider = expand(rectangle, border);
  const colors = oklabOfLight(light, area, wider);
  const weight = computeMask(
    separation.within,
    context,
    reductionWithoutFine(separation, context),
    wider,
  );
  const average = weightedAverage(weight, fineSigmaPixels).of;
  const blurred = mapPlanes(colors, (plane) => withoutBorder(average(plane), border));
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

/** What is worked out once for all of `within`, which is a few hundred reduced pixels wide, whatever the photo's size. */
interface Prepared extends BaseLines {
  /** Linear light of the reduced pixels `area`: all that `separateWithoutFine` looks at. */
  readonly light: Planes;
  readonly area: Rectangle;
  /** In reduced pixels. */
  readonly fineSigmaPixels: number;
  readonly border: number;
}

function prepared(separation: Separation, context: RenderContext): Prepared {
  return kept(
    context,
    separatedKey(separation),
    ({ light, lines }) =>
      lines.reduce((sum, { slope }) => sum + 2 * slope.data.length, 3 * light[0].data.length),
    () => prepare(separation, context),
  );
}

/** Under which it is kept. */
export function separatedKey(separation: Separation): string {
  return `base lines ${separationKey(separation)}`;
}

/** Does the part of the work that is done once for all cells. */
export function prepareSeparation(separation: Separation, context: RenderContext): void {
  prepared(separation, context);
}

function prepare(separation: Separation, context: RenderContext): Prepared {
  const reduction = reductionWithoutFine(separation, context);
  const fineSigmaPixels = (separation.fineFaceWidths * facePixels(separation, context)) / reduction;
  const border = gaussianReachPixels(fineSigmaPixels);
  const own = reducedCover(separatedBounds(separation, context), reduction);
  const area = expand(own, border);
  const light = linearPlanes(context.source, area, reduction);
  const lines = baseLines(separation, context, own, { light, area });
  return { light, area, fineSigmaPixels, border, ...lines };
}

/**
 * Guided filter with the picture as its own guide (He, Sun & Tang 2013), on reduced pixels as in He & Sun 2015, its
 * window a Gaussian and its averages weighed by `within`, so that nothing beyond a feature's edge takes part.
 */
function baseLines(
  separation: Separation,
  context: RenderContext,
  own: Rectangle,
  { light, area }: Pick<Prepared, 'light' | 'area'>,
): BaseLines {
  const reduction = reductionWithoutFine(separation, context);
  const sigmaPixels = (separation.baseFaceWidths * facePixels(separation, context)) / reduction;
  const halves = reduction > 1 && sigmaPixels >= 2 * smallestHalvedBaseSigmaPixels;
  const factor = Math.max(halves ? 2 : 1, reductionFor(sigmaPixels, smallestBaseSigmaPixels));
  const covered = reducedCover(own, factor);
  // Two averages follow each other.
  const border = 2 * gaussianReachPixels(sigmaPixels / factor);
  const wider = expand(covered, border);
  const coarse = reducedFurther(light, area, factor, wider);
  const colors = oklabOfLight(coarse, wider, wider);
  const weight = computeMask(separation.within, context, reduction * factor, wider);
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
