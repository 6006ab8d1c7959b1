import type { PhotoInformation, Pixels } from '@shared/contract/contract';
import type { Raster } from '@shared/pixels/raster';

/** An open photo, upright. */
export interface Photo {
  readonly information: PhotoInformation;
  /** The file's own samples, in its own profile: what an export keeps wherever no edit reaches. */
  readonly original: Raster;
  /** The same in sRGB: what is analysed, shown and edited. The very same object where the photo is in sRGB. */
  readonly working: Raster;
  /** The profile that `original` is in; `undefined` means sRGB. */
  readonly icc: Buffer | undefined;
  /** The file's own profile where `original` is in it, whether or not it is sRGB under another name. */
  readonly embeddedIcc: Buffer | undefined;
  readonly exif: Buffer | undefined;
  readonly preview: Pixels;
}
