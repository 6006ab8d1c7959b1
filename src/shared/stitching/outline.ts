import { smoothstep } from '../pixels/color';
import { gaussianBlur } from '../pixels/gaussian';
import type { Plane, Rectangle } from '../pixels/raster';
import type { PartGeometry } from './features';
import { mapped } from './planes';

const smoothingFaceWidths = 0.004;

/** What the opacity is made of, on reduced pixels. */
export interface Outline {
  readonly window: Rectangle;
  readonly factor: number;
  readonly unitPixels: number;
  readonly geometry: PartGeometry;
  /** Distance from the feature on either side, in face widths; or, of the inner face, its polygon. */
  readonly distance: Plane;
  readonly isPolygon: boolean;
  /** Clear of the other features, 0-1. */
  readonly free: Plane;
  /** The feature itself, shown even where it touches another. */
  readonly core: Plane;
}

export function outlineOpacity(outline: Outline, feather: number): Plane {
  const { free, core, unitPixels } = outline;
  const reach = outlineReach(outline, feather);
  const opacity = mapped(reach, (value, index) =>
    Math.max(value * free.data[index]!, core.data[index]!),
  );
  return gaussianBlur(opacity, smoothingFaceWidths * unitPixels);
}

export function outlineReach(
  { distance, isPolygon, geometry, unitPixels }: Outline,
  feather: number,
): Plane {
  const featherFaceWidths = feather * geometry.featherFaceWidths;
  if (isPolygon) return gaussianBlur(distance, featherFaceWidths * unitPixels);
  return mapped(distance, (value) => falling(value, { ...geometry, featherFaceWidths }));
}

function falling(
  distance: number,
  { boundaryFaceWidths, featherFaceWidths }: PartGeometry,
): number {
  return smoothstep(boundaryFaceWidths + featherFaceWidths, boundaryFaceWidths, distance);
}
