/**
 * A surface stretched over a hole. `hole` and `weights` have one entry a pixel, row by row.
 */
export interface MembraneShape {
  readonly width: number;
  readonly height: number;
  /** Not 0 where a value is wanted; any shape, several pieces, touching the picture's edge or not. */
  readonly hole: Uint8Array;
  /**
   * 0-1, read at the pixels beside the hole: how firmly the surface is held there. Where it is 0 (hair or lips beside
   * a hole in skin) the surface ends freely. Left out, all count.
   */
  readonly weights?: Float32Array;
}

/*
 * The grids on which `solveMembrane` works: the picture's own and ever coarser ones, each 2 x 2 cells of the last.
 */

/** Cells from the boundary within which a level is relaxed. */
const bandCells = 10;
const coarsestSideCells = 4;
/** Energy of a bilinear surface over that of 2 x 2 steps: without it corrections come out half as large. */
const linkScale = 0.5;

// What a cell of a level is; 0 where there is none.
/** Near the boundary, where the level is relaxed: always all of a coarse cell or none. */
const inBand = 1;
/** Beside the band: as the coarser level says, but read by the band. */
const besideBand = 2;
/** As the coarser level says. */
export const inner = 3;

/** A grid with an empty cell all round, so that every cell has four neighbours. */
interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly cells: Uint8Array;
  /** Conductance to the right and to the lower neighbour; 0 where there is none. */
  readonly right: Float32Array;
  readonly down: Float32Array;
  /** Conductance to the fixed values. */
  readonly anchor: Float32Array;
}

export interface Level extends Grid {
  readonly zone: Uint8Array;
  /** Of the sum of a cell's conductances. */
  readonly inverse: Float32Array;
  /** Cells in the band, then those beside it; `bandCount` of the former. */
  readonly reach: Int32Array;
  readonly bandCount: number;
  /** The coarse cell that holds each of `reach`, times 4, plus 1 where it is a left and 2 where it is an upper child. */
  readonly parents: Int32Array;
  /** Room for what a cycle works out. */
  readonly surface: Float32Array;
  readonly wanted: Float32Array;
  readonly before: Float32Array;
  readonly missing: Float32Array;
  /** Of a coarse cell's children, those in the finer level's band. */
  readonly childCount: Uint8Array;
}

function emptyGrid(columns: number, rows: number): Grid {
  const count = columns * rows;
  return {
    columns,
    rows,
    cells: new Uint8Array(count),
    right: new Float32Array(count),
    down: new Float32Array(count),
    anchor: new Float32Array(count),
  };
}

function finestGrid({ width, height, hole, weights }: MembraneShape): Grid {
  const grid = emptyGrid(width + 2, height + 2);
  const { columns, cells, right, down, anchor } = grid;
  for (let y = 0, pixel = 0; y < height; y++) {
    let cell = (y + 1) * columns + 1;
    for (let x = 0; x < width; x++, pixel++, cell++) {
      if (hole[pixel] === 0) continue;
      cells[cell] = 1;
      let held = 0;
      if (x + 1 < width) {
        if (hole[pixel + 1] !== 0) right[cell] = 1;
        else held += weights ? weights[pixel + 1]! : 1;
      }
      if (y + 1 < height) {
        if (hole[pixel + width] !== 0) down[cell] = 1;
        else held += weights ? weights[pixel + width]! : 1;
      }
      if (x > 0 && hole[pixel - 1] === 0) held += weights ? weights[pixel - 1]! : 1;
      if (y > 0 && hole[pixel - width] === 0) held += weights ? weights[pixel - width]! : 1;
      anchor[cell] = held;
    }
  }
  return grid;
}

/** Columns or rows of the next coarser grid, with its border. */
function coarseSide(side: number): number {
  return ((side - 1) >> 1) + 2;
}

function coarserGrid(fine: Grid): Grid {
  const grid = emptyGrid(coarseSide(fine.columns), coarseSide(fine.rows));
  const { columns, cells, right, down, anchor } = grid;
  for (let row = 1; row < fine.rows - 1; row++) {
    const start = ((row + 1) >> 1) * columns;
    for (let column = 1; column < fine.columns - 1; column++) {
      const cell = row * fine.columns + column;
      if (fine.cells[cell] === 0) continue;
      const parent = start + ((column + 1) >> 1);
      cells[parent] = 1;
      anchor[parent] = anchor[parent]! + fine.anchor[cell]!;
      // Every second link leads into the next coarse cell.
      if ((column & 1) === 0) right[parent] = right[parent]! + linkScale * fine.right[cell]!;
      if ((row & 1) === 0) down[parent] = down[parent]! + linkScale * fine.down[cell]!;
    }
  }
  return grid;
}

