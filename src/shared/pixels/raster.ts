/**
 * A picture in memory: interleaved samples, row by row, without padding.
 * `Uint8Array` and `Uint8ClampedArray` hold 0-255, `Uint16Array` holds 0-65535; colours are sRGB-encoded
 * unless a name says otherwise; a fourth channel is opacity and is never premultiplied.
 */
export interface Raster<Data extends RasterData = RasterData> {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Data;
}

export type ByteData = Uint8Array | Uint8ClampedArray;
export type RasterData = ByteData | Uint16Array;

/** One channel of numbers, most often 0-1: a mask, a lightness, a distance. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Red, green and blue, or a colour's other coordinates. */
export type Planes = readonly [Plane, Plane, Plane];

/** Whole pixels of one picture; `left` and `top` may lie outside of it. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const emptyRectangle: Rectangle = { left: 0, top: 0, width: 0, height: 0 };

export function wholeOf({ width, height }: Size): Rectangle {
  return { left: 0, top: 0, width, height };
}

/** The largest sample value of a raster's data: 255 or 65535. */
export function maximumSample(data: RasterData): 255 | 65535 {
  return data instanceof Uint16Array ? 65535 : 255;
}

/**
 * Shared memory, which Node has and the window has not: several threads may fill one plane. V8 does not count it either,
 * and so does not stop every 64 MB of planes to collect what is used no more; that was a fifth of what stitching a face
 * took.
 */
const PlaneMemory =
  (globalThis as { SharedArrayBuffer?: typeof SharedArrayBuffer }).SharedArrayBuffer ?? ArrayBuffer;

export function createPlane(width: number, height: number): Plane {
  const bytes = Float32Array.BYTES_PER_ELEMENT * width * height;
  return { width, height, data: new Float32Array(new PlaneMemory(bytes)) };
}

export function createPlanes(width: number, height: number): Planes {
  return [createPlane(width, height), createPlane(width, height), createPlane(width, height)];
}

export function isEmpty(rectangle: Rectangle): boolean {
  return rectangle.width <= 0 || rectangle.height <= 0;
}

export function intersect(a: Rectangle, b: Rectangle): Rectangle {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const right = Math.min(a.left + a.width, b.left + b.width);
  const bottom = Math.min(a.top + a.height, b.top + b.height);
  if (right <= left || bottom <= top) return emptyRectangle;
  return { left, top, width: right - left, height: bottom - top };
}

/** The smallest rectangle that holds both; an empty one adds nothing. */
export function union(a: Rectangle, b: Rectangle): Rectangle {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  const right = Math.max(a.left + a.width, b.left + b.width);
  const bottom = Math.max(a.top + a.height, b.top + b.height);
  return { left, top, width: right - left, height: bottom - top };
}

export function expand(rectangle: Rectangle, border: number): Rectangle {
  if (isEmpty(rectangle)) return rectangle;
  return {
    left: rectangle.left - border,
    top: rectangle.top - border,
    width: rectangle.width + 2 * border,
    height: rectangle.height + 2 * border,
  };
}

/** Cuts `rectangle` into pieces of at most `side` pixels, row by row: the unit of work at full size. */
export function tiles(rectangle: Rectangle, side: number): Rectangle[] {
  const pieces: Rectangle[] = [];
  const right = rectangle.left + rectangle.width;
  const bottom = rectangle.top + rectangle.height;
  for (let top = rectangle.top; top < bottom; top += side) {
    for (let left = rectangle.left; left < right; left += side) {
      pieces.push({
        left,
        top,
        width: Math.min(side, right - left),
        height: Math.min(side, bottom - top),
      });
    }
  }
  return pieces;
}

/** Copies a part of a raster; the part must lie inside it. */
export function crop<Data extends RasterData>(raster: Raster<Data>, part: Rectangle): Raster<Data> {
  const { channels } = raster;
  const length = part.width * part.height * channels;
  const data = new (raster.data.constructor as new (length: number) => Data)(length);
  for (let row = 0; row < part.height; row++) {
    const from = ((part.top + row) * raster.width + part.left) * channels;
    data.set(raster.data.subarray(from, from + part.width * channels), row * part.width * channels);
  }
  return { width: part.width, height: part.height, channels, data };
}
