import { differenceCiede2000 } from 'culori';
import type { EditDefinition } from '@shared/edits/define';
import { srgbToOklab, type Oklab } from '@shared/pixels/color';
import { createPlane, wholeOf, type Plane, type Raster } from '@shared/pixels/raster';
import { evaluateMask } from '@shared/render/masks/evaluate';
import type { Mask } from '@shared/render/masks/mask';
import { render } from '@shared/render/render';
import type { Portrait } from './portraits';
import { median } from './table';

/** What the quality benchmarks measure in pixels of portraits, before and after. */

/** How a portrait is changed: by an edit, or by what it is held against. */
export type Way = (portrait: Portrait) => Raster;

export function edited(
  { plan }: EditDefinition,
  { source, face }: Portrait,
  params: Record<string, unknown>,
): Raster {
  return render(plan(params, { face }), { source, scale: 1 }, wholeOf(source));
}

/** What a simple editor does: the colour over the pixels at some opacity. */
export function mixed({ source }: Portrait, mask: Mask, color: string, opacity: number): Raster {
  const value = Number.parseInt(color.slice(1), 16);
  const coat = [value >> 16, (value >> 8) & 255, value & 255];
  const { data } = evaluateMask(mask, { source, scale: 1 }, wholeOf(source));
  const result = Uint8Array.from(source.data);
  data.forEach((weight, pixel) => {
    coat.forEach((sample, channel) => {
      const at = pixel * source.channels + channel;
      result[at] = Math.round(result[at]! + weight * opacity * (sample - result[at]!));
    });
  });
  return { ...source, data: result };
}

/** Pixels at which a mask is above a value. */
export function certain({ source }: Portrait, mask: Mask, least: number): readonly number[] {
  const { data } = evaluateMask(mask, { source, scale: 1 }, wholeOf(source));
  return [...data.keys()].filter((pixel) => data[pixel]! > least);
}

export function oklabAt({ data, channels }: Raster, pixel: number): Oklab {
  const at = pixel * channels;
  return srgbToOklab(data[at]! / 255, data[at + 1]! / 255, data[at + 2]! / 255);
}

const differenceOfColors = differenceCiede2000();

/** ΔE2000. */
export function ciede2000(one: Oklab, other: Oklab): number {
  const color = ({ L, a, b }: Oklab) => ({ mode: 'oklab' as const, l: L, a, b });
  return differenceOfColors(color(one), color(other));
}

export function colorDifference(before: Raster, after: Raster, pixel: number): number {
  return ciede2000(oklabAt(before, pixel), oklabAt(after, pixel));
}

export function lightnessOf(raster: Raster): Plane {
  const plane = createPlane(raster.width, raster.height);
  for (let pixel = 0; pixel < plane.data.length; pixel++)
    plane.data[pixel] = oklabAt(raster, pixel).L;
  return plane;
}

export function difference(one: Plane, other: Plane): Plane {
  return { ...one, data: one.data.map((value, index) => value - other.data[index]!) };
}

export function values({ data }: Plane, inside: readonly number[]): readonly number[] {
  return inside.map((index) => data[index]!);
}

export function mean(all: readonly number[]): number {
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}

export function deviation(all: readonly number[]): number {
  const middle = mean(all);
  return Math.sqrt(mean(all.map((value) => (value - middle) ** 2)));
}

export function correlation(one: readonly number[], other: readonly number[]): number {
  const [middle, otherMiddle] = [mean(one), mean(other)];
  const product = mean(one.map((value, index) => (value - middle) * (other[index]! - otherMiddle)));
  return product / (deviation(one) * deviation(other));
}

export function finite(all: readonly number[]): readonly number[] {
  return all.filter(Number.isFinite);
}

/** Of faces from dark to light: how many times as much the lightest third has as the darkest, or the other way round. */
export function thirdsApart(all: readonly number[]): number {
  const third = Math.floor(all.length / 3);
  const dark = median(finite(all.slice(0, third)));
  const light = median(finite(all.slice(-third)));
  return Math.max(light / dark, dark / light);
}
