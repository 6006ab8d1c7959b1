import type { Raster } from '../../src/shared/pixels/raster';
import { neutralPlacement } from '../../src/shared/stitching/align';
import type { StitchPart } from '../../src/shared/stitching/features';
import { withPatches, type StitchPatch } from '../../src/shared/stitching/patch';
import { preparePart } from '../../src/shared/stitching/prepare';
import { inOneThread } from '../../src/shared/stitching/work';
import { encoded, mapPlanes, type StitchSide } from '../../src/shared/stitching/side';

/** What stitching is compared with: aligned and feathered in the same way, nothing matched. */
export function plainPatches(
  target: StitchSide,
  donor: StitchSide,
  parts: readonly StitchPart[],
): StitchPatch[] {
  return parts.flatMap((part) => {
    const prepared = inOneThread(preparePart(part, target, donor, neutralPlacement));
    if (!prepared) return [];
    const color = mapPlanes(prepared.donor, (plane) => ({
      ...plane,
      data: plane.data.map(encoded),
    }));
    return [{ rectangle: prepared.window, color, opacity: prepared.opacity, grain: null }];
  });
}

export function paste(target: StitchSide, donor: StitchSide, parts: readonly StitchPart[]): Raster {
  return withPatches(target.source, plainPatches(target, donor, parts));
}

/** What the seam must be told from: the donor's own colours under a mask without feather. */
export function hardPaste(
  target: StitchSide,
  donor: StitchSide,
  parts: readonly StitchPart[],
): Raster {
  const hard = plainPatches(target, donor, parts).map((patch) => {
    const data = patch.opacity.data.map((value) => Number(value > 0.5));
    return { ...patch, opacity: { ...patch.opacity, data } };
  });
  return withPatches(target.source, hard);
}
