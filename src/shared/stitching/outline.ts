import { smoothstep } from '../pixels/color';
import { gaussianBlur } from '../pixels/gaussian';
import { createPlane, type Plane } from '../pixels/raster';
import type { PartGeometry } from './features';
import type { Grid } from './grid';
import { largestFeather } from './options';
import type { Mismatch } from './mismatch';
import { combined, mapped } from './planes';

const smoothingFaceWidths = 0.004;

/** What the mask is made of. */
export interface Outline {
  readonly grid: Grid;
  readonly geometry: PartGeometry;
  /** Distance from the feature on either side, in face widths; or, of the inner face, its polygon. */
  readonly distance: Plane;
  /** The same from the donor's feature alone. */
  readonly donorDistance: Plane;
  readonly isPolygon: boolean;
  /** Clear of the other features, 0-1. */
  readonly free: Plane;
  /** The feature itself, shown even where it touches another. */
  readonly core: Plane;
  /** Where it is shown without the skin round it, 0-1; `null`: nowhere. */
  readonly alone: Plane | null;
  /** Where the target's skin shows between its hairs, 0-1; `null`: nowhere. */
  readonly betweenHairs: Plane | null;
}

/** How far the donor replaces the target, on the grid. */
export function outlineOpacity(outline: Outline, feather: number): Plane {
  const { free, core, grid } = outline;
  const reach = outlineReach(outline, feather);
  const opacity = createPlane(reach.width, reach.height);
  for (let index = 0; index < opacity.data.length; index++)
    opacity.data[index] = Math.max(reach.data[index]! * free.data[index]!, core.data[index]!);
  return gaussianBlur(opacity, smoothingFaceWidths * grid.unitPixels);
}

export function outlineReach(
  { distance, donorDistance, isPolygon, alone, geometry, grid }: Outline,
  feather: number,
): Plane {
  const soft = Math.min(largestFeather, feather) * geometry.featherFaceWidths;
  if (isPolygon) return gaussianBlur(distance, soft * grid.unitPixels);
  const { boundaryFaceWidths, aloneFaceWidths } = geometry;
  const result = createPlane(distance.width, distance.height);
  for (let index = 0; index < result.data.length; index++) {
    const value = distance.data[index]!;
    const together = smoothstep(boundaryFaceWidths + soft, boundaryFaceWidths, value);
    const own = alone ? smoothstep(aloneFaceWidths, 0, donorDistance.data[index]!) : together;
    result.data[index] = together + (alone ? alone.data[index]! * (own - together) : 0);
  }
  return result;
}

const mismatchSigmaFaceWidths = 0.012;
/** Natural logarithms of light: pictures that differ by this are half as far apart from the feature. */
const mismatchScale = 0.2;
const mostMismatch = 2;

/**
 * The outline drawn closer to the feature where the two pictures, the donor's light matched, do not agree: through a
 * beard, a fold, a shadow or a lock of hair a seam shows, through skin that is alike it does not (the idea of the
 * boundary in Jia et al., "Drag-and-Drop Pasting", 2006). Never closer than the feature's core. Where skins have next to
 * nothing in common, a feature that can do without brings none of its own.
 */
export function drawnTogether(outline: Outline, seen: Mismatch): Outline {
  const { geometry, grid } = outline;
  const mismatch = gaussianBlur(seen.everywhere, mismatchSigmaFaceWidths * grid.unitPixels);
  const { coreFaceWidths, boundaryFaceWidths } = geometry;
  const room = boundaryFaceWidths - coreFaceWidths;
  const distance = combined(outline.distance, mismatch, (away, wrong) => {
    if (away <= coreFaceWidths) return away;
    const stretch = 1 + Math.min(mostMismatch, wrong / mismatchScale);
    // Up to the boundary only: beyond it the mask ends as softly as ever.
    const shift = room * (1 - 1 / stretch);
    return Math.min(coreFaceWidths + (away - coreFaceWidths) * stretch, away + shift);
  });
  if (geometry.aloneFaceWidths === 0) return { ...outline, distance };
  const half = geometry.aloneMismatch;
  const least = smoothstep(aloneMeans[0] * half, aloneMeans[1] * half, seen.mean);
  const alone = mapped(seen.ofSkin, (wrong) =>
    Math.max(least, smoothstep(alonePlaces[0] * half, alonePlaces[1] * half, wrong)),
  );
  if (geometry.madeOf !== 'hair') return { ...outline, distance, alone };
  const other = smoothstep(...otherShade, seen.shade);
  const betweenHairs = other > 0 ? mapped(alone, (value) => value * other) : null;
  return { ...outline, distance, alone, betweenHairs };
}

/**
 * Skin that agrees this badly, against the feature's own measure, is the target's own, up to the feature itself: no
 * moustache comes along with a mouth. First at a place, then for the mean of all skin round the feature: in patches it
 * would look stranger than as a whole.
 */
const alonePlaces = [0.8, 1.6] as const;
const aloneMeans = [0.75, 1.25] as const;
/** Skins whose light differs by so much, as a logarithm, are of another shade: nothing of one is left between hairs. */
const otherShade = [0.12, 0.3] as const;
