import { edit } from '@shared/edits/lip-color/edit';
import {
  finishes,
  reachedColor,
  type Finish,
  type LipFinish,
} from '@shared/edits/lip-color/finishes';
import type { Face } from '@shared/analysis/face';
import { mixOklab, oklabFromHex, srgbToOklab, type Oklab } from '@shared/pixels/color';
import { createPlane, crop, type Raster, type Rectangle } from '@shared/pixels/raster';
import { weightedAverage } from '@shared/pixels/weighted-average';
import { RenderCache, type RenderContext } from '@shared/render/context';
import { evaluateMask } from '@shared/render/masks/evaluate';
import { feather, probability } from '@shared/render/masks/mask';
import { changedBounds, render } from '@shared/render/render';
import { ciede2000 } from './measures';
import { loadPortraits, type Portrait } from './portraits';
import { printRows, type QualityRow } from './rows';
import { median } from './table';

/** Detail finer than this is the lips' texture. */
const detailSigmaFaceWidths = 0.01;
const strength = 0.8;
/** Lips for certain, and away from their edge, where colour fades by design. */
const edgeSigmaFaceWidths = 0.005;
const leastCertainty = 0.95;
/** Lips with fewer certain pixels have no detail to speak of. */
const leastPixels = 150;
const colors = ['#c21f30', '#8e1f2f', '#e0715c', '#c98276', '#a33a6f', '#5c2440'] as const;
/** What is asked of lips. */
const bars = {
  correlation: (finish: string) => (finish === 'shimmer' ? 0.8 : 0.93),
  gain: (finish: string) => [finish === 'matte' ? 0.65 : 0.7, 1.35] as const,
  difference: 3,
};

/** One face in one colour, before and after. */
interface Measured {
  /** Of the lightness finer than `detailSigmaFaceWidths`. */
  readonly correlation: number;
  /** Ratio of its standard deviations: 1 is untouched, a flat coat of paint is near 0. */
  readonly gain: number;
  /** CIEDE2000 from each lip's median to the colour asked for. */
  readonly differences: readonly number[];
}

/** A portrait with what is measured of it once. */
interface Lips extends Portrait {
  readonly context: RenderContext;
  /** Holds all that lip colour changes. */
  readonly bounds: Rectangle;
  /** Pixels of `bounds` that are lips for certain. */
  readonly inside: readonly number[];
  readonly detail: Float64Array;
  /** The same lips without detail: what a style makes of them is its own gradient. */
  readonly plain: Pick<Lips, 'source' | 'context'>;
  /** The upper lip's among them, and the lower's, where there are enough. */
  readonly parts: readonly LipPart[];
}

interface LipPart {
  readonly inside: readonly number[];
  readonly own: Oklab;
  /** What the colour asked for is asked of: mostly the lip's own median, and a little of both. */
  readonly reference: Oklab;
}

/** Gives the bounds, recoloured. */
type Recolor = (lips: Lips, color: string) => Raster;

/** `npm run quality -- lips`: what recolouring does to the texture of lips, and whether it reaches its colour. */
export async function main(): Promise<void> {
  printRows(rowsOf(await loadPortraits()));
}

/** In six colours each. */
export function rowsOf(portraits: readonly Portrait[]): readonly QualityRow[] {
  const all = portraits.flatMap(lipsOf);
  const names = Object.keys(finishes) as LipFinish[];
  return [
    ...names.flatMap((name) => rowsFor(name, all, finishes[name], recolored({ finish: name }))),
    ...['ombre', 'two-tone'].flatMap((style) =>
      rowsFor(style, all, undefined, recolored({ style }), ownDetail),
    ),
    ...rowsFor('(hue and saturation replaced, hard mask)', all, finishes.satin, hueReplaced),
    ...rowsFor('(flat RGB mix)', all, finishes.satin, flatCoat),
  ];
}

