import { expand, intersect, isEmpty, union, wholeOf, type Rectangle, type Size } from './raster';

/** Side of a tile: fine enough to leave most of a picture alone, and whole on small levels of it. */
export const tileSidePixels = 32;

/** Joining two rectangles may add so much to what they cover, or so many pixels: fewer of them are quicker. */
const mostCover = 1.25;
const mostAdded = 16 * tileSidePixels ** 2;

/** Which tiles of a picture something is true of. */
export class TileSet {
  readonly #columns: number;
  readonly #marks: Uint8Array;

  constructor(private readonly size: Size) {
    this.#columns = Math.ceil(size.width / tileSidePixels);
    this.#marks = new Uint8Array(this.#columns * Math.ceil(size.height / tileSidePixels));
  }

  /** Marks the tiles that a rectangle inside the picture touches. */
  mark(rectangle: Rectangle): void {
    this.#fill(rectangle, 1);
  }

  /** Takes the tiles that a rectangle touches out. */
  clear(rectangle: Rectangle): void {
    this.#fill(rectangle, 0);
  }

  #fill(rectangle: Rectangle, value: 0 | 1): void {
    if (isEmpty(rectangle)) return;
    const { left, top, right, bottom } = tilesOf(rectangle);
    for (let row = top; row < bottom; row++) {
      this.#marks.fill(value, row * this.#columns + left, row * this.#columns + right);
    }
  }

  /** Marks what another set of the same picture has. */
  add(other: TileSet): void {
    const marks = other.#marks;
    for (let tile = 0; tile < marks.length; tile++) if (marks[tile] === 1) this.#marks[tile] = 1;
  }

  /** Tiles side by side, one rectangle for each run of them, from the top down; of the rows that `part` touches. */
  *runs(part: Rectangle = wholeOf(this.size)): Generator<Rectangle, void, undefined> {
    const { top: firstRow, bottom: endRow } = tilesOf(part);
    for (let row = firstRow; row < endRow; row++) {
      const start = row * this.#columns;
      for (let column = 0; column < this.#columns; column++) {
        if (this.#marks[start + column] === 0) continue;
        const first = column;
        while (column < this.#columns && this.#marks[start + column] === 1) column++;
        yield pixelsOf({ left: first, top: row, right: column, bottom: row + 1 }, this.size);
      }
    }
  }

  /** A few rectangles that hold all of them, and little else. */
  rectangles(): readonly Rectangle[] {
    const joined: Joined[] = [];
    for (const run of this.runs()) {
      const near = joined.filter((one) => mayJoin(one, run)).at(-1);
      if (near) {
        near.whole = union(near.whole, run);
        near.covered += areaOf(run);
      } else joined.push({ whole: run, covered: areaOf(run) });
    }
    return joined.map(({ whole }) => whole);
  }
}

/** A rectangle, and how much of it is needed. */
interface Joined {
  whole: Rectangle;
  covered: number;
}

function mayJoin({ whole, covered }: Joined, run: Rectangle): boolean {
  const needed = covered + areaOf(run);
  const most = Math.max(mostCover * needed, needed + mostAdded);
  return touch(whole, run) && areaOf(union(whole, run)) <= most;
}

function touch(one: Rectangle, other: Rectangle): boolean {
  return !isEmpty(intersect(expand(one, 1), other));
}

function areaOf({ width, height }: Rectangle): number {
  return width * height;
}

interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The tiles that a rectangle touches. */
function tilesOf({ left, top, width, height }: Rectangle): Sides {
  return {
    left: Math.floor(left / tileSidePixels),
    top: Math.floor(top / tileSidePixels),
    right: Math.ceil((left + width) / tileSidePixels),
    bottom: Math.ceil((top + height) / tileSidePixels),
  };
}

/** The pixels of some tiles, as far as they lie in the picture. */
function pixelsOf({ left, top, right, bottom }: Sides, { width, height }: Size): Rectangle {
  const tiles = {
    left: left * tileSidePixels,
    top: top * tileSidePixels,
    width: (right - left) * tileSidePixels,
    height: (bottom - top) * tileSidePixels,
  };
  return intersect(tiles, wholeOf({ width, height }));
}

/** The rectangle of all tiles that one touches, as far as they lie in the picture. */
export function wholeTiles(rectangle: Rectangle, size: Size): Rectangle {
  return isEmpty(rectangle) ? rectangle : pixelsOf(tilesOf(rectangle), size);
}
