import { describe, expect, it } from 'vitest';
import { loadRealFace } from '../../../test/fixtures/real-face';
import { alignPart, headTurn, neutralPlacement, poseDifference, toDonor } from './align';
import { partGeometry, stitchParts } from './features';
import type { StitchSide } from './side';

async function marie(): Promise<StitchSide> {
  return { ...(await loadRealFace('marie')), scale: 1 };
}

/** Half as large and moved. */
function half(side: StitchSide): StitchSide {
  const landmarks = side.face.landmarks.map((value, at) => value / 2 + (at % 2 === 0 ? 30 : -10));
  return {
    ...side,
    face: { ...side.face, landmarks, faceWidthPixels: side.face.faceWidthPixels / 2 },
  };
}

describe('alignment', () => {
  it('is the identity between equal faces, and a similarity between a face and its smaller copy', async () => {
    const side = await marie();
    for (const part of stitchParts) {
      const same = alignPart(side, side, partGeometry[part], neutralPlacement);
      expect(toDonor(same, { x: 300, y: 250 }).x).toBeCloseTo(300, 3);
      const smaller = alignPart(side, half(side), partGeometry[part], neutralPlacement);
      const point = toDonor(smaller, { x: 300, y: 250 });
      expect(point.x).toBeCloseTo(180, 2);
      expect(point.y).toBeCloseTo(115, 2);
      expect(smaller.donorPixelsPerPixel).toBeCloseTo(0.5, 3);
    }
  });

  it('moves, turns and enlarges what a person asks for', async () => {
    const side = await marie();
    const unit = side.face.faceWidthPixels;
    const shifted = alignPart(side, side, partGeometry.mouth, { ...neutralPlacement, shiftX: 0.1 });
    expect(toDonor(shifted, { x: 300, y: 250 }).x).toBeCloseTo(300 - 0.1 * unit, 1);
    const larger = alignPart(side, side, partGeometry.mouth, { ...neutralPlacement, size: 1.25 });
    expect(larger.donorPixelsPerPixel).toBeCloseTo(0.8, 3);
  });

  it('tells how a head is turned', async () => {
    const side = await marie();
    const { width } = side.source;
    const mirrored = side.face.landmarks.map((value, at) => (at % 2 === 0 ? width - value : value));
    // The mirror image's right edge is the left one's place.
    for (const axis of [0, 1]) {
      const [left, right] = [454 * 2 + axis, 234 * 2 + axis];
      [mirrored[left], mirrored[right]] = [mirrored[right]!, mirrored[left]!];
    }
    const other = { ...side, face: { ...side.face, landmarks: mirrored } };
    expect(headTurn(other).yaw).toBeCloseTo(-headTurn(side).yaw, 4);
    expect(poseDifference(side, side)).toBe(0);
    expect(poseDifference(side, other)).toBeCloseTo(2 * Math.abs(headTurn(side).yaw), 4);
  });

  it('bends a whole face less, the more differently the heads are turned', async () => {
    const side = await marie();
    const unit = side.face.faceWidthPixels;
    const points = Array.from({ length: 100 }, (_, index) => ({
      x: side.face.box.left + (side.face.box.width * (index % 10)) / 9,
      y: side.face.box.top + (side.face.box.height * Math.floor(index / 10)) / 9,
    }));
    /** How unevenly the face is stretched: the largest step over the mean one, between neighbours across. */
    const unevenness = (part: 'face' | 'left-eye', nose: number): number => {
      const landmarks = side.face.landmarks.slice();
      // The nose of a turned head is nearer to one cheek.
      for (const index of [1, 2, 98, 327, 6, 197, 195])
        landmarks[2 * index] = landmarks[2 * index]! + nose * unit;
      const donor = { ...side, face: { ...side.face, landmarks } };
      const alignment = alignPart(side, donor, partGeometry[part], neutralPlacement);
      const steps = points.flatMap((point, index) =>
        index % 10 === 9
          ? []
          : [toDonor(alignment, points[index + 1]!).x - toDonor(alignment, point).x],
      );
      return Math.max(...steps) / (steps.reduce((sum, step) => sum + step, 0) / steps.length);
    };
    expect(unevenness('face', 0)).toBeCloseTo(1, 2);
    // Twice as much to bend, and less of it is done.
    expect(unevenness('face', 0.35)).toBeLessThan(unevenness('face', 0.17));
  });
});
