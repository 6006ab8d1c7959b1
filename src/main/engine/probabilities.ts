import { classId, faceClasses, type FaceClass } from '@shared/analysis/classes';
import type { ProbabilityMap } from '@shared/analysis/face';
import type { Logits } from './parse';

/**
 * Cells along each side of the grid on which probabilities are kept: twice the network's output, because between
 * its cells the scores run straight where the probabilities do not.
 */
export const gridSide = 256;

/** Per class, probabilities (0-1) on a square grid. */
export interface ClassPlanes {
  readonly side: number;
  readonly planes: readonly Float32Array[];
}

/** Interpolates the scores to the grid and turns them into probabilities that add up to 1 in every cell. */
export function softmaxOnGrid(logits: Logits, side: number): ClassPlanes {
  const planes = faceClasses.map((_, id) => enlarged(logits, id, side));
  const cells = side * side;
  for (let cell = 0; cell < cells; cell++) {
    let largest = -Infinity;
    for (const plane of planes) largest = Math.max(largest, plane[cell]!);
    let sum = 0;
    for (const plane of planes) {
      const power = Math.exp(plane[cell]! - largest);
      plane[cell] = power;
      sum += power;
    }
    for (const plane of planes) plane[cell] = plane[cell]! / sum;
  }
  return { side, planes };
}

/** One class' scores, bilinearly; cell centres at +0.5, edges go on. */
function enlarged({ side: from, data }: Logits, id: number, to: number): Float32Array {
  const source = data.subarray(id * from * from, (id + 1) * from * from);
  const result = new Float32Array(to * to);
  const { before, after, share } = interpolation(from, to);
  for (let y = 0; y < to; y++) {
    const upper = before[y]! * from;
    const lower = after[y]! * from;
    const down = share[y]!;
    for (let x = 0; x < to; x++) {
      const left = before[x]!;
      const right = after[x]!;
      const along = share[x]!;
      const above = source[upper + left]! * (1 - along) + source[upper + right]! * along;
      const below = source[lower + left]! * (1 - along) + source[lower + right]! * along;
      result[y * to + x] = above * (1 - down) + below * down;
    }
  }
  return result;
}

interface Interpolation {
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Of the cell after. */
  readonly share: Float32Array;
}

function interpolation(from: number, to: number): Interpolation {
  const before = new Int32Array(to);
  const after = new Int32Array(to);
  const share = new Float32Array(to);
  for (let cell = 0; cell < to; cell++) {
    const position = Math.min(from - 1, Math.max(0, ((cell + 0.5) * from) / to - 0.5));
    before[cell] = Math.floor(position);
    after[cell] = Math.min(from - 1, Math.floor(position) + 1);
    share[cell] = position - Math.floor(position);
  }
  return { before, after, share };
}

/** Below this a class is not there: the tails of the softmax would carry an edit over the whole face. */
const leastProbability = 0.02;

/** Bytes, without the rows and columns in which a class does not occur. */
export function toMaps({ side, planes }: ClassPlanes): (ProbabilityMap | null)[] {
  return planes.map((plane) => toMap(plane, side));
}

function toMap(plane: Float32Array, side: number): ProbabilityMap | null {
  const bytes = new Uint8Array(side * side);
  let left = side;
  let top = side;
  let right = -1;
  let bottom = -1;
  for (let cell = 0; cell < bytes.length; cell++) {
    const level = Math.round(
      (255 * (plane[cell]! - leastProbability)) / (1 - 2 * leastProbability),
    );
    if (level <= 0) continue;
    bytes[cell] = Math.min(255, level);
    const x = cell % side;
    const y = (cell - x) / side;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = y;
  }
  if (right < 0) return null;
  const width = right - left + 1;
  const height = bottom - top + 1;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * side + left;
    data.set(bytes.subarray(start, start + width), y * width);
  }
  return { left, top, width, height, data };
}

export function planeOf({ planes }: ClassPlanes, name: FaceClass): Float32Array {
  const plane = planes[classId[name]];
  if (!plane) throw new RangeError(name);
  return plane;
}
