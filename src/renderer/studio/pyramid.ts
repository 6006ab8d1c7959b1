import { halve } from '@shared/pixels/halving';
import { wholeOf, type Raster, type Rectangle } from '@shared/pixels/raster';
import { TileSet } from '@shared/pixels/tile-set';
import { contextOf } from './canvases';

/** Levels are halved until both sides are at most this long: no window shows a photo smaller. */
const smallestSidePixels = 600;

/**
 * A picture on canvases of which each is half as large as the one before. The browser would reduce all of a large
 * picture anew after every change; here a change touches only its own part of each level, and only levels that are
 * drawn are made anew and put on their canvas.
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

  /** Tiles of the largest level are others now: smaller ones follow when they are drawn. */
  update(changed: TileSet): void {
    for (const level of this.#levels) level.note(changed);
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
    for (let at = 1; at <= index; at++) this.#levels[at]!.follow(this.#levels[at - 1]!.raster);
    return level;
  }
}

/** One size of the picture, and a canvas that shows it when it is asked for. */
class Level {
  readonly #canvas: OffscreenCanvas;
  readonly #image: ImageData;
  /** Tiles of the largest level that the canvas does not show yet, and those that this level does not. */
  #stale: TileSet;
  #behind: TileSet;

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
    this.#stale.mark(wholeOf(largest));
    this.#behind = new TileSet(largest);
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
    this.#behind.add(changed);
  }

  /** Takes what changed over from the level twice as large. */
  follow(above: Raster): void {
    const parts = this.#behind.rectangles();
    if (parts.length === 0) return;
    this.#behind = new TileSet(this.largest);
    for (const part of parts) halve(above, this.raster, this.covered(part));
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
