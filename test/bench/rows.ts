import { median, percentile, printHead, printRow } from './table';

/** One measure of one job over many faces, and what is asked of it. */
export interface QualityRow {
  /** What is done to which part; in brackets where it is one of the usual ways, put beside for comparison. */
  readonly job: string;
  readonly measure: string;
  readonly values: readonly number[];
  readonly least?: number;
  readonly most?: number;
}

const tailShare = 0.05;

/**
 * One table for all: `median` holds where the median lies within the bar, and `median and tail` where the worst
 * twentieth does too.
 */
export function printRows(rows: readonly QualityRow[]): void {
  printHead(['job', 'measure', 'median', '5th %', '95th %', 'bar', 'held by', 'n']);
  for (const { job, measure, values, least, most } of rows) {
    const all = values.filter(Number.isFinite);
    const at = (share: number): string => percentile(all, share).toFixed(digitsOf(least ?? most));
    printRow([
      job,
      measure,
      at(0.5),
      at(tailShare),
      at(1 - tailShare),
      barOf(least, most),
      heldBy(all, least, most),
      String(all.length),
    ]);
  }
}

function digitsOf(bar: number | undefined): number {
  return bar !== undefined && bar > 1.5 ? 1 : 3;
}

function barOf(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `${least} - ${most}`;
  if (least !== undefined) return `≥ ${least}`;
  return most === undefined ? '-' : `≤ ${most}`;
}

function heldBy(all: readonly number[], least?: number, most?: number): string {
  if (least === undefined && most === undefined) return '-';
  if (all.length === 0) return 'not measured';
  const within = (low: number, high: number): boolean =>
    low >= (least ?? -Infinity) && high <= (most ?? Infinity);
  if (!within(median(all), median(all))) return 'none: missed';
  return within(percentile(all, tailShare), percentile(all, 1 - tailShare))
    ? 'median and tail'
    : 'median';
}
