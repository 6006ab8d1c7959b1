import { readdirSync, readFileSync } from 'node:fs';

const intervalMilliseconds = 100;

/**
 * Peak memory of a process and all that it started, in bytes: the proportional set size, which counts a page that
 * several of them share once. Linux only: elsewhere `peak()` is `null`.
 */
export function watchMemory(rootProcess: number): { peak(): number | null; stop(): void } {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(
      peak,
      family(rootProcess).reduce((sum, id) => sum + proportionalBytes(id), 0),
    );
  };
  const timer = setInterval(look, intervalMilliseconds);
  return {
    peak: () => (peak > 0 ? peak : null),
    stop: () => clearInterval(timer),
  };
}

function family(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const id of processes()) {
    const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${id}/stat`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const found = [root];
  for (const id of found) found.push(...(children.get(id) ?? []));
  return found;
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function proportionalBytes(id: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${id}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

/** Processes come and go between two looks. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
