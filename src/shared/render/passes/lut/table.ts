import { oklabToSrgb, srgbToOklab, type Oklab } from '../../../pixels/color';

/** Lattice points on each side of the colour cube. */
export const latticeSide = 33;

/**
 * A colour edit as a lattice over sRGB that holds what is *added* to each colour, so that colours that the edit
 * leaves alone come out bit by bit. Points are computed when a pixel first asks for them: a lip touches a few
 * hundred of the 35,937, and moving a slider stays cheap.
 */
export interface ColorTable {
  /** Two tables with the same key hold the same edit. */
  readonly key: string;
  /** `latticeSide`³ times three additions to red, green and blue (0-1); NaN where not yet computed. */
  readonly additions: Float32Array;
  /** Computes one lattice point, given its index in red, green and blue. */
  readonly compute: (red: number, green: number, blue: number) => void;
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

function createColorTable(key: string, edit: (color: Oklab) => Oklab): ColorTable {
  const additions = new Float32Array(latticeSide ** 3 * 3).fill(Number.NaN);
  const last = latticeSide - 1;
  const compute = (red: number, green: number, blue: number): void => {
    const index = ((red * latticeSide + green) * latticeSide + blue) * 3;
    const before = [red / last, green / last, blue / last] as const;
    const after = oklabToSrgb(edit(srgbToOklab(...before)));
    for (let channel = 0; channel < 3; channel++) {
      additions[index + channel] = after[channel]! - before[channel]!;
    }
  };
  return { key, additions, compute };
}
