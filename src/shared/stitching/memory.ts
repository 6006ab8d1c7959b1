import { RenderCache } from '../render/context';
import type { Plane, Planes } from '../pixels/raster';
import type { StitchSide } from './side';
import type { Staged } from './staged';

/**
 * Keeps what the stages of stitching worked out, by what each depends on: a slider that moves repeats only the stages
 * after the one that it belongs to. One for any number of pairs; sides are told apart by their `source` and `face`
 * objects, which must be the same objects from call to call.
 */
export class StitchMemory {
  readonly #cache: RenderCache;
  readonly #numbers = new WeakMap<object, number>();
  #next = 0;

  /** In numbers kept, four bytes each. */
  constructor(capacity = 60_000_000) {
    this.#cache = new RenderCache(capacity);
  }

  /** `names` tell everything that `compute` depends on, the stage first. */
  get<Value>(
    names: readonly unknown[],
    weigh: (value: Value) => number,
    compute: () => Value,
  ): Value {
    return this.#cache.get(JSON.stringify(names), weigh, compute);
  }

  /** The same of work in stages. */
  *staged<Value>(
    names: readonly unknown[],
    weigh: (value: Value) => number,
    compute: () => Staged<Value>,
  ): Staged<Value> {
    const known = this.#cache.entry(JSON.stringify(names));
    const value = known ? (known.value as Value) : yield* compute();
    return this.get(names, weigh, () => value);
  }

  nameOf({ source, face, scale }: StitchSide): string {
    return `${this.#numberOf(source)}/${this.#numberOf(face)}/${scale}`;
  }

  #numberOf(object: object): number {
    const number = this.#numbers.get(object) ?? this.#next++;
    this.#numbers.set(object, number);
    return number;
  }
}

export const weightOf = (planes: readonly Plane[] | Planes): number =>
  planes.reduce((sum, { data }) => sum + data.length, 0);
