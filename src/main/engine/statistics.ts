import type { FaceClass } from '@shared/analysis/classes';
import {
  statisticsRegions,
  type Face,
  type RegionStatistics,
  type StatisticsRegion,
} from '@shared/analysis/face';
import { srgbToOklab, type Oklab } from '@shared/pixels/color';
import { planeOf, type ClassPlanes } from './probabilities';

const classesOf: Readonly<Record<StatisticsRegion, readonly FaceClass[]>> = {
  lips: ['upper-lip', 'lower-lip'],
  'upper-lip': ['upper-lip'],
  'lower-lip': ['lower-lip'],
  skin: ['skin'],
  brows: ['left-brow', 'right-brow'],
  hair: ['hair'],
};

/** Edges are mixed with what lies next to them, so only sure cells count; small parts have few of those. */
const thresholds = [0.9, 0.6] as const;
const leastCells = 40;
/** More would not move a median. */
const mostMeasuredCells = 3000;

/**
 * The colours of a face's regions. `face` is the aligned cut-out: interleaved sRGB of 0-1, its side a multiple of
 * the grid's. Medians, so that reflections, teeth and single hairs do not count.
 */
export function measureRegions(
  face: Float32Array,
  classes: ClassPlanes,
  photoPixelsPerCell: number,
): Face['statistics'] {
  const colors = colorsOnGrid(face, classes.side);
  const entries = statisticsRegions.map((region) => {
    const planes = classesOf[region].map((name) => planeOf(classes, name));
    return [region, measure(colors, planes, photoPixelsPerCell)] as const;
  });
  return Object.fromEntries(entries) as Face['statistics'];
}

function measure(
  colorAt: (cell: number) => Oklab,
  planes: readonly Float32Array[],
  photoPixelsPerCell: number,
): RegionStatistics | null {
  for (const threshold of thresholds) {
    const cells = cellsAbove(planes, threshold);
    if (cells.length < leastCells) continue;
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
  return null;
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

/** The mean colour of a cell. */
function colorsOnGrid(face: Float32Array, side: number): (cell: number) => Oklab {
  const faceSide = Math.sqrt(face.length / 3);
  const factor = Math.floor(faceSide / side);
  const share = 1 / (factor * factor);
  return (cell) => {
    const left = (cell % side) * factor;
    const top = Math.floor(cell / side) * factor;
    const mean = [0, 0, 0];
    for (let y = top; y < top + factor; y++) {
      for (let x = left; x < left + factor; x++) {
        const at = (y * faceSide + x) * 3;
        for (let channel = 0; channel < 3; channel++) mean[channel]! += face[at + channel]! * share;
      }
    }
    return srgbToOklab(mean[0]!, mean[1]!, mean[2]!);
  };
}
