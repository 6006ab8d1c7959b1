import { planeOf, type ClassPlanes } from './probabilities';

/*
 * The network takes folds of a lid and lines of a forehead for a second brow, above or below the real one. What hangs
 * together most is the brow; what lies beside its ends may be more of it.
 */

/** As a probability: fainter cells are none. */
const leastCell = 0.02;
/** Two pieces are one where they meet at no less than this share of the fainter one's own height. */
const leastSaddle = 0.7;
/** A piece lies above or below the brow when it shares more than this of its columns with it, and is no half of it. */
const mostShared = 0.5;
const mostMass = 0.4;

/** Gives the skin, in place, what lies above or below each brow. Faces are upright in the grid. */
export function keepOneBrow(classes: ClassPlanes): void {
  const skin = planeOf(classes, 'skin');
  for (const name of ['left-brow', 'right-brow'] as const) {
    const brow = planeOf(classes, name);
    const pieces = piecesOf(brow, classes.side);
    const largest = pieces.reduce<Piece | undefined>(
      (most, piece) => (!most || piece.mass > most.mass ? piece : most),
      undefined,
    );
    for (const piece of pieces) {
      if (!largest || piece.mass > mostMass * largest.mass) continue;
      if (sharedColumns(piece, largest) <= mostShared) continue;
      for (const cell of piece.cells) {
        skin[cell] = skin[cell]! + brow[cell]!;
        brow[cell] = 0;
      }
    }
  }
}

interface Piece {
  readonly cells: readonly number[];
  /** Those in which it is about as high as anywhere. */
  readonly columns: ReadonlySet<number>;
  readonly mass: number;
}

function sharedColumns({ columns }: Piece, other: Piece): number {
  return [...columns].filter((column) => other.columns.has(column)).length / columns.size;
}

/** Every hill of probability with its slopes; hills whose saddle is hardly lower than themselves are one. */
function piecesOf(brow: Float32Array, side: number): readonly Piece[] {
  const cells: number[] = [];
  for (let cell = 0; cell < brow.length; cell++) if (brow[cell]! >= leastCell) cells.push(cell);
  cells.sort((one, other) => brow[other]! - brow[one]!);
  /** The cell of a hill's peak, from every cell of it by way of others; -1 where no hill has come yet. */
  const parent = new Int32Array(brow.length).fill(-1);
  const peakOf = (cell: number): number => {
    let peak = cell;
    while (parent[peak] !== peak) peak = parent[peak]!;
    return peak;
  };
  for (const cell of cells) {
    const hills: number[] = [];
    const x = cell % side;
    for (const next of [
      cell - side,
      cell + side,
      x > 0 ? cell - 1 : -1,
      x + 1 < side ? cell + 1 : -1,
    ]) {
      if (next >= 0 && next < brow.length && parent[next]! >= 0) hills.push(peakOf(next));
    }
    // The one with the highest peak first.
    hills.sort((one, other) => brow[other]! - brow[one]!);
    const [highest = cell, ...others] = hills;
    parent[cell] = highest;
    for (const hill of others) {
      if (hill !== highest && brow[cell]! >= leastSaddle * brow[hill]!) parent[hill] = highest;
    }
  }
  const pieces = new Map<number, number[]>();
  for (const cell of cells) {
    const peak = peakOf(cell);
    const members = pieces.get(peak);
    if (members) members.push(cell);
    else pieces.set(peak, [cell]);
  }
  return [...pieces].map(([peak, members]) => {
    const high = members.filter((cell) => brow[cell]! >= brow[peak]! / 2);
    const mass = members.reduce((sum, cell) => sum + brow[cell]!, 0);
    return { cells: members, columns: new Set(high.map((cell) => cell % side)), mass };
  });
}
