/**
 * Memory that threads share is copied a word at a time where both sides lie alike within a word, and byte by byte, ten
 * times as slowly, where they do not.
 */
const wordBytes = 8;

/** How far behind the beginning of a word a byte lies. */
export function phaseOf(byte: number): number {
  return byte % wordBytes;
}
