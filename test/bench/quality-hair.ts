import { edit } from '@shared/edits/hair-color/edit';
import { gaussianBlur } from '@shared/pixels/gaussian';
import { crop, type Plane, type Raster, type Rectangle } from '@shared/pixels/raster';
import { RenderCache, type RenderContext } from '@shared/render/context';
import { evaluateMask } from '@shared/render/masks/evaluate';
import { feather, probability } from '@shared/render/masks/mask';
import { changedBounds, render } from '@shared/render/render';
import { correlation, deviation, lightnessOf, mean } from './measures';
import { loadPortraits, type Portrait } from './portraits';
import { printRows, type QualityRow } from './rows';

/** Detail finer than this is strands; what is coarser is light and shade. */
const detailSigmaFaceWidths = 0.01;
const strength = 0.8;
const leastCertainty = 0.95;
const leastPixels = 2000;
/** Below this median of OKLab L hair is dark. */
const darkLightness = 0.38;
/** Strands stay as plain as they were, nearly; sure skin keeps its lightness. */
const leastGain = 0.7;
const mostSpill = 0.005;
/** The lowest detail correlation (median) that a colour may reach. */
const colors = [
  { name: 'brown', color: '#5f3a27', bar: 0.9 },
  { name: 'blond', color: '#b98b50', bar: 0.9 },
  { name: 'platinum', color: '#d9c9a8', bar: 0.8 },
  { name: 'black', color: '#1f1b1a', bar: 0.9 },
  { name: 'teal', color: '#1f7a7d', bar: 0.9 },
] as const;

interface Hair extends Portrait {
  readonly context: RenderContext;
  /** Holds all that hair colour changes. */
  readonly bounds: Rectangle;
  /** Pixels of `bounds` that are hair for certain, and those that are skin for certain. */
  readonly inside: readonly number[];
  readonly skin: readonly number[];
  readonly before: Plane;
  readonly isDark: boolean;
}

interface Measured {
  /** Of the lightness finer and coarser than `detailSigmaFaceWidths`. */
  readonly detail: number;
  readonly base: number;
  readonly gain: number;
  /** Mean change of skin in OKLab L: what spills. */
  readonly spill: number;
  readonly isDark: boolean;
}

type Recolor = (hair: Hair, color: string) => Raster;

/** `npm run quality -- hair`: what recolouring does to strands and to skin. */
export async function main(): Promise<void> {
  printRows(rowsOf(await loadPortraits()));
}

export function rowsOf(portraits: readonly Portrait[]): readonly QualityRow[] {
  const all = portraits.flatMap(hairOf);
  return [
    ...colors.flatMap(({ name, color, bar }) => rowsFor(name, all, color, bar, recolored)),
    ...rowsFor('(brown: hue and saturation replaced)', all, colors[0].color, 0.9, hueReplaced),
    ...rowsFor('(platinum: hue and saturation replaced)', all, colors[2].color, 0.8, hueReplaced),
    ...rowsFor('(platinum: flat RGB mix)', all, colors[2].color, 0.8, flatMix),
  ];
}

function hairOf(portrait: Portrait): Hair[] {
  const { source, face } = portrait;
  if (!face.statistics.hair) return [];
  const context = { source, scale: 1, cache: new RenderCache() };
  const bounds = changedBounds(edit.plan({ strength }, { face }), context);
  const certain = (name: 'hair' | 'skin'): number[] => {
    const { data } = evaluateMask(feather(probability(face, name), face, 0.008), context, bounds);
    return [...data.keys()].filter((index) => (data[index] ?? 0) > leastCertainty);
  };
  const inside = certain('hair');
  if (inside.length < leastPixels) return [];
  const before = lightnessOf(crop(source, bounds));
  const isDark = face.statistics.hair.median.L < darkLightness;
  return [{ ...portrait, context, bounds, inside, skin: certain('skin'), before, isDark }];
}

function rowsFor(
  name: string,
  all: readonly Hair[],
  color: string,
  bar: number,
  recolor: Recolor,
): readonly QualityRow[] {
  const measured = all.map((hair) => measure(hair, recolor(hair, color)));
  const job = `hair ${strength} ${name}`;
  const of = (name: 'detail' | 'base' | 'gain' | 'spill'): readonly number[] =>
    measured.map((one) => one[name]);
  const dark = measured.filter(({ isDark }) => isDark).map(({ base }) => base);
  return [
    { job, measure: 'detail correlation', values: of('detail'), least: bar },
    { job, measure: 'detail gain', values: of('gain'), least: leastGain },
    { job, measure: 'base correlation, dark hair', values: dark },
    { job, measure: 'change of skin (L)', values: of('spill'), most: mostSpill },
  ];
}

function measure({ face, before, inside, skin, isDark }: Hair, picture: Raster): Measured {
  const after = lightnessOf(picture);
  const sigma = detailSigmaFaceWidths * face.faceWidthPixels;
  const [baseBefore, baseAfter] = [gaussianBlur(before, sigma), gaussianBlur(after, sigma)];
  const fine = (plane: Plane, base: Plane): number[] =>
    inside.map((index) => plane.data[index]! - base.data[index]!);
  const at = (plane: Plane): number[] => inside.map((index) => plane.data[index]!);
  const [x, y] = [fine(before, baseBefore), fine(after, baseAfter)];
  const changes = skin.map((index) => Math.abs(after.data[index]! - before.data[index]!));
  return {
    detail: correlation(x, y),
    base: correlation(at(baseBefore), at(baseAfter)),
    gain: deviation(y) / deviation(x),
    spill: mean(changes),
    isDark,
  };
}

function recolored({ face, context, bounds }: Hair, color: string): Raster {
  return render(edit.plan({ color, strength }, { face }), context, bounds);
}

/** What a simple editor does: hue and saturation (HSV) of the colour, the value of the pixel, where hair is likelier than not. */
function hueReplaced(hair: Hair, color: string): Raster {
  const coat = rgb8(color);
  const largest = Math.max(...coat);
  return hardlyMasked(hair, (pixel) => {
    const value = Math.max(...pixel);
    return pixel.map((sample, at) => sample + strength * ((coat[at]! * value) / largest - sample));
  });
}

function flatMix(hair: Hair, color: string): Raster {
  const coat = rgb8(color);
  return hardlyMasked(hair, (pixel) =>
    pixel.map((sample, at) => sample + strength * (coat[at]! - sample)),
  );
}

function hardlyMasked(
  { source, face, context, bounds }: Hair,
  change: (pixel: number[]) => number[],
): Raster {
  const { data } = evaluateMask(probability(face, 'hair'), context, bounds);
  const part = crop(source, bounds);
  const { channels } = part;
  for (let index = 0; index < data.length; index++) {
    if (data[index]! < 0.5) continue;
    const at = index * channels;
    const changed = change([...part.data.subarray(at, at + 3)]);
    changed.forEach((sample, channel) => (part.data[at + channel] = Math.round(sample)));
  }
  return part;
}

function rgb8(color: string): readonly number[] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
