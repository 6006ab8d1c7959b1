import type { ColorTable } from './passes/lut/table';
import type { Mask } from './masks/mask';

/** A colour edit: every pixel goes through a table, as far as the mask says. */
export interface LutPass {
  readonly kind: 'lut';
  readonly table: ColorTable;
  readonly mask: Mask;
}

/** The few things that edits are made of. Further kinds (warp, patch, bands) join this union. */
export type Pass = LutPass;

export function lut(table: ColorTable, mask: Mask): LutPass {
  return { kind: 'lut', table, mask };
}
