import { neutralPlacement, type Placement } from './align';
import type { StitchPart } from './features';

/** How one part is taken over. */
export interface StitchOptions {
  readonly placement: Placement;
  /** How much softer or harder than usual the mask ends, 0-`largestFeather`: 1 is usual. */
  readonly feather: number;
  /** 0 keeps the feature's own colour, 1 takes the target's; `null`: as usual for the feature. */
  readonly colorMatch: number | null;
  /** 0 keeps the donor's light and skin tone, 1 takes the target's. */
  readonly lightMatch: number;
  readonly clarity: 'match' | 'off';
  readonly grain: 'match' | 'off';
  /** 0-1 */
  readonly strength: number;
}

export const usualStitchOptions: StitchOptions = {
  placement: neutralPlacement,
  feather: 1,
  colorMatch: null,
  lightMatch: 1,
  clarity: 'match',
  grain: 'match',
  strength: 1,
};

/** A softer mask would leave the window in which light is measured. */
export const largestFeather = 2;

export interface StitchRequest {
  readonly part: StitchPart;
  readonly options: StitchOptions;
}

/** Several parts in the same way. */
export function requestsFor(
  parts: readonly StitchPart[],
  options: Partial<StitchOptions> = {},
): readonly StitchRequest[] {
  return parts.map((part) => ({ part, options: { ...usualStitchOptions, ...options } }));
}
