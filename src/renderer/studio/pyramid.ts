import type { Raster, Rectangle } from '@shared/pixels/raster';
import { TileSet } from '@shared/pixels/tile-set';
import { contextOf } from './canvases';

/** Levels are halved until both sides are at most this long: no window shows a photo smaller. */
const smallestSidePixels = 600;

/**
 * A picture on canvases of which each is half as large as the one before. The browser would reduce all of a large
 * picture anew after every change; here a change touches only its own part of each level, and only those that are
 * drawn are put on their canvas.
 */
export class Pyramid {
  readonly #levels: readonly Level[];

  /** `levels` as `pyramidLevels` makes them. */
  constructor(levels: readonly Raster[]) {
    const [largest] = levels;
    if (!largest) throw new RangeError('a pyramid has a level');
    this.#levels = levels.map((raster, index) => new Level(raster, largest, index));
  }

  /** The picture at its own size. */
  get canvas(): OffscreenCanvas {
    return this.#level(0).canvas;
  }

  /** Tiles of the largest level are others now. */
  update(changed: TileSet): void {
    const parts = changed.rectangles();
    for (const [index, level] of this.#levels.entries()) {
      const above = this.#levels[index - 1];
      if (above) for (const part of parts) halve(above.raster, level.raster, level.covered(part));
      level.note(changed);
    }
  }

  /** Draws the picture with its corner at `left`, `top`; `scale` is canvas pixels per picture pixel. */
  draw(target: OffscreenCanvasRenderingContext2D, left: number, top: number, scale: number): void {
    const wanted = scale < 1 ? Math.floor(Math.log2(1 / scale)) : 0;
    const level = Math.min(wanted, this.#levels.length - 1);
    const { canvas } = this.#level(level);
    const levelScale = scale * 2 ** level;
    // Between half and full size two neighbours are all that there is to mix.
    target.imageSmoothingQuality = levelScale >= 1 ? 'high' : levelScale > 0.5 ? 'low' : 'medium';
    target.drawImage(canvas, left, top, canvas.width * levelScale, canvas.height * levelScale);
  }

  #level(index: number): Level {
    const level = this.#levels[index];
    if (!level) throw new RangeError(`no level ${index}`);
    return level;
  }
}

/** One size of the picture, and a canvas that shows it when it is asked for. */
class Level {
  readonly #canvas: OffscreenCanvas;
  readonly #image: ImageData;
  /** Tiles of the largest level that the canvas does not show yet. */
  #stale: TileSet;

  constructor(
    readonly raster: Raster,
    private readonly largest: Raster,
    private readonly index: number,
  ) {
    const { width, height } = raster;
    const { buffer, byteOffset, byteLength } = raster.data;
    const data = new Uint8ClampedArray(buffer as ArrayBuffer, byteOffset, byteLength);
    this.#image = new ImageData(data, width, height);
    this.#canvas = new OffscreenCanvas(width, height);
    this.#stale = new TileSet(largest);
    this.#stale.mark({ left: 0, top: 0, width: largest.width, height: largest.height });
  }

  get canvas(): OffscreenCanvas {
    const parts = this.#stale.rectangles();
    if (parts.length === 0) return this.#canvas;
    this.#stale = new TileSet(this.largest);
    const context = contextOf(this.#canvas);
    for (const part of parts) {
      const { left, top, width, height } = this.covered(part);
      context.putImageData(this.#image, 0, 0, left, top, width, height);
    }
    return this.#canvas;
  }

  note(changed: TileSet): void {
    this.#stale.add(changed);
  }

  /** The pixels of this level that lie over whole tiles of the largest. */
  covered({ left, top, width, height }: Rectangle): Rectangle {
    const step = 2 ** this.index;
    const right = Math.ceil((left + width) / step);
    const bottom = Math.ceil((top + height) / step);
    return {
      left: left / step,
      top: top / step,
      width: right - left / step,
      height: bottom - top / step,
    };
  }
}

/** A picture and its halves, largest first. */
export function pyramidLevels(picture: Raster): readonly Raster[] {
  const { width, height } = picture;
  if (Math.max(width, height) <= smallestSidePixels) return [picture];
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const data = new Uint8Array(half.width * half.height * 4);
  const halved: Raster = { ...half, channels: 4, data };
  halve(picture, halved, { left: 0, top: 0, ...half });
  return [picture, ...pyramidLevels(halved)];
}

/** Two of a pixel's four bytes, with room beside each for the sum of four. */
const everyOther = 0x00ff00ff;
/** What rounds both of them. */
const halves = 0x00020002;

/** Means of 2 by 2 pixels, for a part of `into`; at an odd edge the last pixel counts twice. Four channels. */
function halve(from: Raster, into: Raster, { left, top, width, height }: Rectangle): void {
  const [pixels, result] = [pixelsOf(from), pixelsOf(into)];
  for (let y = top; y < top + height; y++) {
    const upper = 2 * y * from.width;
    const lower = Math.min(2 * y + 1, from.height - 1) * from.width;
    const start = y * into.width;
    for (let x = left; x < left + width; x++) {
      const right = Math.min(2 * x + 1, from.width - 1);
      const a = pixels[upper + 2 * x]!;
      const b = pixels[upper + right]!;
      const c = pixels[lower + 2 * x]!;
      const d = pixels[lower + right]!;
      const even =
        (a & everyOther) + (b & everyOther) + (c & everyOther) + (d & everyOther) + halves;
      const odd =
        ((a >>> 8) & everyOther) +
        ((b >>> 8) & everyOther) +
        ((c >>> 8) & everyOther) +
        ((d >>> 8) & everyOther) +
        halves;
      result[start + x] = ((even >>> 2) & everyOther) | (((odd >>> 2) & everyOther) << 8);
    }
  }
}

/** Whole pixels of four bytes. */
function pixelsOf({ data }: Raster): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
}
