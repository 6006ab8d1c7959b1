import { statisticsRegions, type Face, type RegionStatistics } from '@shared/analysis/face';
import { colorsOnGrid, type ColorAt } from './cell-colors';
import type { Point } from '@shared/pixels/raster';
import { isInside } from './grid';
import { pointsAt, type Landmarks } from './landmarks';
import { planeOf, type ClassPlanes } from './probabilities';
import { regions, type Region } from './regions';

/** Edges are mixed with what lies next to them, so only sure cells count; small parts have few of those. */
const thresholds = [0.9, 0.6] as const;
const leastCells = 20;
/** More would not move a median. */
const mostMeasuredCells = 3000;

/**
 * The colours of a face's regions. `face` is the aligned cut-out: interleaved sRGB of 0-1, its side a multiple of
 * the grid's; `landmarks` are in grid cells. Medians, so that reflections, teeth and single hairs do not count.
 */
export function measureRegions(
  face: Float32Array,
  classes: ClassPlanes,
  landmarks: Landmarks,
  photoPixelsPerCell: number,
): Face['statistics'] {
  const colorAt = colorsOnGrid(face, classes.side);
  const entries = statisticsRegions.map((name) => {
    const cells = thresholds
      .map((threshold) => cellsOf(regions[name], threshold, classes, landmarks, colorAt))
      .find(({ length }) => length >= leastCells);
    return [name, cells ? measure(cells, colorAt, photoPixelsPerCell) : null] as const;
  });
  return Object.fromEntries(entries) as Face['statistics'];
}

function cellsOf(
  region: Region,
  threshold: number,
  classes: ClassPlanes,
  landmarks: Landmarks,
  colorAt: ColorAt,
): number[] {
  const planes = region.classes.map((name) => planeOf(classes, name));
  const outline = scaledOutline(
    pointsAt(landmarks, region.outline ?? []),
    region.outlineScale ?? 1,
  );
  const inOutline = (cell: number): boolean => {
    const center = { x: (cell % classes.side) + 0.5, y: Math.floor(cell / classes.side) + 0.5 };
    return isInside(outline, center) !== (region.outside ?? false);
  };
  return cellsAbove(planes, threshold).filter(
    (cell) =>
      (outline.length === 0 || inOutline(cell)) && (region.accepts?.(colorAt(cell)) ?? true),
  );
}

function scaledOutline(outline: readonly Point[], scale: number): Point[] {
  const middle = {
    x: outline.reduce((sum, { x }) => sum + x, 0) / outline.length,
    y: outline.reduce((sum, { y }) => sum + y, 0) / outline.length,
  };
  return outline.map(({ x, y }) => ({
    x: middle.x + scale * (x - middle.x),
    y: middle.y + scale * (y - middle.y),
  }));
}

function measure(
  cells: readonly number[],
  colorAt: ColorAt,
  photoPixelsPerCell: number,
): RegionStatistics {
  const stride = Math.ceil(cells.length / mostMeasuredCells);
  const colors = cells.filter((_, index) => index % stride === 0).map(colorAt);
  const lightness = sorted(colors.map(({ L }) => L));
  return {
    median: {
      L: quantile(lightness, 0.5),
      a: quantile(sorted(colors.map(({ a }) => a)), 0.5),
      b: quantile(sorted(colors.map(({ b }) => b)), 0.5),
    },
    darkest: quantile(lightness, 0.05),
    lightest: quantile(lightness, 0.95),
    pixels: Math.round(cells.length * photoPixelsPerCell),
  };
}

function cellsAbove(planes: readonly Float32Array[], threshold: number): number[] {
  const cells: number[] = [];
  const count = planes[0]?.length ?? 0;
  for (let cell = 0; cell < count; cell++) {
    let sum = 0;
    for (let index = 0; index < planes.length; index++) sum += planes[index]![cell]!;
    if (sum >= threshold) cells.push(cell);
  }
  return cells;
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

function quantile(values: Float64Array, share: number): number {
  return values[Math.round((values.length - 1) * share)] ?? 0;
}
