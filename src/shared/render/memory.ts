import type { Raster, Rectangle } from '../pixels/raster';
import { Working } from './working';

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

  /** `room` may serve several memories. */
  constructor(private readonly room = new SpareRoom()) {}

  /** A picture to work on. */
  start(source: Raster, area: Rectangle): Working {
    return new Working(source, area, this.room.take(area.width * area.height * source.channels));
  }

  /**
   * The state kept, if it covers the area and only later passes changed. It is a copy, to be worked on, unless no
   * pass is left.
   */
  recall(
    keys: readonly string[],
    area: Rectangle,
  ): { readonly passes: number; readonly working: Working } | undefined {
    const covered = this.#area !== undefined && covers(this.#area, area);
    let shared = 0;
    while (shared < keys.length && keys[shared] === this.#keys[shared]) shared++;
    this.#wanted = covered ? shared : 0;
    if (!covered || !this.#kept || this.#kept.passes > shared) {
      if (this.#kept) this.room.put(this.#kept.working.data);
      this.#kept = undefined;
      this.#area = area;
      return undefined;
    }
    const { passes, working } = this.#kept;
    return {
      passes,
      working: passes === keys.length ? working : working.copy(this.room.take(lengthOf(working))),
    };
  }

  /** Called before each pass with what the passes so far made. */
  offer(passes: number, working: Working): void {
    if (passes === 0 || passes !== this.#wanted || this.#kept?.passes === passes) return;
    this.#kept = { passes, working: working.copy() };
  }

  /** Called after the last pass: what is given is not written any more. */
  finish(keys: readonly string[], working: Working): void {
    this.#keys = keys;
    if (keys.length !== this.#wanted || this.#kept?.passes === keys.length) return;
    const isKept = !this.room.isNear(working.data);
    this.#kept = { passes: keys.length, working: isKept ? working : working.copy() };
  }

  /** Takes a picture back that nobody reads any more. */
  release(working: Working): void {
    if (this.#kept?.working !== working) this.room.put(working.data);
  }
}

/** Areas of warps grow and shrink by little: a picture finds a place where one before it was. */
const roomSamples = 2 ** 21;

/** Of a picture that nobody reads any more: fetching megabytes anew for every step takes longer than filling them. */
export class SpareRoom {
  #room: Uint16Array | undefined;

  /** `near` is for pictures that find a place there, and is never kept. */
  constructor(private readonly near?: Uint16Array) {}

  take(samples: number): Uint16Array {
    if (this.near && this.near.length >= samples) return this.near;
    const room = this.#room;
    this.#room = undefined;
    if (room && room.length >= samples) return room;
    return new Uint16Array(roomSamples * Math.ceil(samples / roomSamples));
  }

  isNear(room: Uint16Array): boolean {
    return room === this.near;
  }

  put(room: Uint16Array): void {
    if (this.isNear(room)) return;
    if (!this.#room || this.#room.length < room.length) this.#room = room;
  }
}

function lengthOf({ area, channels }: Working): number {
  return area.width * area.height * channels;
}

/** What is kept may be of a little more than what is wanted: a warp's reach changes with every step. */
const largestExcess = 1.3;

function covers(a: Rectangle, b: Rectangle): boolean {
  return (
    a.width * a.height <= largestExcess * b.width * b.height &&
    a.left <= b.left &&
    a.top <= b.top &&
    a.left + a.width >= b.left + b.width &&
    a.top + a.height >= b.top + b.height
  );
}
