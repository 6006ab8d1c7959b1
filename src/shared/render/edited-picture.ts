import { intersect, type Raster, type Rectangle } from '../pixels/raster';
import { TileSet, wholeTiles } from '../pixels/tile-set';
import type { RenderContext } from './context';
import { RenderMemory, SpareRoom } from './memory';
import type { Pass } from './pass';
import { applyWarps, warpBounds } from './passes/warp/cpu';
import { colorInSteps, finish, isWarp } from './render';

/**
 * A photo with edits that a person is moving. It stays in one place: a rendering writes the tiles that it changes and
 * those that the one before had changed, and leaves most of a large picture alone.
 */
export class EditedPicture {
  readonly raster: Raster<Uint8ClampedArray<ArrayBuffer>>;
  #context: RenderContext;
  /** By band. */
  #memories = new Map<number, RenderMemory>();
  readonly #room = new SpareRoom();
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
    this.#memories = new Map();
    this.#edited.mark(part);
  }

  /**
   * Renders `rectangle`, outside of which the passes do what those before did. Gives the tiles that were written anew.
   */
  render(passes: readonly Pass[], rectangle: Rectangle): TileSet {
    const written = new TileSet(this.raster);
    for (const band of bandsOf(wholeTiles(rectangle, this.raster), passes.some(isWarp))) {
      this.#renderBand(passes, band, written);
    }
    return written;
  }

  #renderBand(passes: readonly Pass[], part: Rectangle, written: TileSet): void {
    const { raster } = this;
    const context = this.#context;
    const memory = this.#memoryOf(part);
    const { working, warps } = finish(colorInSteps(passes, context, part, memory));
    for (const run of this.#edited.runs(part)) written.mark(intersect(run, part));
    this.#edited.clear(part);
    const note = (changed: Rectangle): void => {
      this.#edited.mark(changed);
      written.mark(changed);
    };
    working.forEachChanged(part, (y, from, to) =>
      note({ left: from, top: y, width: to - from, height: 1 }),
    );
    for (const pass of warps) note(intersect(warpBounds(pass, context), part));
    for (const run of written.runs(part)) working.writeOver(raster, intersect(run, part));
    const whole = { left: 0, top: 0, width: raster.width, height: raster.height };
    if (warps.length > 0) applyWarps(warps, context, working, raster, part, whole);
    memory.release(working);
  }

  #memoryOf({ top }: Rectangle): RenderMemory {
    const band = Math.floor(top / bandRows);
    const known = this.#memories.get(band) ?? new RenderMemory(this.#room);
    this.#memories.set(band, known);
    return known;
  }
}

/** Rows that are rendered at once: few enough for what is between two passes to stay near the processor. */
const bandRows = 128;

/** A part of the picture in rows that lie on a lattice. Warps look beyond: they take what there is as one. */
function bandsOf(part: Rectangle, isMoved: boolean): Rectangle[] {
  if (isMoved) return [part];
  const bands: Rectangle[] = [];
  const bottom = part.top + part.height;
  for (let top = part.top; top < bottom;) {
    const end = Math.min(bottom, (Math.floor(top / bandRows) + 1) * bandRows);
    bands.push({ ...part, top, height: end - top });
    top = end;
  }
  return bands;
}
