import {
  faceClasses,
  featureNames,
  featureOf,
  features,
  type Feature,
} from '@shared/analysis/classes';
import type { Face, ProbabilityMap } from '@shared/analysis/face';
import { applySimilarity, type Similarity } from '@shared/pixels/geometry';
import { emptyRectangle, expand, union, type Rectangle } from '@shared/pixels/raster';
import { contours } from 'd3-contour';

/** Rings smaller than this many grid cells are specks of the network, not parts of a face. */
const smallestRingCells = 12;
const halfCertain = 127.5;

/** By grid cell the feature that is likeliest there: 0 for none, otherwise 1 + its place in `featureNames`. */
export function featureCells(face: Face): Uint8Array {
  const { gridSize } = face;
  const best = new Uint8Array(gridSize * gridSize);
  const cells = new Uint8Array(gridSize * gridSize);
  face.probabilities.forEach((map, classId) => {
    if (!map) return;
    const feature = featureOf(classId);
    const value = feature ? 1 + featureNames.indexOf(feature) : 0;
    for (let y = Math.max(0, -map.top); y < Math.min(map.height, gridSize - map.top); y++) {
      for (let x = Math.max(0, -map.left); x < Math.min(map.width, gridSize - map.left); x++) {
        const probability = map.data[y * map.width + x] ?? 0;
        const cell = (map.top + y) * gridSize + map.left + x;
        if (probability <= (best[cell] ?? 0)) continue;
        best[cell] = probability;
        cells[cell] = value;
      }
    }
  });
  return cells;
}

export function outlinesOf(face: Face): { feature: Feature; path: string }[] {
  return featureNames
    .map((feature) => ({ feature, path: outline(face, feature) }))
    .filter(({ path }) => path !== '');
}

/** The line where the feature's probability falls below a half, as SVG path data in photo pixels. */
function outline(face: Face, feature: Feature): string {
  const maps = features[feature].flatMap((name) => {
    const map = face.probabilities[faceClasses.indexOf(name)];
    return map ? [map] : [];
  });
  const bounds = maps.reduce<Rectangle>((all, map) => union(all, map), emptyRectangle);
  if (maps.length === 0 || bounds.width === 0) return '';
  // A border of empty cells closes the line where the feature runs into the edge of the grid.
  const area = expand(bounds, 1);
  const { coordinates } = contours()
    .size([area.width, area.height])
    .contour(sum(maps, area), halfCertain);
  return coordinates
    .flat()
    .filter((ring) => Math.abs(signedArea(ring)) >= smallestRingCells)
    .map((ring) => pathOf(ring, area, face.gridToPhoto))
    .join('');
}

function sum(maps: readonly ProbabilityMap[], area: Rectangle): number[] {
  const total = new Array<number>(area.width * area.height).fill(0);
  for (const map of maps) {
    for (let y = 0; y < map.height; y++) {
      const row = (map.top + y - area.top) * area.width + map.left - area.left;
      for (let x = 0; x < map.width; x++) {
        total[row + x] = (total[row + x] ?? 0) + (map.data[y * map.width + x] ?? 0);
      }
    }
  }
  return total;
}

type Ring = readonly (readonly number[])[];

function signedArea(ring: Ring): number {
  let twice = 0;
  ring.forEach(([x = 0, y = 0], index) => {
    const [nextX = 0, nextY = 0] = ring[(index + 1) % ring.length] ?? [];
    twice += x * nextY - nextX * y;
  });
  return twice / 2;
}

function pathOf(ring: Ring, area: Rectangle, gridToPhoto: Similarity): string {
  const points = ring.map(([x = 0, y = 0]) => {
    const point = applySimilarity(gridToPhoto, { x: x + area.left, y: y + area.top });
    return `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
  });
  return `M${points.join('L')}Z`;
}
