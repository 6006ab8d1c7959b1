import type { Face } from '@shared/analysis/face';
import { crop, type Raster, type RasterData, type Rectangle } from '@shared/pixels/raster';
import { partsOf, type StitchFeature } from '@shared/stitching/features';
import { withPatches } from '@shared/stitching/patch';
import type { StitchReport } from '@shared/stitching/report';
import { requestsFor, type StitchOptions } from '@shared/stitching/options';
import { stitching, type Stitching } from '@shared/stitching/stitch';
import { fromSrgb } from './color-profile';
import type { Photo } from './photo';
import type { StitchCrew } from './stitch-crew';

export interface Swap {
  readonly target: Face;
  readonly donorPhoto: Photo;
  readonly donor: Face;
  readonly features: readonly StitchFeature[];
  readonly options?: Partial<StitchOptions>;
}

export interface Swapped {
  /** As if the photo had been taken like this: every edit can follow. Its preview is the old one. */
  readonly photo: Photo;
  /** One for each swap. */
  readonly reports: readonly StitchReport[];
}

/** Stitches at full size, one swap after the other, each measured on the untouched photo. */
export async function swapFeatures(
  photo: Photo,
  swaps: readonly Swap[],
  crew: StitchCrew,
  signal: AbortSignal | undefined,
): Promise<Swapped> {
  const source = photo.working;
  const stitchings: Stitching[] = [];
  for (const { target, donorPhoto, donor, features, options } of swaps) {
    const work = stitching(
      { source, face: target, scale: 1 },
      { source: donorPhoto.working, face: donor, scale: 1 },
      requestsFor(
        // A pair and one of it: once.
        [...new Set(features.flatMap((feature) => partsOf[feature]))],
        options,
      ),
    );
    stitchings.push(await crew.run(work, signal));
  }
  const patches = stitchings.flatMap((one) => one.patches);
  const working = withPatches(source, patches);
  const rectangles = patches.map(({ rectangle }) => rectangle);
  const original = photo.icc ? await inOwnProfile(photo, photo.icc, working, rectangles) : working;
  return {
    photo: { ...photo, working, original },
    reports: stitchings.map(({ report }) => report),
  };
}

/** Carries the difference over to the photo's own samples, so that what was not stitched keeps them bit by bit. */
export async function inOwnProfile(
  { original, working }: Photo,
  icc: Buffer,
  stitched: Raster,
  rectangles: readonly Rectangle[],
): Promise<Raster> {
  const data = original.data.slice() as RasterData;
  const maximum = data instanceof Uint16Array ? 65535 : 255;
  for (const rectangle of rectangles) {
    const before = await fromSrgb(crop(working, rectangle), icc);
    const after = await fromSrgb(crop(stitched, rectangle), icc);
    const { channels } = original;
    const length = rectangle.width * channels;
    for (let row = 0; row < rectangle.height; row++) {
      const start = ((rectangle.top + row) * original.width + rectangle.left) * channels;
      for (let index = 0; index < length; index++) {
        const from = row * length + index;
        const moved = original.data[start + index]! + after.data[from]! - before.data[from]!;
        data[start + index] = Math.min(maximum, Math.max(0, moved));
      }
    }
  }
  return { ...original, data };
}
