import { intersect, type Raster, type Rectangle } from '../pixels/raster';
import { TileSet, wholeTiles } from '../pixels/tile-set';
import type { RenderContext } from './context';
import { RenderMemory } from './memory';
import type { Pass } from './pass';
import { applyWarps, warpBounds } from './passes/warp/cpu';
import { colorInSteps, finish } from './render';

/**
 * A photo with edits that a person is moving. It stays in one place: a rendering writes the tiles that it changes and
 * those that the one before had changed, and leaves most of a large picture alone.
 */
export class EditedPicture {
  readonly raster: Raster<Uint8ClampedArray<ArrayBuffer>>;
  #context: RenderContext;
  #memory = new RenderMemory();
  /** Tiles that differ from the photo. */
  readonly #edited: TileSet;

  /** Of a photo of 8 bits. */
  constructor(context: RenderContext) {
    const { width, height, channels, data } = context.source;
    this.raster = { width, height, channels, data: Uint8ClampedArray.from(data) };
    this.#context = context;
    this.#edited = new TileSet(this.raster);
  }

  /** From now on another photo of the same size is edited, which differs from the one before inside `part`. */
  replace(context: RenderContext, part: Rectangle): void {
    this.#context = context;
    this.#memory = new RenderMemory();
    this.#edited.mark(part);
  }

  /**
   * Renders `rectangle`, outside of which the passes do what those before did. Gives the tiles that were written anew.
   */
  render(passes: readonly Pass[], rectangle: Rectangle): TileSet {
    const { raster } = this;
    const context = this.#context;
    const part = wholeTiles(rectangle, raster);
    const { working, warps } = finish(colorInSteps(passes, context, part, this.#memory));
    const edited = new TileSet(raster);
    working.forEachChanged(part, (y, from, to) =>
      edited.mark({ left: from, top: y, width: to - from, height: 1 }),
    );
    for (const pass of warps) edited.mark(intersect(warpBounds(pass, context), part));
    const written = this.#editedIn(part);
    written.add(edited);
    const whole = { left: 0, top: 0, width: raster.width, height: raster.height };
    for (const run of written.runs()) {
      copyRows(context.source, raster, run);
      working.writeInto(raster, run, whole);
    }
    if (warps.length > 0) applyWarps(warps, context, working, raster, part, whole);
    this.#memory.release(working);
    this.#edited.clear(part);
    this.#edited.add(edited);
    return written;
  }

  #editedIn(part: Rectangle): TileSet {
    const result = new TileSet(this.raster);
    for (const run of this.#edited.runs()) result.mark(intersect(run, part));
    return result;
  }
}

function copyRows(from: Raster, into: Raster, { left, top, width, height }: Rectangle): void {
  const { channels } = from;
  for (let y = top; y < top + height; y++) {
    const start = (y * from.width + left) * channels;
    into.data.set(from.data.subarray(start, start + width * channels), start);
  }
}
