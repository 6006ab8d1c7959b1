import { beforeAll, describe, expect, it } from 'vitest';
import { loadRealFace } from '../../../test/fixtures/real-face';
import { neutralPlacement } from './align';
import { partGeometry } from './features';
import { preparePart } from './prepare';
import { seenShift, withSeenPlace } from './seen-place';
import type { StitchSide } from './side';
import { inOneThread } from './work';

const placed = ['left-eye', 'right-eye', 'left-brow', 'right-brow'] as const;

let marie: StitchSide;
let kal: StitchSide;

beforeAll(async () => {
  marie = { ...(await loadRealFace('marie')), scale: 1 };
  kal = { ...(await loadRealFace('kal')), scale: 1 };
});

function withMesh(side: StitchSide, map: (value: number, axis: 'x' | 'y') => number): StitchSide {
  const landmarks = side.face.landmarks.map((value, at) => map(value, at % 2 === 0 ? 'x' : 'y'));
  return { ...side, face: { ...side.face, landmarks } };
}

/** The whole mesh moved by some face widths, the picture and what the network sees of it as they were. */
const shifted = (side: StitchSide, x: number, y: number): StitchSide =>
  withMesh(side, (value, axis) => value + (axis === 'x' ? x : y) * side.face.faceWidthPixels);

describe('the place of a feature', () => {
  it('is where the network sees it, however the mesh lies', () => {
    for (const part of placed) {
      const first = withSeenPlace(kal, part).face.landmarks;
      const second = withSeenPlace(shifted(kal, 0.02, -0.03), part).face.landmarks;
      const [point = 0] = partGeometry[part].lines[0]!;
      const unit = kal.face.faceWidthPixels;
      expect(Math.abs(second[2 * point + 1]! - first[2 * point + 1]!) / unit).toBeLessThan(0.016);
      if (!part.endsWith('eye')) continue;
      expect(Math.abs(second[2 * point]! - first[2 * point]!) / unit).toBeLessThan(0.001);
    }
  });

  it('stays where the mesh says when too little is seen', () => {
    const probabilities = kal.face.probabilities.map((map) =>
      map ? { ...map, data: map.data.map((value) => value * 0.2) } : null,
    );
    for (const part of placed)
      expect(seenShift({ ...kal.face, probabilities }, part)).toBeUndefined();
    expect(withSeenPlace(kal, 'nose')).toBe(kal);
  });

  it('brings an eye to where the other was although both meshes are off', () => {
    const middleOf = (target: StitchSide, donor: StitchSide) => {
      const { region } = inOneThread(preparePart('right-eye', target, donor, neutralPlacement))!;
      const { left, top } = region.grid.window;
      const { width, data } = region.donorOwn;
      let [sum, x, y] = [0, 0, 0];
      data.forEach((value, index) => {
        sum += value;
        x += value * (left + (index % width));
        y += value * (top + Math.floor(index / width));
      });
      return { x: x / sum / region.grid.unitPixels, y: y / sum / region.grid.unitPixels };
    };
    const usual = middleOf(marie, kal);
    const off = middleOf(shifted(marie, 0.03, -0.02), shifted(kal, -0.02, 0.03));
    expect(Math.hypot(off.x - usual.x, off.y - usual.y)).toBeLessThan(0.006);
  });

  it('turns and grows with the picture', () => {
    const grown = withMesh(kal, (value) => 2 * value).face;
    const { a, b, tx, ty } = kal.face.gridToPhoto;
    const face = {
      ...grown,
      faceWidthPixels: 2 * grown.faceWidthPixels,
      gridToPhoto: { a: 2 * a, b: 2 * b, tx: 2 * tx, ty: 2 * ty },
    };
    for (const part of placed) {
      const [before, after] = [seenShift(kal.face, part)!, seenShift(face, part)!];
      expect(after.x).toBeCloseTo(2 * before.x, 2);
      expect(after.y).toBeCloseTo(2 * before.y, 2);
    }
  });
});
