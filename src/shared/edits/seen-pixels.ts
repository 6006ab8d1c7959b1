import { srgbToOklab, type Oklab } from '../pixels/color';
import { intersect, isEmpty, maximumSample, tiles, wholeOf, type Point } from '../pixels/raster';
import type { RenderContext } from '../render/context';
import { evaluateMask, maskBounds } from '../render/masks/evaluate';
import type { Mask } from '../render/masks/mask';

/** Colours of some pixels. */
export interface Colors {
  readonly L: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
}

const tileSidePixels = 256;

/** Calls back with every pixel that a mask covers, and how far. */
function eachUnder(
  mask: Mask,
  context: RenderContext,
  found: (weight: number, color: Oklab) => void,
): void {
  const bounds = intersect(maskBounds(mask, context), wholeOf(context.source));
  if (isEmpty(bounds)) return;
  const colorAt = pixelColor(context);
  for (const tile of tiles(bounds, tileSidePixels)) {
    evaluateMask(mask, context, tile).data.forEach((weight, index) => {
      if (weight <= 0) return;
      const x = tile.left + (index % tile.width);
      const y = tile.top + Math.floor(index / tile.width);
      found(weight, colorAt(x, y));
    });
  }
}

function pixelColor({ source }: RenderContext): (x: number, y: number) => Oklab {
  const { width, height, channels, data } = source;
  const maximum = maximumSample(data);
  return (x, y) => {
    const column = Math.min(width - 1, Math.max(0, x));
    const row = Math.min(height - 1, Math.max(0, y));
    const at = (row * width + column) * channels;
    const sample = (channel: number): number => (data[at + channel] ?? 0) / maximum;
    return srgbToOklab(sample(0), sample(1), sample(2));
  };
}

/** Mean colour under a mask, weighed by it; nothing where it covers less than `leastPixels`. */
export function meanUnder(
  mask: Mask,
  context: RenderContext,
  leastPixels: number,
): Oklab | undefined {
  const sum = { weight: 0, L: 0, a: 0, b: 0 };
  eachUnder(mask, context, (weight, { L, a, b }) => {
    sum.weight += weight;
    sum.L += weight * L;
    sum.a += weight * a;
    sum.b += weight * b;
  });
  if (sum.weight < leastPixels) return undefined;
  return { L: sum.L / sum.weight, a: sum.a / sum.weight, b: sum.b / sum.weight };
}

/** The colours of all pixels where a mask is above `least`. */
export function colorsUnder(mask: Mask, context: RenderContext, least: number): Colors {
  const colors = { L: [] as number[], a: [] as number[], b: [] as number[] };
  eachUnder(mask, context, (weight, color) => {
    if (weight <= least) return;
    colors.L.push(color.L);
    colors.a.push(color.a);
    colors.b.push(color.b);
  });
  return colors;
}

/** The colour at a point in pixels of the full-size photo, between the four pixels round it. */
export function colorAtPoint(context: RenderContext): (point: Point) => Oklab {
  const colorAt = pixelColor(context);
  return (point) => {
    const [x, y] = [point.x * context.scale - 0.5, point.y * context.scale - 0.5];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, down] = [x - left, y - top];
    const mixed = { L: 0, a: 0, b: 0 };
    const add = (share: number, { L, a, b }: Oklab): void => {
      mixed.L += share * L;
      mixed.a += share * a;
      mixed.b += share * b;
    };
    add((1 - right) * (1 - down), colorAt(left, top));
    add(right * (1 - down), colorAt(left + 1, top));
    add((1 - right) * down, colorAt(left, top + 1));
    add(right * down, colorAt(left + 1, top + 1));
    return mixed;
  };
}

/** The value below which a share (0-1) of all lie; they come sorted. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}

export function ascending(values: readonly number[]): readonly number[] {
  return [...values].sort((one, other) => one - other);
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

export function medianColor({ L, a, b }: Colors): Oklab {
  const median = (values: readonly number[]): number => quantile(ascending(values), 0.5);
  return { L: median(L), a: median(a), b: median(b) };
}

/** The mean of some colours; nothing of none. */
export function meanColor(colors: readonly Oklab[]): Oklab | undefined {
  if (colors.length === 0) return undefined;
  return {
    L: meanOf(colors.map(({ L }) => L)),
    a: meanOf(colors.map(({ a }) => a)),
    b: meanOf(colors.map(({ b }) => b)),
  };
}
