import { describe, expect, it } from 'vitest';
import { intersect, isEmpty } from './raster';
import { TileSet, tileSidePixels as side, wholeTiles } from './tile-set';

const size = { width: 30 * side - 3, height: 6 * side - 5 };

describe('a set of tiles', () => {
  it('gives the tiles that were marked and not taken out, run by run', () => {
    const tiles = new TileSet(size);
    tiles.mark({ left: 2 * side - 1, top: side, width: 2, height: 1 });
    tiles.mark({ left: 29 * side, top: 5 * side, width: 1, height: 1 });
    tiles.mark({ left: 6 * side, top: side, width: 5, height: 5 });
    tiles.mark({ left: 0, top: 0, width: side, height: side });
    tiles.clear({ left: 0, top: 0, width: side, height: side });
    tiles.mark({ left: 3, top: 3, width: 0, height: 0 });
    const other = new TileSet(size);
    other.add(tiles);
    expect([...other.runs()]).toEqual([
      { left: side, top: side, width: 2 * side, height: side },
      { left: 6 * side, top: side, width: side, height: side },
      { left: 29 * side, top: 5 * side, width: side - 3, height: side - 5 },
    ]);
  });

  it('is held by a few rectangles', () => {
    const tiles = new TileSet(size);
    expect(tiles.rectangles()).toEqual([]);
    // Two columns whose rows take turns, and something far away.
    for (let row = 0; row < 5; row++) {
      tiles.mark({ left: side, top: row * side, width: 3 * side + (row % 2), height: 1 });
      tiles.mark({ left: 8 * side, top: row * side, width: 1, height: 1 });
    }
    tiles.mark({ left: 29 * side, top: 5 * side, width: 1, height: 1 });
    expect(tiles.rectangles()).toEqual([
      { left: side, top: 0, width: 4 * side, height: 5 * side },
      { left: 8 * side, top: 0, width: side, height: 5 * side },
      { left: 29 * side, top: 5 * side, width: side - 3, height: side - 5 },
    ]);
    for (const run of tiles.runs()) {
      const holding = tiles.rectangles().filter((part) => !isEmpty(intersect(part, run)));
      expect(holding.map((part) => intersect(part, run))).toContainEqual(run);
    }
  });

  it('grows a rectangle to whole tiles of the picture', () => {
    const part = { left: side + 1, top: 5 * side + 1, width: 1, height: 3 };
    const grown = { left: side, top: 5 * side, width: side, height: side - 5 };
    expect(wholeTiles(part, size)).toEqual(grown);
  });
});
