import type { Mask } from './masks/mask';
import type { BandsPass } from './passes/bands/bands';
import type { ColorTable } from './passes/lut/table';
import type { WarpPass } from './passes/warp/field';

/** A colour edit: every pixel goes through a table, as far as the mask says. */
export interface LutPass {
  readonly kind: 'lut';
  readonly table: ColorTable;
  readonly mask: Mask;
}

/**
 * The few things that edits are made of. Those that change colours where they are come first; warps move what the
 * others made, and come last.
 */
export type Pass = LutPass | BandsPass | WarpPass;

export function lut(table: ColorTable, mask: Mask): LutPass {
  return { kind: 'lut', table, mask };
}
