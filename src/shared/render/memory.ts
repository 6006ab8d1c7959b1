import type { Rectangle } from '../pixels/raster';
import type { Working } from './working';

/**
 * What a picture looked like before the pass that a person is moving: the passes ahead of it need not be done again
 * for every step of a slider. Holds one state, that before the first pass that changed last time.
 */
export class RenderMemory {
  #keys: readonly string[] = [];
  #area: Rectangle | undefined;
  #kept: { readonly passes: number; readonly working: Working } | undefined;
  /** Number of passes ahead of the one that changed. */
  #wanted = 0;

  /** The state kept, if it is of the same area and only later passes changed: a copy, to be worked on. */
  recall(
    keys: readonly string[],
    area: Rectangle,
  ): { readonly passes: number; readonly working: Working } | undefined {
    const same = this.#area !== undefined && equal(this.#area, area);
    let shared = 0;
    while (shared < keys.length && keys[shared] === this.#keys[shared]) shared++;
    this.#wanted = same ? shared : 0;
    if (!same || !this.#kept || this.#kept.passes > shared) {
      this.#kept = undefined;
      return undefined;
    }
    const { passes, working } = this.#kept;
    return { passes, working: { ...working, data: working.data.slice() } };
  }

  /** Called before each pass, and after the last, with what the passes so far made. */
  offer(passes: number, working: Working): void {
    if (passes === 0 || passes !== this.#wanted || this.#kept?.passes === passes) return;
    this.#kept = { passes, working: { ...working, data: working.data.slice() } };
  }

  finish(keys: readonly string[], area: Rectangle): void {
    this.#keys = keys;
    this.#area = area;
  }
}

function equal(a: Rectangle, b: Rectangle): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}
