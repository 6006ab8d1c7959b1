import type { Pixels } from '@shared/contract/contract';
import { isEmpty, type Raster, type Rectangle } from '@shared/pixels/raster';
import type { Pass } from '@shared/render/pass';
import { RenderCache, type RenderContext } from '@shared/render/context';
import { RenderMemory } from '@shared/render/memory';
import { changedBounds, differingBounds, render } from '@shared/render/render';
import { Pyramid, pyramidLevels } from './pyramid';

/** The whole photo at screen size, unedited and edited, each in several sizes to draw from. */
export class Preview {
  /** Preview pixels per photo pixel. */
  readonly scale: number;
  readonly original: Pyramid;
  readonly edited: Pyramid;
  readonly #context: RenderContext;
  readonly #memory = new RenderMemory();
  #passes: readonly Pass[] = [];

  constructor(pixels: Pixels, photoWidth: number) {
    this.scale = pixels.width / photoWidth;
    const source: Raster = { ...pixels, channels: 4 };
    this.#context = { source, scale: this.scale, cache: new RenderCache() };
    const levels = pyramidLevels(source);
    this.original = new Pyramid(levels);
    this.edited = new Pyramid(levels);
  }

  /** Draws the passes in place of those before; gives the preview pixels that may have changed. */
  apply(passes: readonly Pass[]): Rectangle {
    const dirty = differingBounds(this.#passes, passes, this.#context);
    this.#passes = passes;
    if (isEmpty(dirty)) return dirty;
    const part = this.edited.aligned(dirty);
    const memory = this.#memory;
    this.edited.put(render(passes, this.#context, part, { memory }), part.left, part.top);
    return dirty;
  }

  /** Evaluates the passes' masks in advance and keeps them: what is left for `apply` are the colours. */
  prepare(passes: readonly Pass[]): void {
    const bounds = changedBounds(passes, this.#context);
    if (!isEmpty(bounds)) render(passes, this.#context, bounds);
  }

  /** What `apply` gave, in pixels of the photo, grown to whole ones. */
  toPhoto(rectangle: Rectangle): Rectangle {
    if (isEmpty(rectangle)) return rectangle;
    const left = Math.floor((rectangle.left - 1) / this.scale);
    const top = Math.floor((rectangle.top - 1) / this.scale);
    const right = Math.ceil((rectangle.left + rectangle.width + 1) / this.scale);
    const bottom = Math.ceil((rectangle.top + rectangle.height + 1) / this.scale);
    return { left, top, width: right - left, height: bottom - top };
  }
}
