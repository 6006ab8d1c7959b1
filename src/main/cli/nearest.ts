import { closest, distance } from 'fastest-levenshtein';

/** The one of `names` that `typed` is a slip of; `undefined` when it is another word altogether. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const lower = typed.toLowerCase();
  const best = closest(lower, names);
  const beginning = names.find((name) => lower.length >= 3 && name.startsWith(lower));
  const slips = distance(lower, best.toLowerCase());
  return slips <= Math.max(1, Math.ceil(best.length * 0.4)) ? best : beginning;
}