function lipsOf(portrait: Portrait): Lips[] {
  const { source, face } = portrait;
  if (!face.statistics.lips) return [];
  const context = { source, scale: 1, cache: new RenderCache() };
  const bounds = changedBounds(edit.plan({ strength, feather: 1 }, { face }), context);
  const certain = feather(probability(face, 'upper-lip', 'lower-lip'), face, edgeSigmaFaceWidths);
  const { data } = evaluateMask(certain, context, bounds);
  const inside = [...data.keys()].filter((index) => (data[index] ?? 0) > leastCertainty);
  if (inside.length < leastPixels) return [];
  const colorsBefore = oklabOf(crop(source, bounds));
  const plain = { source: withoutDetail(portrait, bounds, inside), scale: 1 };
  return [
    {
      ...portrait,
      context,
      bounds,
      inside,
      detail: detailOf(colorsBefore, bounds, face, inside),
      plain: { source: plain.source, context: { ...plain, cache: new RenderCache() } },
      parts: partsOf(portrait, context, bounds, inside, colorsBefore),
    },
  ];
}

/** A lip with fewer certain pixels is hardly seen. */
const leastPartPixels = 60;
const shareOfItsOwn = 0.7;

function partsOf(
  { face }: Portrait,
  context: RenderContext,
  bounds: Rectangle,
  inside: readonly number[],
  colors: readonly Oklab[],
): LipPart[] {
  const [upper, lower] = (['upper-lip', 'lower-lip'] as const).map(
    (name) => evaluateMask(probability(face, name), context, bounds).data,
  );
  const both = medianColor(colors, inside);
  return [
    inside.filter((index) => upper![index]! > lower![index]!),
    inside.filter((index) => upper![index]! <= lower![index]!),
  ]
    .filter(({ length }) => length >= leastPartPixels)
    .map((part) => {
      const own = medianColor(colors, part);
      return { inside: part, own, reference: mixOklab(both, own, shareOfItsOwn) };
    });
}

function rowsFor(
  name: string,
  all: readonly Lips[],
  finish: Finish | undefined,
  recolor: Recolor,
  details: Details = fineDetail,
): readonly QualityRow[] {
  const measured = all.flatMap((lips) =>
    colors.map((color) => measure(lips, recolor, color, finish, details)),
  );
  const job = `lips ${strength} ${name}`;
  const [least, most] = bars.gain(name);
  const correlations = measured.map(({ correlation }) => correlation);
  const gains = measured.map(({ gain }) => gain);
  const differences = measured.flatMap(({ differences: each }) => each);
  return [
    { job, measure: 'detail correlation', values: correlations, least: bars.correlation(name) },
    { job, measure: 'detail gain', values: gains, least, most },
    ...(finish
      ? [{ job, measure: 'ΔE2000 to the colour', values: differences, most: bars.difference }]
      : []),
  ];
}

function recolored(params: Readonly<Record<string, string>>): Recolor {
  return ({ face, context, bounds }, color) =>
    render(edit.plan({ ...params, color, strength }, { face }), context, bounds);
}

/** What a simple editor does: the colour over the lips at 80 % opacity. */
function flatCoat({ source, bounds }: Lips, color: string): Raster {
  const coat = rgb8(color);
  return changed(crop(source, bounds), (pixel) =>
    pixel.map((sample, at) => sample + strength * (coat[at]! - sample)),
  );
}

/** What the next simple one does: hue and saturation (HSV) of the colour, value of the pixel, no soft edge. */
function hueReplaced({ source, bounds }: Lips, color: string): Raster {
  const coat = rgb8(color);
  const largest = Math.max(...coat);
  return changed(crop(source, bounds), (pixel) => {
    const value = Math.max(...pixel);
    return pixel.map((sample, at) => sample + strength * ((coat[at]! * value) / largest - sample));
  });
}

function rgb8(color: string): readonly number[] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function changed(raster: Raster, change: (pixel: readonly number[]) => readonly number[]): Raster {
  const data = new Uint8Array(raster.data.length);
  for (let at = 0; at < data.length; at += raster.channels) {
    data.set(change([...raster.data.subarray(at, at + 3)]).map(Math.round), at);
  }
  return { ...raster, data };
}

