import { applySimilarity, invertSimilarity, type Similarity } from '@shared/pixels/geometry';
import type { Point } from '@shared/pixels/raster';
import { mapLandmarks, type Landmarks } from './landmarks';

/** The square grid of probabilities over an aligned face. */
export interface Grid {
  readonly side: number;
  /** From cells (centres at +0.5) to pixels of the photo. */
  readonly toPhoto: Similarity;
}

export function gridOver(squareToPhoto: Similarity, side: number): Grid {
  const { a, b, tx, ty } = squareToPhoto;
  return { side, toPhoto: { a: a / side, b: b / side, tx, ty } };
}

export function landmarksInGrid(landmarks: Landmarks, { toPhoto }: Grid): Landmarks {
  const toGrid = invertSimilarity(toPhoto);
  return mapLandmarks(landmarks, (point) => applySimilarity(toGrid, point));
}

/** Even-odd rule. */
export function isInside(polygon: readonly Point[], { x, y }: Point): boolean {
  let inside = false;
  let before = polygon.at(-1);
  for (const corner of polygon) {
    if (before && corner.y > y !== before.y > y) {
      const crossing = before.x + ((y - before.y) / (corner.y - before.y)) * (corner.x - before.x);
      if (x < crossing) inside = !inside;
    }
    before = corner;
  }
  return inside;
}
