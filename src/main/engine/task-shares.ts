/** What of one stage of a piece is still to be done: in memory that all threads see, so that nobody waits to be told. */
export interface TaskShares {
  /** Of each thread's share: the first task that nobody has taken, and the end, in 16 bits each. */
  readonly left: Int32Array;
  /** How many tasks are done. */
  readonly done: Int32Array;
}

const endBits = 16;
const endMask = 2 ** endBits - 1;

/** Tasks in equal shares. What lies beside each other needs the same masks. */
export function shareTasks(taskCount: number, shareCount: number): TaskShares {
  const start = (share: number): number => Math.round((share * taskCount) / shareCount);
  const bytes = Int32Array.BYTES_PER_ELEMENT;
  const left = new Int32Array(new SharedArrayBuffer(shareCount * bytes));
  for (let share = 0; share < shareCount; share++) {
    left[share] = packed(start(share), start(share + 1));
  }
  return { left, done: new Int32Array(new SharedArrayBuffer(bytes)) };
}

/**
 * Takes the next task of one's own share; whoever has done it takes the last task of whoever has most left. Nothing
 * when all are taken.
 */
export function takeTask({ left }: TaskShares, own: number): number | undefined {
  for (;;) {
    const isOwn = countAt(left, own) > 0;
    const share = isOwn ? own : fullest(left);
    const before = Atomics.load(left, share);
    const [next, end] = [before >>> endBits, before & endMask];
    if (next < end) {
      const after = isOwn ? packed(next + 1, end) : packed(next, end - 1);
      if (Atomics.compareExchange(left, share, before, after) === before) {
        return isOwn ? next : end - 1;
      }
    } else if (!isOwn && countAt(left, fullest(left)) <= 0) return undefined;
    // Somebody else was quicker.
  }
}

/** Leaves what nobody has taken. */
export function giveUp({ left }: TaskShares): void {
  for (let share = 0; share < left.length; share++) Atomics.store(left, share, 0);
}

/** How many tasks are done when this one is. */
export function countDone({ done }: TaskShares): number {
  return Atomics.add(done, 0, 1) + 1;
}

function packed(next: number, end: number): number {
  return (next << endBits) | end;
}

function countAt(left: Int32Array, share: number): number {
  const value = Atomics.load(left, share);
  return (value & endMask) - (value >>> endBits);
}

function fullest(left: Int32Array): number {
  let found = 0;
  for (let share = 1; share < left.length; share++) {
    if (countAt(left, share) > countAt(left, found)) found = share;
  }
  return found;
}
