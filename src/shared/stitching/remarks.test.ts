import { beforeAll, describe, expect, it } from 'vitest';
import { loadRealFace } from '../../../test/fixtures/real-face';
import { neutralPlacement } from './align';
import { keptInFace } from './hidden';
import { preparePart } from './prepare';
import { remarksOn, type PartRemark } from './remarks';
import { classId } from '../analysis/classes';
import type { StitchPart } from './features';
import type { StitchSide } from './side';
import { inOneThread } from './work';

let marie: StitchSide;
let kal: StitchSide;

beforeAll(async () => {
  marie = { ...(await loadRealFace('marie')), scale: 1 };
  kal = { ...(await loadRealFace('kal')), scale: 1 };
});

function exposed(side: StitchSide, factor: number): StitchSide {
  const data = Uint8ClampedArray.from(side.source.data, (value) => value * factor);
  return { ...side, source: { ...side.source, data } };
}

function remarks(part: StitchPart, target: StitchSide, donor: StitchSide): readonly PartRemark[] {
  return remarksOn(inOneThread(preparePart(part, target, donor, neutralPlacement))!);
}

describe('what is said of a part', () => {
  it('is nothing where nothing is wrong', () => {
    for (const part of ['left-eye', 'mouth', 'nose', 'face'] as const)
      expect(remarks(part, marie, marie)).toEqual([]);
  });

  it('is that the skin round it stayed away, but for a brow', () => {
    expect(remarks('mouth', marie, exposed(marie, 0.35))).toContain('alone');
    expect(remarks('left-brow', marie, exposed(marie, 0.35))).not.toContain('alone');
  });

  it('is that the donor is overexposed, or far too dark', () => {
    expect(remarks('nose', marie, exposed(marie, 3))).toContain('overexposed');
    expect(remarks('mouth', marie, exposed(marie, 0.35))).toContain('dark-donor');
    expect(remarks('mouth', marie, exposed(marie, 0.8))).toEqual([]);
  });
});

describe('a whole face', () => {
  it("leaves both brows the target's where hair hides one of the donor's", () => {
    expect(keptInFace(kal)).toEqual([]);
    const brow = kal.face.probabilities[classId['left-brow']]!;
    const probabilities = [...kal.face.probabilities];
    probabilities[classId.hair] = { ...brow, data: brow.data.slice().fill(255) };
    const hidden = { ...kal, face: { ...kal.face, probabilities } };
    expect(keptInFace(hidden)).toEqual(['left-brow', 'right-brow']);
  });
});
