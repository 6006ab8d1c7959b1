import { hexOf, inPercent } from '../seen';
import type { Found } from '../signs';

export interface ReadLiner {
  readonly color: string;
  readonly upper: number;
  readonly thickness: number;
  readonly wing: number;
}

/** Dark lashes hide where a line ends and whether one lies below the eye: its width and strength are the usual ones. */
const usual = { upper: 0.85, thickness: 0.4 } as const;
/** What is shorter ends among lashes. */
const leastWing = 0.15;

/** The line that somebody wears: its colour and its wing are seen. */
export function readLiner({
  colors: { color },
  numbers: { wing = 0 },
}: Found): ReadLiner | undefined {
  if (!color) return undefined;
  return {
    color: hexOf(color),
    ...usual,
    wing: wing < leastWing ? 0 : inPercent(Math.min(1, wing)),
  };
}
