import {
  crop,
  maximumSample,
  type Raster,
  type RasterData,
  type Rectangle,
} from '../pixels/raster';

/** From 8 to 16 bits: 255 becomes 65535, and back without loss. */
const fromByte = 257;
export const maximumWorkingSample = 65535;

/**
 * The part of a picture that is being edited, in 16 bits whatever the source has, so that ten edits on top of each
 * other round once. Passes write into it.
 */
export interface Working {
  /** Source pixels. */
  readonly area: Rectangle;
  readonly channels: 3 | 4;
  readonly data: Uint16Array;
}

export function toWorking(source: Raster, area: Rectangle): Working {
  const { channels, data } = crop(source, area);
  if (data instanceof Uint16Array) return { area, channels, data };
  const wide = new Uint16Array(data.length);
  for (let index = 0; index < data.length; index++) wide[index] = data[index]! * fromByte;
  return { area, channels, data: wide };
}

/** A part of what was worked on, which must lie inside it, in the source's own bits. */
export function fromWorking(working: Working, source: Raster, part: Rectangle): Raster {
  const { area, channels, data } = working;
  const whole = { width: area.width, height: area.height, channels, data };
  const cut = crop(whole, { ...part, left: part.left - area.left, top: part.top - area.top });
  if (maximumSample(source.data) === maximumWorkingSample) return cut;
  const narrow = new (source.data.constructor as new (length: number) => RasterData)(cut.data.length);
  for (let index = 0; index < narrow.length; index++) {
    narrow[index] = Math.floor((cut.data[index]! + fromByte / 2) / fromByte);
  }
  return { ...cut, data: narrow };
}