export function levelsOf(shape: MembraneShape): Level[] {
  const levels = [levelOf(finestGrid(shape), undefined)];
  for (;;) {
    const finest = levels[levels.length - 1]!;
    if (Math.max(finest.columns, finest.rows) - 2 <= coarsestSideCells) return levels;
    levels.push(levelOf(coarserGrid(finest), finest));
  }
}

function levelOf(grid: Grid, finer: Level | undefined): Level {
  const { columns, rows, cells, right, down, anchor } = grid;
  const count = cells.length;
  const inverse = new Float32Array(count);
  for (let cell = columns; cell < count - columns; cell++) {
    if (cells[cell] === 0) continue;
    const sum =
      anchor[cell]! + right[cell]! + down[cell]! + right[cell - 1]! + down[cell - columns]!;
    inverse[cell] = sum > 0 ? 1 / sum : 0;
  }
  const zone = zonesOf(grid);
  const band = cellsOfZone(zone, inBand);
  const beside = cellsOfZone(zone, besideBand);
  const reach = new Int32Array(band.length + beside.length);
  reach.set(band);
  reach.set(beside, band.length);
  const coarseColumns = coarseSide(columns);
  const parents = reach.map((cell) => {
    const row = Math.floor(cell / columns);
    const column = cell - row * columns;
    const parent = ((row + 1) >> 1) * coarseColumns + ((column + 1) >> 1);
    return 4 * parent + (column & 1) + 2 * (row & 1);
  });
  const room = (): Float32Array => new Float32Array(count);
  return {
    ...{ columns, rows, cells, right, down, anchor, inverse, zone, reach, parents },
    bandCount: band.length,
    ...{ surface: room(), wanted: room(), before: room(), missing: room() },
    childCount: finer ? childCounts(finer, count) : new Uint8Array(count),
  };
}

function childCounts({ parents, bandCount }: Level, coarseCount: number): Uint8Array {
  const counts = new Uint8Array(coarseCount);
  for (let at = 0; at < bandCount; at++) counts[parents[at]! >> 2]!++;
  return counts;
}

function cellsOfZone(zone: Uint8Array, wanted: number): Int32Array {
  let count = 0;
  for (let cell = 0; cell < zone.length; cell++) if (zone[cell] === wanted) count++;
  const cells = new Int32Array(count);
  for (let cell = 0, at = 0; at < count; cell++) if (zone[cell] === wanted) cells[at++] = cell;
  return cells;
}

function zonesOf({ columns, rows, cells }: Grid): Uint8Array {
  const zone = boundaryDistance(columns, cells);
  for (let row = 1; row < rows - 1; row += 2) {
    for (let column = 1; column < columns - 1; column += 2) {
      const first = row * columns + column;
      // The border's cells are 0 and stay it.
      const block = [first, first + 1, first + columns, first + columns + 1] as const;
      const near = block.some((cell) => zone[cell]! > 0 && zone[cell]! <= bandCells);
      const deep = !near && zone[first]! > bandCells + 4;
      for (const cell of block) {
        if (zone[cell]! > 0) zone[cell] = near ? inBand : deep ? inner : besideBand;
      }
    }
  }
  return zone;
}

/** City-block distance of each cell from the nearest that is none, at most `bandCells` + 5. */
function boundaryDistance(columns: number, cells: Uint8Array): Uint8Array {
  const distance = cells.slice();
  const last = cells.length - columns - 1;
  for (let cell = columns; cell <= last; cell++) {
    if (cells[cell] === 0) continue;
    distance[cell] = 1 + Math.min(bandCells + 4, distance[cell - 1]!, distance[cell - columns]!);
  }
  for (let cell = last; cell >= columns; cell--) {
    const near = 1 + Math.min(distance[cell + 1]!, distance[cell + columns]!);
    if (near < distance[cell]!) distance[cell] = near;
  }
  return distance;
}
