import { clamp } from '../numbers';
import type { Comparison } from '../studio/contract';

/** Before and after: the unedited photo while something is held, or left of a movable line. */
export class ComparisonStore {
  held = $state(false);
  split = $state(false);
  /** The line's place as a share of the stage's width. */
  position = $state(0.5);

  hold(): void {
    this.held = true;
  }

  release(): void {
    this.held = false;
  }

  toggleSplit(): void {
    this.split = !this.split;
  }

  moveTo(position: number): void {
    this.position = clamp(position, 0, 1);
  }

  reset(): void {
    this.held = false;
    this.split = false;
    this.position = 0.5;
  }

  for(widthDevicePixels: number): Comparison {
    if (this.held) return { mode: 'original' };
    if (this.split) return { mode: 'split', at: Math.round(this.position * widthDevicePixels) };
    return { mode: 'edited' };
  }
}
