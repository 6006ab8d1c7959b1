/** What the quality benchmarks print: Markdown tables of medians and tails. */

export function printRow(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

export function printHead(cells: readonly string[]): void {
  printRow(cells);
  printRow(cells.map(() => '---'));
}

/**
 * The value below which `share` (0-1) of all lie, between neighbours where it falls between them. What could not be
 * measured (NaN) counts as larger than everything.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (at - Math.floor(at)) * (high - low);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
