import type { Port } from './rpc';

/** Two ends of a line inside one process that clones what it carries, as every real transport does. */
export function createMemoryPorts(clone: <T>(value: T) => T): readonly [Port, Port] {
  const listeners = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()];
  const end = (own: number, other: number): Port => ({
    post(message) {
      const copy = clone(message);
      void Promise.resolve().then(() => listeners[other]?.forEach((listener) => listener(copy)));
    },
    listen(listener) {
      listeners[own]?.add(listener);
      return () => listeners[own]?.delete(listener);
    },
  });
  return [end(0, 1), end(1, 0)];
}
