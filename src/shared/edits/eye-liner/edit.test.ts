import { describe, expect, it } from 'vitest';
import { edited } from '../../../../test/fixtures/edit-suite';
import { loadRealFace } from '../../../../test/fixtures/real-face';
import { srgbToOklab } from '../../pixels/color';
import { wholeOf } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { eyeOf, widthOf, type Eye } from '../eye-geometry';
import { edit } from './edit';
import { upperOutline } from './shape';

async function eye(): Promise<{ eye: Eye; faceWidthPixels: number }> {
  const { face } = await loadRealFace('erik');
  const found = eyeOf(face, 'left');
  if (!found) throw new Error('no eye');
  return { eye: found, faceWidthPixels: face.faceWidthPixels };
}

const outward = (eye: Eye, { x, y }: { x: number; y: number }): number =>
  (x - eye.outer.x) * eye.outward.x + (y - eye.outer.y) * eye.outward.y;

describe('eyeliner', () => {
  it('is at rest until a line is asked for, whatever its shape', async () => {
    const { face } = await loadRealFace('erik');
    expect(edit.plan({ wing: 1, thickness: 1, softness: 1 }, { face })).toEqual([]);
    expect(edit.plan({ lower: 0.5 }, { face })).toHaveLength(2);
  });

  it('draws nothing on glasses', async () => {
    const { face } = await loadRealFace('bruce');
    expect(edit.plan({ upper: 1, lower: 1 }, { face })).toEqual([]);
  });

  it('reaches as far out as its wing is long, at 24 degrees', async () => {
    const { eye: seen, faceWidthPixels } = await eye();
    const reach = (wing: number): number =>
      Math.max(
        ...upperOutline(seen, faceWidthPixels, { thickness: 0.4, wing }).map((point) =>
          outward(seen, point),
        ),
      );
    const longer = (reach(1) - reach(0.5)) / faceWidthPixels;
    expect(longer).toBeCloseTo(0.5 * 0.075 * Math.cos((24 * Math.PI) / 180), 3);
  });

  it('follows the rim, ever thinner, and ends before the inner corner', async () => {
    const { eye: seen, faceWidthPixels } = await eye();
    const outline = upperOutline(seen, faceWidthPixels, { thickness: 0.5, wing: 0 });
    const most = 0.02 * faceWidthPixels;
    const far = outline.map((point) =>
      Math.min(...seen.upper.map(({ x, y }) => Math.hypot(x - point.x, y - point.y))),
    );
    expect(Math.max(...far)).toBeLessThan(most);
    const inmost = Math.min(...outline.map((point) => outward(seen, point)));
    expect(inmost).toBeGreaterThan(-0.98 * widthOf(seen));
    expect(inmost).toBeLessThan(-0.85 * widthOf(seen));
  });

  it('leaves the line in its own direction: no corner where the wing begins', async () => {
    const { eye: seen, faceWidthPixels } = await eye();
    const outline = upperOutline(seen, faceWidthPixels, { thickness: 0.5, wing: 0.8 });
    const tip = outline.reduce(
      (best, point, index) =>
        outward(seen, point) > outward(seen, outline[best] ?? point) ? index : best,
      0,
    );
    const turns = outline.slice(tip + 1, -8).map((point, index) => {
      const [before, after] = [outline[tip + index], outline[tip + index + 2]];
      if (!before || !after) return 0;
      const first = Math.atan2(point.y - before.y, point.x - before.x);
      const second = Math.atan2(after.y - point.y, after.x - point.x);
      const turn = Math.abs(second - first);
      return Math.min(turn, 2 * Math.PI - turn);
    });
    expect(Math.max(...turns)).toBeLessThan(0.45);
    expect(widthOf(seen)).toBeGreaterThan(0);
  });

  it.each(['marie', 'kal', 'ivana', 'ayo', 'erik'] as const)(
    'draws hardly anything on the eyeball: %s',
    async (name) => {
      const real = await loadRealFace(name);
      const { source, face } = real;
      const look = { upper: 0.9, thickness: 0.5, wing: 0.5 };
      const { data } = edited({ edit }, real, look);
      const eyes = probability(face, 'left-eye', 'right-eye');
      const inside = evaluateMask(eyes, { source, scale: 1 }, wholeOf(source)).data;
      const seen = [...inside.keys()].filter((pixel) => {
        const [before, after] = [source.data, data].map((samples) => {
          const [red, green, blue] = samples.subarray(pixel * 3, pixel * 3 + 3);
          return srgbToOklab(red! / 255, green! / 255, blue! / 255);
        });
        const { L, a, b } = before!;
        return Math.hypot(after!.L - L, after!.a - a, after!.b - b) > 0.02;
      });
      const strayed = seen.filter((pixel) => inside[pixel]! > 0.75);
      expect(strayed.length / seen.length).toBeLessThan(0.005);
    },
  );
});
