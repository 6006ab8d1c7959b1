import { linearToOklab, srgbToLinear, writeSrgb, type Oklab } from '../../../pixels/color';

/** Lattice points on each side of the colour cube. */
export const latticeSide = 33;
export const cellsPerSide = latticeSide - 1;
/** Numbers that a lattice point takes: a vector of the processor. */
export const pointNumbers = 4;

/**
 * A colour edit as a lattice over sRGB that holds what is *added* to each colour, so that colours that the edit
 * leaves alone come out bit by bit. Points are computed when a pixel first comes into one of their cells: a lip touches
 * a few hundred of the 35,937, and moving a slider stays cheap. Whoever looks them up keeps them.
 */
export interface ColorTable {
  /** Two tables with the same key hold the same edit. */
  readonly key: string;
  /**
   * Computes a point, given its index in red, green and blue: puts the additions to red, green and blue (0-1), and
   * nothing, into an array from a place on.
   */
  readonly compute: (
    red: number,
    green: number,
    blue: number,
    into: Float32Array,
    at: number,
  ) => void;
}

/** Kept tables: a gesture goes back and forth between few of them. */
const kept = new Map<string, ColorTable>();
const keptTables = 24;

/**
 * The table of a colour edit written in OKLab. `key` names everything that `edit` depends on: equal keys share
 * one table.
 */
export function colorTable(key: string, edit: (color: Oklab) => Oklab): ColorTable {
  const present = kept.get(key);
  if (present) return present;
  const table = createColorTable(key, edit);
  kept.set(key, table);
  const oldest = kept.keys().next().value;
  if (kept.size > keptTables && oldest !== undefined) kept.delete(oldest);
  return table;
}

const linearOfPoint = Float64Array.from({ length: latticeSide }, (_, point) =>
  srgbToLinear(point / cellsPerSide),
);

function createColorTable(key: string, edit: (color: Oklab) => Oklab): ColorTable {
  const compute: ColorTable['compute'] = (red, green, blue, into, at) => {
    const own = linearToOklab(linearOfPoint[red]!, linearOfPoint[green]!, linearOfPoint[blue]!);
    const { L, a, b } = edit(own);
    writeSrgb(L, a, b, found);
    into[at] = found[0]! - red / cellsPerSide;
    into[at + 1] = found[1]! - green / cellsPerSide;
    into[at + 2] = found[2]! - blue / cellsPerSide;
    into[at + 3] = 0;
  };
  return { key, compute };
}

const found = new Float64Array(3);
