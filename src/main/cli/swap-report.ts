import type { PartReport, StitchReport } from '@shared/stitching/report';

/** Of the largest face that was changed, with the features of all; numbers to three places. */
export function swapReport(reports: readonly StitchReport[]): StitchReport {
  const [first] = reports;
  if (!first) throw new RangeError('nothing was swapped');
  const rounded = {
    ...first,
    features: reports.flatMap(({ features }) => features),
    skipped: reports.flatMap(({ skipped }) => skipped),
  };
  return JSON.parse(JSON.stringify(rounded, toThreePlaces)) as StitchReport;
}

/** What `--report` writes: the published fields, what was left out or could not be had only where something was. */
export function publishedReport(report: StitchReport) {
  const { sigmaDifferencePixels, softer, features, skipped } = report;
  const remarks = features.flatMap(({ feature, face, remarks: all }) =>
    all.map((remark) => ({ feature, face, remark })),
  );
  return {
    ...{ sigmaDifferencePixels, softer, features: features.map(publishedFeature) },
    ...(skipped.length > 0 ? { skipped } : {}),
    ...(remarks.length > 0 ? { remarks } : {}),
  };
}

function publishedFeature(report: PartReport) {
  const { feature, face, appliedSigmaPixels, donorNoise, targetNoise, grainAdded } = report;
  const { bandRatioTarget, bandRatioPasted, bandRatioResult, limited } = report;
  return {
    ...{ feature, face, appliedSigmaPixels, donorNoise, targetNoise, grainAdded },
    ...{ bandRatioTarget, bandRatioPasted, bandRatioResult, limited },
  };
}

function toThreePlaces(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
