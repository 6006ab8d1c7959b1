import type { Raster } from '../../src/shared/pixels/raster';
import type { StitchPart } from '../../src/shared/stitching/features';
import { requestsFor, type StitchOptions } from '../../src/shared/stitching/options';
import { withPatches } from '../../src/shared/stitching/patch';
import type { StitchSide } from '../../src/shared/stitching/side';
import { stitch, type Stitching } from '../../src/shared/stitching/stitch';
import type { Portrait } from './portraits';
import { percentile } from './table';

/** One of each feature: what holds for the left eye holds for the right one. */
export const measuredParts: readonly StitchPart[] = ['left-eye', 'right-brow', 'nose', 'mouth'];

export interface Done extends Stitching {
  readonly picture: Raster;
}

export function sideOf(source: Raster, { face }: Portrait): StitchSide {
  return { source, face, scale: 1 };
}

export function swapped(
  target: StitchSide,
  donor: StitchSide,
  options: Partial<StitchOptions> = {},
  parts = measuredParts,
): Done {
  const stitching = stitch(target, donor, requestsFor(parts, options));
  return { ...stitching, picture: withPatches(target.source, stitching.patches) };
}

export function medianAndTail(values: readonly number[], share = 0.9, digits = 2): string {
  if (values.length === 0) return '';
  return `${percentile(values, 0.5).toFixed(digits)} / ${percentile(values, share).toFixed(digits)}`;
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
