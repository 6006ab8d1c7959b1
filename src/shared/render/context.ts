import type { Raster } from '../pixels/raster';

/**
 * A picture to render at: the unedited photo at some scale. Everything that looks at a pixel's neighbours (masks,
 * bands, patches) reads this one and never a half-edited picture: it can be kept while sliders move.
 */
export interface RenderContext {
  /** The whole unedited photo at this scale. */
  readonly source: Raster;
  /** Source pixels per pixel of the full-size photo: 1 for the export, below 1 for the preview. */
  readonly scale: number;
  /** Keeps what was derived from the source between renders of the same source and analysis. */
  readonly cache?: RenderCache;
  /** Every cell is rendered once: what serves one pass of one cell alone is not kept. */
  readonly isOnce?: boolean;
}

/** Something kept, for another cache. */
export interface KeptEntry {
  readonly key: string;
  readonly value: unknown;
  readonly weight: number;
}

/** Derived things by what they are and where they were asked for; the least recently used go first. */
export class RenderCache {
  readonly #entries = new Map<string, { readonly value: unknown; readonly weight: number }>();
  #weight = 0;

  /** In numbers kept: a mask's weight is its count of pixels. */
  constructor(private readonly capacity = 24_000_000) {}

  /** `key` names everything that `compute` depends on, the type of its answer included. */
  get<Value>(key: string, weigh: (value: Value) => number, compute: () => Value): Value {
    const present = this.#entries.get(key);
    if (present) {
      this.#entries.delete(key);
      this.#entries.set(key, present);
      return present.value as Value;
    }
    const value = compute();
    this.add({ key, value, weight: weigh(value) });
    return value;
  }

  entry(key: string): KeptEntry | undefined {
    const present = this.#entries.get(key);
    return present && { key, ...present };
  }

  add({ key, value, weight }: KeptEntry): void {
    if (this.#entries.has(key)) return;
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const [oldest, dropped] of this.#entries) {
      if (this.#weight <= this.capacity) break;
      this.#entries.delete(oldest);
      this.#weight -= dropped.weight;
    }
  }
}

/** From the cache where there is one. */
export function kept<Value>(
  { cache }: RenderContext,
  key: string,
  weigh: (value: Value) => number,
  compute: () => Value,
): Value {
  return cache ? cache.get(key, weigh, compute) : compute();
}

/** The same of what serves one pass of one cell alone. */
export function keptForCell<Value>(
  context: RenderContext,
  key: () => string,
  weigh: (value: Value) => number,
  compute: () => Value,
): Value {
  return context.isOnce ? compute() : kept(context, key(), weigh, compute);
}
