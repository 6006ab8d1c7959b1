import { beforeAll, describe, expect, it } from 'vitest';
import { loadRealFace, type RealFace } from '../../../../test/fixtures/real-face';
import { lipLines, meshPoint, meshPoints } from '../../analysis/mesh';
import type { Point } from '../../pixels/raster';
import { displace, type WarpPass } from '../../render/passes/warp/field';
import { edit } from './edit';

type Params = Readonly<Record<string, number>>;

describe.each(['marie', 'kal', 'erik'] as const)('lip shape on the real face %s', (name) => {
  let real: RealFace;
  beforeAll(async () => {
    real = await loadRealFace(name);
  });

  const fieldOf = (params: Params): WarpPass['field'] => {
    const [pass] = edit.plan(params, { face: real.face });
    if (pass?.kind !== 'warp') throw new Error('no warp');
    return pass.field;
  };
  /** By how many face widths the pixel that is seen at a place comes from elsewhere. */
  const offset = (field: WarpPass['field'], place: Point): Point => {
    const moved = { ...place };
    displace(field, moved);
    const { faceWidthPixels } = real.face;
    return { x: (moved.x - place.x) / faceWidthPixels, y: (moved.y - place.y) / faceWidthPixels };
  };
  const length = ({ x, y }: Point): number => Math.hypot(x, y);

  it('leaves teeth and mouth line where they are', () => {
    const field = fieldOf({ upper: 1, lower: 1 });
    for (const point of meshPoints(real.face, [...lipLines.upperInner, ...lipLines.lowerInner])) {
      expect(length(offset(field, point))).toBeLessThan(0.002);
    }
  });

  it('leaves nose, chin and cheeks where they are', () => {
    const field = fieldOf({ upper: 1, lower: 1, width: 1 });
    for (const point of meshPoints(real.face, [2, 1, 98, 327, 152, 234, 454])) {
      expect(length(offset(field, point))).toBeLessThan(0.002);
    }
  });

  it('moves each lip for itself', () => {
    const [top, bottom] = [meshPoint(real.face, 0), meshPoint(real.face, 17)];
    const upper = fieldOf({ upper: 1 });
    const lower = fieldOf({ lower: 1 });
    expect(length(offset(upper, top))).toBeGreaterThan(0.008);
    expect(length(offset(upper, bottom))).toBe(0);
    expect(length(offset(lower, bottom))).toBeGreaterThan(0.008);
    expect(length(offset(lower, top))).toBe(0);
  });

  it.each([
    { upper: 1, lower: 1, width: 1 },
    { upper: -1, lower: -1, width: -1 },
    { upper: 0.55, lower: 0.9, width: -0.35 },
  ])('never folds: %j', (params) => {
    const { offsets, columns, rows, stepPixels } = fieldOf(params);
    for (let row = 0; row + 1 < rows; row++) {
      for (let column = 0; column + 1 < columns; column++) {
        const at = (row * columns + column) * 2;
        const across = stepPixels + offsets[at + 2]! - offsets[at]!;
        const down = stepPixels + offsets[at + columns * 2 + 1]! - offsets[at + 1]!;
        expect(Math.min(across, down)).toBeGreaterThan(0.1 * stepPixels);
      }
    }
  });
});

it('does nothing on a face without lips', async () => {
  const { face } = await loadRealFace('marie');
  const bare = { ...face, statistics: { ...face.statistics, lips: null } };
  expect(edit.plan({ upper: 1 }, { face: bare })).toEqual([]);
});
