import type { Raster, Rectangle } from '@shared/pixels/raster';
import { canvasOf, putRaster } from './canvases';

/** Levels are halved until both sides are at most this long: no window shows a photo smaller. */
const smallestSidePixels = 600;

/**
 * A picture on canvases of which each is half as large as the one before. The browser would reduce all of a large
 * picture anew after every change; here a change touches only its own part of each level.
 */
export class Pyramid {
  readonly #levels: readonly OffscreenCanvas[];

  /** `levels` as `pyramidLevels` makes them: several pyramids of one picture share the work. */
  constructor(levels: readonly Raster[]) {
    this.#levels = levels.map(canvasOf);
  }

  /** The picture at its own size. */
  get canvas(): OffscreenCanvas {
    return this.#level(0);
  }

  /** Grows a part, within the picture, to whole pixels of every level. */
  aligned({ left, top, width, height }: Rectangle): Rectangle {
    const step = 2 ** (this.#levels.length - 1);
    const down = (at: number): number => Math.floor(at / step) * step;
    const up = (at: number, side: number): number => Math.min(side, Math.ceil(at / step) * step);
    const start = { left: down(left), top: down(top) };
    return {
      ...start,
      width: up(left + width, this.canvas.width) - start.left,
      height: up(top + height, this.canvas.height) - start.top,
    };
  }

  /** Replaces a part, whose rectangle must be aligned. */
  put(part: Raster, left: number, top: number): void {
    let raster = part;
    this.#levels.forEach((canvas, level) => {
      if (level > 0) raster = halved(raster);
      putRaster(canvas, raster, left / 2 ** level, top / 2 ** level);
    });
  }

  /** Draws the picture with its corner at `left`, `top`; `scale` is canvas pixels per picture pixel. */
  draw(target: OffscreenCanvasRenderingContext2D, left: number, top: number, scale: number): void {
    const wanted = scale < 1 ? Math.floor(Math.log2(1 / scale)) : 0;
    const level = Math.min(wanted, this.#levels.length - 1);
    const canvas = this.#level(level);
    const levelScale = scale * 2 ** level;
    // Between half and full size two neighbours are all that there is to mix.
    target.imageSmoothingQuality = levelScale >= 1 ? 'high' : levelScale > 0.5 ? 'low' : 'medium';
    target.drawImage(canvas, left, top, canvas.width * levelScale, canvas.height * levelScale);
  }

  #level(index: number): OffscreenCanvas {
    const level = this.#levels[index];
    if (!level) throw new RangeError(`no level ${index}`);
    return level;
  }
}

/** A picture and its halves, largest first. */
export function pyramidLevels(picture: Raster): readonly Raster[] {
  const longest = Math.max(picture.width, picture.height);
  return longest > smallestSidePixels ? [picture, ...pyramidLevels(halved(picture))] : [picture];
}

/** Means of 2 by 2 pixels; at an odd edge the last pixel counts twice. Four channels. */
function halved({ data, width, height }: Raster): Raster {
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const result = new Uint8Array(halfWidth * halfHeight * 4);
  for (let y = 0; y < halfHeight; y++) {
    const upper = 2 * y * width;
    const lower = Math.min(2 * y + 1, height - 1) * width;
    for (let x = 0; x < halfWidth; x++) {
      const right = Math.min(2 * x + 1, width - 1);
      const target = (y * halfWidth + x) * 4;
      for (let channel = 0; channel < 4; channel++) {
        const sum =
          data[(upper + 2 * x) * 4 + channel]! +
          data[(upper + right) * 4 + channel]! +
          data[(lower + 2 * x) * 4 + channel]! +
          data[(lower + right) * 4 + channel]!;
        result[target + channel] = (sum + 2) >> 2;
      }
    }
  }
  return { data: result, width: halfWidth, height: halfHeight, channels: 4 };
}
