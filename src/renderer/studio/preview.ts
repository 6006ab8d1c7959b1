import type { Patch, Pixels } from '@shared/contract/contract';
import { emptyRectangle, isEmpty, union, type Raster, type Rectangle } from '@shared/pixels/raster';
import type { Pass } from '@shared/render/pass';
import { RenderCache, type RenderContext } from '@shared/render/context';
import { EditedPicture } from '@shared/render/edited-picture';
import { changedBounds, differingBounds, renderInSteps } from '@shared/render/render';
import { Pyramid, pyramidLevels } from './pyramid';

/** The whole photo at screen size, unedited and edited, each in several sizes to draw from. */
export class Preview {
  /** Preview pixels per photo pixel. */
  readonly scale: number;
  readonly original: Pyramid;
  readonly edited: Pyramid;
  /** The photo as it was taken. */
  readonly #taken: Raster;
  #context: RenderContext;
  readonly #picture: EditedPicture;
  #passes: readonly Pass[] = [];
  /** Where the photo that is edited differs from the one that was taken, and where that was not drawn yet. */
  #stitched: Rectangle = emptyRectangle;
  #undrawn: Rectangle = emptyRectangle;

  constructor(pixels: Pixels, photoWidth: number) {
    this.scale = pixels.width / photoWidth;
    const source: Raster = { ...pixels, channels: 4, data: ownBytes(pixels.data) };
    this.#taken = source;
    this.#context = { source, scale: this.scale, cache: new RenderCache() };
    this.#picture = new EditedPicture(this.#context);
    const [, ...smaller] = pyramidLevels(source);
    this.original = new Pyramid([source, ...smaller]);
    const copies = smaller.map((level) => ({ ...level, data: level.data.slice() }));
    this.edited = new Pyramid([this.#picture.raster, ...copies]);
  }

  /** Nobody may look at it any more. */
  close(): void {
    this.#picture.close();
  }

  /** Draws the passes in place of those before; gives the preview pixels that may have changed. */
  apply(passes: readonly Pass[]): Rectangle {
    const dirty = isEmpty(this.#undrawn)
      ? differingBounds(this.#passes, passes, this.#context)
      : this.#afterStitching(passes);
    this.#passes = passes;
    this.#undrawn = emptyRectangle;
    if (!isEmpty(dirty)) this.edited.update(this.#picture.render(passes, dirty));
    return dirty;
  }

  /** From now on the photo with these patches is the one that is edited; `apply` draws it. */
  stitch(patches: readonly Patch[]): void {
    const data = this.#taken.data.slice();
    const source = { ...this.#taken, data };
    for (const { left, top, pixels } of patches) copyInto(source, pixels, left, top);
    const stitched = patches.map(({ left, top, pixels: { width, height } }) => {
      return { left, top, width, height };
    });
    const next = stitched.reduce<Rectangle>(union, emptyRectangle);
    this.#undrawn = union(this.#undrawn, union(this.#stitched, next));
    this.#stitched = next;
    // Whatever was derived from the photo may be another now.
    this.#context = { source, scale: this.scale, cache: new RenderCache() };
    this.#picture.replace(this.#context, this.#undrawn);
  }

  /** Passes look at their neighbours: all that they touch is drawn again. */
  #afterStitching(passes: readonly Pass[]): Rectangle {
    return [this.#passes, passes]
      .map((some) => changedBounds(some, this.#context))
      .reduce(union, this.#undrawn);
  }

  /**
   * Evaluates the passes' masks in advance and keeps them: what is left for `apply` are the colours. A step at a time,
   * between which a slider may have its turn.
   */
  *prepare(passes: readonly Pass[]): Generator<number, void, undefined> {
    const bounds = changedBounds(passes, this.#context);
    if (!isEmpty(bounds)) yield* renderInSteps(passes, this.#context, bounds);
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

/** Where a pixel's four bytes may be looked at as one number. */
function ownBytes(data: Pixels['data']): Pixels['data'] {
  return data.byteOffset % 4 === 0 ? data : data.slice();
}

/** Four channels. */
function copyInto(
  target: Raster,
  { width, height, data }: Pixels,
  left: number,
  top: number,
): void {
  for (let row = 0; row < height; row++) {
    const from = row * width * 4;
    target.data.set(data.subarray(from, from + width * 4), ((top + row) * target.width + left) * 4);
  }
}
