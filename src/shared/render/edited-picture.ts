import { intersect, wholeOf, type Raster, type Rectangle } from '../pixels/raster';
import { TileSet, tileSidePixels, wholeTiles } from '../pixels/tile-set';
import type { RenderContext } from './context';
import { RenderMemory, SpareRoom } from './memory';
import {
  borrowNearPictures,
  returnNearPictures,
  sharedNearRoom,
  type NearPictures,
} from './near-room';
import type { Pass } from './pass';
import { applyWarps, warpedParts } from './passes/warp/cpu';
import { colorInSteps, finish, isWarp } from './render';
import type { Working } from './working';

/**
 * A photo with edits that a person is moving. It stays in one place: a rendering writes the tiles that it changes and
 * those that the one before had changed, and leaves most of a large picture alone.
 */
export class EditedPicture {
  readonly raster: Raster<Uint8ClampedArray<ArrayBuffer>>;
  /** The photo is copied there, where loops find it. */
  #near: NearPictures | undefined;
  #context: RenderContext;
  /** By band, and of what warps move. */
  #memories = new Map<number | 'moved', RenderMemory>();
  readonly #room = new SpareRoom(sharedNearRoom());
  /** Tiles that differ from the photo. */
  readonly #edited: TileSet;

  /** Of a photo of 8 bits. */
  constructor(context: RenderContext) {
    const { data, ...form } = context.source;
    this.#near = borrowNearPictures(data.length);
    const edited = this.#near?.edited ?? new Uint8ClampedArray(data.length);
    edited.set(data);
    this.raster = { ...form, data: edited };
    this.#context = this.#withNear(context, wholeOf(this.raster));
    this.#edited = new TileSet(this.raster);
  }

  /** Nobody may look at it any more: another picture may have its room. */
  close(): void {
    if (this.#near) returnNearPictures();
    this.#near = undefined;
  }

  /** From now on another photo of the same size is edited, which differs from the one before inside `part`. */
  replace(context: RenderContext, part: Rectangle): void {
    this.#context = this.#withNear(context, part);
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

  /** Copies `part` of the photo, which is all that is not there yet. */
  #withNear(context: RenderContext, part: Rectangle): RenderContext {
    const { source } = context;
    const data = this.#near?.source;
    if (!data) return context;
    for (let y = part.top; y < part.top + part.height; y++) {
      const start = (y * source.width + part.left) * source.channels;
      data.set(source.data.subarray(start, start + part.width * source.channels), start);
    }
    return { ...context, source: { ...source, data } };
  }

  #renderBand(passes: readonly Pass[], part: Rectangle, written: TileSet): void {
    const { raster } = this;
    const context = this.#context;
    const memory = this.#memoryOf(passes.some(isWarp) ? 'moved' : Math.floor(part.top / bandRows));
    const { working, warps } = finish(colorInSteps(passes, context, part, memory));
    for (const run of this.#edited.runs(part)) written.mark(intersect(run, part));
    this.#edited.clear(part);
    for (const changed of changedTiles(working, part)) this.#note(changed, written);
    for (const pass of warps) {
      for (const warped of warpedParts(pass, context)) this.#note(intersect(warped, part), written);
    }
    for (const run of written.runs(part)) working.writeOver(raster, intersect(run, part));
    if (warps.length > 0) applyWarps(warps, context, working, raster, part, wholeOf(raster));
    memory.release(working);
  }

  #note(changed: Rectangle, written: TileSet): void {
    this.#edited.mark(changed);
    written.mark(changed);
  }

  #memoryOf(part: number | 'moved'): RenderMemory {
    const known = this.#memories.get(part) ?? new RenderMemory(this.#room);
    this.#memories.set(part, known);
    return known;
  }
}

/** Rows that are rendered at once: few enough for what is between two passes to stay near the processor. */
const bandRows = 128;

/** The tiles of a part in which pixels were opened to be changed, those side by side as one. */
function changedTiles(working: Working, { left, top, width, height }: Rectangle): Rectangle[] {
  const changed: Rectangle[] = [];
  const [right, bottom] = [left + width, top + height];
  for (let y = top; y < bottom; y += tileSidePixels) {
    const end = Math.min(bottom, y + tileSidePixels);
    let from = left;
    for (let x = left; x <= right; x += tileSidePixels) {
      if (x < right && working.isChanged(x, y, end)) continue;
      if (x > from) changed.push({ left: from, top: y, width: x - from, height: end - y });
      from = x + tileSidePixels;
    }
    if (from < right) changed.push({ left: from, top: y, width: right - from, height: end - y });
  }
  return changed;
}

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
