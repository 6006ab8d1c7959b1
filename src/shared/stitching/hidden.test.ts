import { beforeAll, describe, expect, it } from 'vitest';
import { loadRealFace } from '../../../test/fixtures/real-face';
import { classId } from '../analysis/classes';
import { hidingOf, reasonToSkip } from './hidden';
import { requestsFor } from './options';
import type { StitchSide } from './side';
import { stitch } from './stitch';

let marie: StitchSide;
let kal: StitchSide;

beforeAll(async () => {
  marie = { ...(await loadRealFace('marie')), scale: 1 };
  kal = { ...(await loadRealFace('kal')), scale: 1 };
});

/** Hair over a share of an eye's map, from the temple on. */
function withHairOverRightEye(side: StitchSide, share: number): StitchSide {
  const own = side.face.probabilities[classId['right-eye']]!;
  const border = 20;
  const width = Math.round(share * own.width) + border;
  const map = {
    left: own.left - border,
    top: own.top - border,
    width,
    height: own.height + 2 * border,
    data: new Uint8Array(width * (own.height + 2 * border)).fill(255),
  };
  const kept = own.data.map((value, at) => (at % own.width < share * own.width ? 0 : value));
  const probabilities = [...side.face.probabilities];
  probabilities[classId.hair] = map;
  probabilities[classId['right-eye']] = { ...own, data: kept };
  return { ...side, face: { ...side.face, probabilities } };
}

describe('a feature that the donor hides', () => {
  it('is left out and told, the others are taken over', () => {
    const donor = withHairOverRightEye(kal, 0.6);
    expect(hidingOf(donor, 'right-eye').occluded).toBeGreaterThan(0.3);
    const { patches, report } = stitch(marie, donor, requestsFor(['right-eye', 'mouth']));
    expect(patches).toHaveLength(1);
    expect(report.features.map(({ feature }) => feature)).toEqual(['mouth']);
    expect(report.skipped).toEqual([{ feature: 'right-eye', face: 1, reason: 'hidden' }]);
  });

  it('is taken over where nothing is in front of it', () => {
    for (const part of ['right-eye', 'left-eye', 'mouth', 'nose'] as const)
      expect(reasonToSkip(kal, part)).toBeUndefined();
  });

  it('is not seen where the network found something else', () => {
    const probabilities = [...kal.face.probabilities];
    probabilities[classId['upper-lip']] = null;
    probabilities[classId['lower-lip']] = null;
    probabilities[classId['inner-mouth']] = null;
    const face = { ...kal.face, probabilities };
    expect(reasonToSkip({ ...kal, face }, 'mouth')).toBe('not-seen');
  });
});
