import { featureNames, type Feature } from '@shared/analysis/classes';
import { applySimilarity, invertSimilarity } from '@shared/pixels/geometry';
import type { Point } from '@shared/pixels/raster';
import type { FaceOverview } from './contract';

export interface Target {
  readonly face: number;
  readonly feature: Feature;
}

/** What lies under a point of the photo. Where the crops of two faces overlap, the nearer face counts. */
export function targetAt(faces: readonly FaceOverview[], point: Point): Target | undefined {
  let nearest: Target | undefined;
  let nearestDistance = Number.POSITIVE_INFINITY;
  for (const face of faces) {
    const feature = featureAt(face, point);
    const distance = distanceInFaces(face, point);
    if (!feature || distance >= nearestDistance) continue;
    nearest = { face: face.index, feature };
    nearestDistance = distance;
  }
  return nearest;
}

/** The face whose middle is nearest, in its own size. */
export function nearestFace(faces: readonly FaceOverview[], point: Point): number | undefined {
  const [nearest] = [...faces].sort(
    (one, other) => distanceInFaces(one, point) - distanceInFaces(other, point),
  );
  return nearest?.index;
}

function featureAt(face: FaceOverview, point: Point): Feature | undefined {
  const cell = applySimilarity(invertSimilarity(face.gridToPhoto), point);
  const x = Math.floor(cell.x);
  const y = Math.floor(cell.y);
  if (x < 0 || y < 0 || x >= face.gridSize || y >= face.gridSize) return undefined;
  return featureNames[(face.featureCells[y * face.gridSize + x] ?? 0) - 1];
}

function distanceInFaces({ box }: FaceOverview, point: Point): number {
  const x = point.x - (box.left + box.width / 2);
  const y = point.y - (box.top + box.height / 2);
  return Math.hypot(x, y) / Math.max(box.width, box.height);
}