function measure(
  lips: Lips,
  recolor: Recolor,
  color: string,
  finish: Finish | undefined,
  details: Details,
): Measured {
  const { parts } = lips;
  const colorsAfter = oklabOf(recolor(lips, color));
  const [detail, detailAfter] = details(lips, colorsAfter, recolor, color);
  const { lightnessPull, coverage } = finish ?? finishes.satin;
  const differenceOf = ({ inside: part, own, reference }: LipPart): number => {
    const reached = reachedColor(oklabFromHex(color), reference, lightnessPull);
    return ciede2000(medianColor(colorsAfter, part), mixOklab(own, reached, strength * coverage));
  };
  const [square, squareAfter] = [dot(detail, detail), dot(detailAfter, detailAfter)];
  return {
    correlation: dot(detail, detailAfter) / Math.sqrt(square * squareAfter),
    gain: Math.sqrt(squareAfter / square),
    differences: parts.map(differenceOf),
  };
}

/** Detail before and after. */
type Details = (
  lips: Lips,
  after: readonly Oklab[],
  recolor: Recolor,
  color: string,
) => readonly [Float64Array, Float64Array];

const fineDetail: Details = ({ face, bounds, inside, detail }, after) => [
  detail,
  detailOf(after, bounds, face, inside),
];

/**
 * A style lays two colours on a lip, and the way from one to the other is no texture of the lip, although it is as fine
 * on small faces: what the style makes of the lips without their detail is taken off. A flat coat keeps none of it.
 */
const ownDetail: Details = (lips, after, recolor, color) => {
  const { bounds, inside, source, plain } = lips;
  const gradient = oklabOf(recolor({ ...lips, ...plain }, color));
  const before = [oklabOf(crop(source, bounds)), oklabOf(crop(plain.source, bounds))] as const;
  return [aboutMean(inside, ...before), aboutMean(inside, after, gradient)];
};

function aboutMean(
  inside: readonly number[],
  all: readonly Oklab[],
  smooth: readonly Oklab[],
): Float64Array {
  const values = Float64Array.from(inside, (index) => all[index]!.L - smooth[index]!.L);
  return centred(values);
}

/** Each certain pixel as the mean of those round it. */
function withoutDetail(
  { source, face }: Portrait,
  bounds: Rectangle,
  inside: readonly number[],
): Raster {
  const { width, height } = bounds;
  const within = createPlane(width, height);
  for (const index of inside) within.data[index] = 1;
  const average = weightedAverage(within, detailSigmaFaceWidths * face.faceWidthPixels);
  const part = crop(source, bounds);
  const data = Uint8Array.from(source.data);
  for (let channel = 0; channel < 3; channel++) {
    const plane = createPlane(width, height);
    plane.data.forEach((_, at) => (plane.data[at] = part.data[at * part.channels + channel]!));
    const smooth = average.of(plane).data;
    for (const index of inside) {
      const [x, y] = [bounds.left + (index % width), bounds.top + Math.floor(index / width)];
      data[(y * source.width + x) * source.channels + channel] = Math.round(smooth[index]!);
    }
  }
  return { ...source, data };
}

function oklabOf({ data, width, height, channels }: Raster): readonly Oklab[] {
  return Array.from({ length: width * height }, (_, index) => {
    const at = index * channels;
    return srgbToOklab(data[at]! / 255, data[at + 1]! / 255, data[at + 2]! / 255);
  });
}

function medianColor(all: readonly Oklab[], inside: readonly number[]): Oklab {
  const of = (name: keyof Oklab): number => median(inside.map((index) => all[index]![name]));
  return { L: of('L'), a: of('a'), b: of('b') };
}

/**
 * The lightness finer than a Gaussian, over the certain pixels, about its mean. Only they take part in the Gaussian:
 * skin and teeth beside the lips are no texture of theirs, and a darker lip may well stand out more from them.
 */
function detailOf(
  all: readonly Oklab[],
  { width, height }: Rectangle,
  { faceWidthPixels }: Face,
  inside: readonly number[],
): Float64Array {
  const lightness = createPlane(width, height);
  lightness.data.set(all.map(({ L }) => L));
  const within = createPlane(width, height);
  for (const index of inside) within.data[index] = 1;
  const smooth = weightedAverage(within, detailSigmaFaceWidths * faceWidthPixels).of(lightness);
  const values = Float64Array.from(inside, (index) => lightness.data[index]! - smooth.data[index]!);
  return centred(values);
}

function centred(values: Float64Array): Float64Array {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - middle);
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, at) => sum + value * other[at]!, 0);
}
