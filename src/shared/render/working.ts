import { maximumSample, type Raster, type RasterData, type Rectangle } from '../pixels/raster';

export const maximumWorkingSample = 65535;

/**
 * The part of a picture that is being edited, in 16 bits (a byte times 257) whatever the source has, so that ten edits
 * on top of each other round once. Passes write into it.
 */
export interface Working {
  /** Source pixels. */
  readonly area: Rectangle;
  readonly channels: 3 | 4;
  readonly data: Uint16Array;
}

export function toWorking(source: Raster, area: Rectangle): Working {
  const { channels, data } = source;
  const wide = new Uint16Array(area.width * area.height * channels);
  const sameBits = maximumSample(data) === maximumWorkingSample;
  const length = area.width * channels;
  for (let y = 0; y < area.height; y++) {
    const from = ((area.top + y) * source.width + area.left) * channels;
    const to = y * length;
    if (sameBits) wide.set(data.subarray(from, from + length), to);
    else for (let at = 0; at < length; at++) wide[to + at] = data[from + at]! * 257;
  }
  return { area, channels, data: wide };
}

/** A part of what was worked on, which must lie inside it, in the source's own bits. */
export function fromWorking(working: Working, source: Raster, part: Rectangle): Raster {
  const { area, channels, data } = working;
  const length = part.width * channels;
  const narrow = new (source.data.constructor as new (length: number) => RasterData)(
    length * part.height,
  );
  const sameBits = maximumSample(source.data) === maximumWorkingSample;
  for (let y = 0; y < part.height; y++) {
    const from = ((part.top - area.top + y) * area.width + part.left - area.left) * channels;
    const to = y * length;
    if (sameBits) narrow.set(data.subarray(from, from + length), to);
    // The same as a rounded division by 257.
    else
      for (let at = 0; at < length; at++) narrow[to + at] = (data[from + at]! * 255 + 32895) >>> 16;
  }
  return { width: part.width, height: part.height, channels, data: narrow };
}
