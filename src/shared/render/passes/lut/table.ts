import { linearToOklab, oklabToSrgb, srgbToLinear, type Oklab } from '../../../pixels/color';

/** Lattice points on each side of the colour cube. */
export const latticeSide = 33;
export const cellsPerSide = latticeSide - 1;
/** Numbers that a lattice point takes: a vector of the processor. */
export const pointNumbers = 4;

/**
 * A colour edit as a lattice over sRGB that holds what is *added* to each colour, so that colours that the edit
 * leaves alone come out bit by bit. Points are computed when a pixel first comes into one of their cells: a lip touches
 * a few hundred of the 35,937, and moving a slider stays cheap.
 */
export interface ColorTable {
  /** Two tables with the same key hold the same edit. */
  readonly key: string;
  /** `latticeSide`³ times four numbers: the additions to red, green and blue (0-1), and nothing. */
  readonly additions: Float32Array;
  /** 1 for each of 32³ cells whose eight corners are there. */
  readonly isFilled: Uint8Array;
  /** Computes the corners of a cell, given its index in red, green and blue. */
  readonly fill: (red: number, green: number, blue: number) => void;
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
  const additions = new Float32Array(latticeSide ** 3 * pointNumbers);
  const isKnown = new Uint8Array(latticeSide ** 3);
  const isFilled = new Uint8Array(cellsPerSide ** 3);
  const compute = (red: number, green: number, blue: number): void => {
    const point = (red * latticeSide + green) * latticeSide + blue;
    if (isKnown[point] === 1) return;
    isKnown[point] = 1;
    const own = linearToOklab(linearOfPoint[red]!, linearOfPoint[green]!, linearOfPoint[blue]!);
    const after = oklabToSrgb(edit(own));
    const at = point * pointNumbers;
    additions[at] = after[0] - red / cellsPerSide;
    additions[at + 1] = after[1] - green / cellsPerSide;
    additions[at + 2] = after[2] - blue / cellsPerSide;
  };
  const fill = (red: number, green: number, blue: number): void => {
    for (let corner = 0; corner < 8; corner++) {
      compute(red + (corner >> 2), green + ((corner >> 1) & 1), blue + (corner & 1));
    }
    isFilled[(red * cellsPerSide + green) * cellsPerSide + blue] = 1;
  };
  return { key, additions, isFilled, fill };
}
