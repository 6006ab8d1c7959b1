import { describe, expect, it } from 'vitest';
import { loadRealFace, type RealFaceName } from '../../../test/fixtures/real-face';
import { syntheticFace } from '../../../test/fixtures/synthetic-face';
import { wholeOf } from '../pixels/raster';
import { evaluateMask } from '../render/masks/evaluate';
import { probability } from '../render/masks/mask';
import { browFrame, browOutline, centerHeight, fromBrow, halfHeight, toBrow } from './brow';
import { classId } from './classes';
import type { Face } from './face';
import { meshPoint, meshPoints, sideLines, sides } from './mesh';

const noseTip = 4;

describe('the coordinates of a brow', () => {
  it.each(['marie', 'kal', 'ivana', 'erik', 'ayo'] as const)(
    'follow the parse: %s',
    async (name) => {
      const { face, source } = await loadRealFace(name);
      const whole = wholeOf(source);
      for (const side of sides) {
        const frame = browFrame(face, side);
        expect(frame).toBeDefined();
        if (!frame) continue;
        const brow = evaluateMask(probability(face, `${side}-brow`), { source, scale: 1 }, whole);
        for (const t of [0.15, 0.3, 0.45, 0.6, 0.75]) {
          const { x, y } = fromBrow(frame, { t, height: centerHeight(frame, t) });
          expect(brow.data[Math.floor(y) * source.width + Math.floor(x)]).toBeGreaterThan(0.4);
          expect(halfHeight(frame, t)).toBeGreaterThan(0.01);
          expect(halfHeight(frame, t)).toBeLessThan(0.06);
        }
        const { t, height } = toBrow(frame, meshPoint(face, noseTip));
        expect(t).toBeLessThan(0.6);
        expect(height).toBeLessThan(-0.1);
      }
    },
  );

  it('lead there and back', async () => {
    const { face } = await loadRealFace('marie');
    const frame = browFrame(face, 'left');
    if (!frame) throw new Error('marie has a left brow');
    const place = toBrow(frame, fromBrow(frame, { t: 0.3, height: 0.02 }));
    expect(place.t).toBeCloseTo(0.3);
    expect(place.height).toBeCloseTo(0.02);
    const heights = browOutline(frame, 0.01).map((point) => toBrow(frame, point).height);
    expect(heights.every((height) => Math.abs(height) < 0.2)).toBe(true);
  });

  it('are missing where there is no brow, a piece of one, or glasses before it', async () => {
    const seen = async (name: RealFaceName): Promise<readonly string[]> => {
      const { face } = await loadRealFace(name);
      return sides.filter((side) => browFrame(face, side));
    };
    expect(sides.map((side) => browFrame(syntheticFace, side))).toEqual([undefined, undefined]);
    expect(await seen('bruce')).toEqual([]);
    const { face } = await loadRealFace('ayo');
    expect(browFrame(withScrapOfBrow(face), 'left')).toBeUndefined();
  });

  it('follow a brow that is raised far above the mesh’s', async () => {
    const { face } = await loadRealFace('ayo');
    const frame = browFrame(face, 'left')!;
    const highest = Math.min(...meshPoints(face, sideLines.left.browUpper).map(({ y }) => y));
    expect(fromBrow(frame, { t: 0.5, height: centerHeight(frame, 0.5) }).y).toBeLessThan(highest);
  });
});

/** Hardly anything is left of the left brow. */
function withScrapOfBrow(face: Face): Face {
  const probabilities = face.probabilities.map((map, id) =>
    map && id === classId['left-brow']
      ? { ...map, data: map.data.map((byte, at) => (at % map.width < 6 ? byte : 0)) }
      : map,
  );
  return { ...face, probabilities };
}
