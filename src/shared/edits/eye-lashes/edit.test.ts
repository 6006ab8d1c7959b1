import { describe, expect, it } from 'vitest';
import { loadRealFace } from '../../../../test/fixtures/real-face';
import { eyeOf, widthOf, type Eye } from '../eye-geometry';
import { edit } from './edit';
import { lowerLashes, upperLashes, upperRoots } from './lashes';

const shape = { length: 0.5, density: 0.5, curl: 0.5 };

async function eyes(): Promise<readonly Eye[]> {
  const { face } = await loadRealFace('erik');
  return [eyeOf(face, 'left'), eyeOf(face, 'right')].filter((eye) => eye !== undefined);
}

function lengthOf(points: readonly { x: number; y: number }[]): number {
  const [root, tip] = [points[0], points.at(-1)];
  return root && tip ? Math.hypot(tip.x - root.x, tip.y - root.y) : 0;
}

describe('lashes', () => {
  it('are the same every time, and of many lengths', async () => {
    for (const eye of await eyes()) {
      const drawn = upperLashes(eye, shape);
      expect(upperLashes(eye, shape)).toEqual(drawn);
      const lengths = drawn.map(({ points }) => lengthOf(points));
      expect(Math.max(...lengths) / Math.min(...lengths)).toBeGreaterThan(1.8);
    }
  });

  it('are never drawn over an opacity of 0.8, and end in a point', async () => {
    for (const eye of await eyes()) {
      for (const { opacity, widthsFaceWidths } of [
        ...upperLashes(eye, shape),
        ...lowerLashes(eye, shape),
      ]) {
        expect(opacity).toBeLessThanOrEqual(0.8);
        expect((widthsFaceWidths.at(-1) ?? 1) / (widthsFaceWidths[0] ?? 1)).toBeLessThan(0.2);
      }
    }
  });

  it('grow away from the eye, and are thin and short in the inner corner', async () => {
    for (const eye of await eyes()) {
      const up = ({ x, y }: { x: number; y: number }): number =>
        x * eye.upward.x + y * eye.upward.y;
      for (const [lashes, sign] of [
        [upperLashes(eye, shape), 1],
        [lowerLashes(eye, shape), -1],
      ] as const) {
        for (const { points } of lashes) {
          const [root, tip] = [points[0] ?? eye.outer, points.at(-1) ?? eye.outer];
          expect(sign * (up(tip) - up(root))).toBeGreaterThan(0);
        }
      }
      const upper = upperLashes(eye, shape);
      const mean = (of: typeof upper, measure: (lash: (typeof upper)[number]) => number): number =>
        of.reduce((sum, lash) => sum + measure(lash), 0) / of.length;
      const [inner, outer] = [upper.slice(-8), upper.slice(6, 14)];
      expect(mean(inner, ({ points }) => lengthOf(points))).toBeLessThan(
        mean(outer, ({ points }) => lengthOf(points)),
      );
      expect(mean(inner, (lash) => lash.widthsFaceWidths[0] ?? 0)).toBeLessThan(
        mean(outer, (lash) => lash.widthsFaceWidths[0] ?? 0),
      );
    }
  });

  it('stand on a line along the rim, thin at its ends, fainter than a hair', async () => {
    for (const eye of await eyes()) {
      const { points, widthsFaceWidths, opacity } = upperRoots(eye, shape);
      const middle = widthsFaceWidths[widthsFaceWidths.length >> 1] ?? 0;
      expect(middle).toBeGreaterThan(
        2 * Math.max(widthsFaceWidths[0] ?? 1, widthsFaceWidths.at(-1) ?? 1),
      );
      expect(opacity).toBeLessThan(0.6);
      const far = points.map((point) =>
        Math.min(...eye.upper.map(({ x, y }) => Math.hypot(x - point.x, y - point.y))),
      );
      expect(Math.max(...far)).toBeLessThan(0.1 * widthOf(eye));
    }
  });

  it('are more with more density, and none on glasses', async () => {
    for (const eye of await eyes()) {
      expect(upperLashes(eye, { ...shape, density: 1 }).length).toBeGreaterThan(
        upperLashes(eye, shape).length,
      );
    }
    const { face } = await loadRealFace('bruce');
    expect(edit.plan({ upper: 1, lower: 1 }, { face })).toEqual([]);
  });
});
