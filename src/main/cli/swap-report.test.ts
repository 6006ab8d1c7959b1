import { describe, expect, it } from 'vitest';
import type { StitchReport } from '@shared/stitching/report';
import { publishedReport, swapReport } from './swap-report';

const report = (face: number): StitchReport => ({
  sigmaDifferencePixels: 1.23456,
  softer: 'donor',
  poseDifference: 0.1,
  poseWarning: false,
  features: [
    {
      feature: 'mouth',
      face,
      appliedSigmaPixels: -1.23456,
      donorNoise: 0.5,
      targetNoise: 0.75,
      grainAdded: 0.25,
      bandRatioTarget: 1,
      bandRatioPasted: 0.5,
      bandRatioResult: 0.98765,
      limited: true,
      limit: 'too-soft',
      remainingSigmaPixels: 0.4,
      hiddenShare: 0,
      remarks: [],
    },
  ],
  skipped: [],
});

describe('the report of a swap', () => {
  it('holds the features of all faces, to three places', () => {
    const { sigmaDifferencePixels, features } = swapReport([report(1), report(2)]);
    expect(sigmaDifferencePixels).toBe(1.235);
    expect(features.map(({ face }) => face)).toEqual([1, 2]);
  });

  it('is published with the fields that are promised and no others', () => {
    expect(publishedReport(swapReport([report(1)]))).toEqual({
      sigmaDifferencePixels: 1.235,
      softer: 'donor',
      features: [
        {
          feature: 'mouth',
          face: 1,
          appliedSigmaPixels: -1.235,
          donorNoise: 0.5,
          targetNoise: 0.75,
          grainAdded: 0.25,
          bandRatioTarget: 1,
          bandRatioPasted: 0.5,
          bandRatioResult: 0.988,
          limited: true,
        },
      ],
    });
  });

  it('names what was left out', () => {
    const left = { feature: 'right-eye', face: 1, reason: 'hidden' } as const;
    const published = publishedReport(swapReport([{ ...report(1), skipped: [left] }]));
    expect(published).toMatchObject({ skipped: [left] });
  });

  it('says what could not be had of a feature', () => {
    const [one] = report(2).features;
    const dark = { ...report(2), features: [{ ...one!, remarks: ['dark-donor'] as const }] };
    expect(publishedReport(swapReport([dark]))).toMatchObject({
      remarks: [{ feature: 'mouth', face: 2, remark: 'dark-donor' }],
    });
  });

  it('cannot be of nothing', () => {
    expect(() => swapReport([])).toThrow(RangeError);
  });
});
