import type { StitchReport } from '@shared/stitching/report';

/** What `--report` holds: of the largest face that was changed, with the features of all; numbers to three places. */
export function swapReport(reports: readonly StitchReport[]): StitchReport {
  const [first] = reports;
  if (!first) throw new RangeError('nothing was swapped');
  const rounded = { ...first, features: reports.flatMap(({ features }) => features) };
  return JSON.parse(JSON.stringify(rounded, toThreePlaces)) as StitchReport;
}

function toThreePlaces(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
