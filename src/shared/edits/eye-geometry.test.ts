import { describe, expect, it } from 'vitest';
import { loadRealFace, realFaceNames } from '../../../test/fixtures/real-face';
import { certainly, syntheticFace } from '../../../test/fixtures/synthetic-face';
import { applySimilarity, invertSimilarity } from '../pixels/geometry';
import { mergedProbability } from '../render/masks/kinds/probability';
import { eyeOf, eyesOf, widthOf } from './eye-geometry';

const sides = ['left', 'right'] as const;

describe('eyes', () => {
  it('are nowhere on a face without them', () => {
    expect(certainly('left-eye', 128, 128)).toBe(false);
    expect(eyesOf(syntheticFace)).toEqual([]);
  });

  it.each(realFaceNames)('have rims where the parse ends: %s', async (name) => {
    const { face } = await loadRealFace(name);
    const toGrid = invertSimilarity(face.gridToPhoto);
    for (const side of sides) {
      const eye = eyeOf(face, side);
      const part = mergedProbability(face, [`${side}-eye`]);
      expect(eye && part).toBeDefined();
      if (!eye || !part) continue;
      const probabilityAt = (x: number, y: number): number => {
        const at = applySimilarity(toGrid, { x, y });
        const cell = { x: Math.floor(at.x) - part.left, y: Math.floor(at.y) - part.top };
        return part.plane.data[cell.y * part.plane.width + cell.x] ?? 0;
      };
      // Away from the corners the rims part the eye from what is around it.
      const cell = 1.5 * Math.hypot(face.gridToPhoto.a, face.gridToPhoto.b);
      for (let index = 6; index < eye.upper.length - 6; index++) {
        for (const [rim, up] of [
          [eye.upper, 1],
          [eye.lower, -1],
        ] as const) {
          const { x, y } = rim[index] ?? { x: 0, y: 0 };
          const out = { x: up * cell * eye.upward.x, y: up * cell * eye.upward.y };
          expect(probabilityAt(x + out.x, y + out.y)).toBeLessThan(0.6);
          expect(probabilityAt(x - out.x, y - out.y)).toBeGreaterThan(0.4);
        }
      }
    }
  });

  it.each(realFaceNames)(
    'lie below their brows, and look outward to their own side: %s',
    async (name) => {
      const { face } = await loadRealFace(name);
      for (const eye of eyesOf(face)) {
        const up = (point: { x: number; y: number }): number =>
          point.x * eye.upward.x + point.y * eye.upward.y;
        const middle = eye.upper[12] ?? eye.outer;
        for (const point of eye.brow)
          expect(up(point)).toBeGreaterThan(up(eye.lower[12] ?? middle));
        const toOwnSide = eye.side === 'left' ? eye.outward.x : -eye.outward.x;
        expect(toOwnSide).toBeGreaterThan(0);
        expect(widthOf(eye) / face.faceWidthPixels).toBeGreaterThan(0.08);
      }
    },
  );
});
