import type { Mask } from './masks/mask';
import type { BandsPass } from './passes/bands/bands';
import type { ColorTable } from './passes/lut/table';
import type { PatchPass } from './passes/patch/patch';
import type { WarpPass } from './passes/warp/field';

/** Every pixel goes through a table, as far as the mask says. */
export interface LutPart {
  readonly table: ColorTable;
  readonly mask: Mask;
}

/**
 * A colour edit. All parts read the same pixel and what they add is summed, so that colours can fade into each other:
 * where two masks add up to 1 the result lies between the two tables' colours.
 */
export interface LutPass {
  readonly kind: 'lut';
  readonly parts: readonly LutPart[];
}

/**
 * The few things that edits are made of. Those that change colours where they are come first; warps move what the
 * others made, and come last.
 */
export type Pass = LutPass | BandsPass | PatchPass | WarpPass;

export function lut(table: ColorTable, mask: Mask): LutPass {
  return luts([{ table, mask }]);
}

export function luts(parts: readonly LutPart[]): LutPass {
  return { kind: 'lut', parts };
}
