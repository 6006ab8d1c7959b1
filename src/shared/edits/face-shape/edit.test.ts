import { describe, expect, it } from 'vitest';
import { loadRealFace, type RealFaceName } from '../../../../test/fixtures/real-face';
import { describeShape } from '../../../../test/fixtures/shape-suite';
import { fieldsOf } from '../../../../test/fixtures/warps';
import { classId } from '../../analysis/classes';
import { meshPoint } from '../../analysis/mesh';
import { distanceFrom } from '../../pixels/distance';
import { applySimilarity, similarityScale } from '../../pixels/geometry';
import type { Point } from '../../pixels/raster';
import { displace } from '../../render/passes/warp/field';
import { eyesOf } from '../eye-geometry';
import { edit } from './edit';
import { personShare } from './person';

describeShape(edit);

describe('what lies behind the person', () => {
  const names: readonly RealFaceName[] = ['ayo', 'erik', 'kal'];

  it.each(names)('keeps still a little beyond the outline of %s', async (name) => {
    const { face } = await loadRealFace(name);
    const map = face.probabilities[classId.background];
    if (!map) throw new Error('no background');
    const { width, height } = map;
    const data = Float32Array.from(map.data, (byte) => byte / 255);
    const distance = distanceFrom({ width, height, data }, (share) => share < 0.5);
    const cellFaceWidths = similarityScale(face.gridToPhoto) / face.faceWidthPixels;
    const fields = fieldsOf(edit.plan({ width: -1, jaw: 1, forehead: 1 }, { face }));
    let seen = 0;
    let farthest = 0;
    distance.data.forEach((cells, index) => {
      if (cells * cellFaceWidths < 0.15) return;
      const cell = {
        x: (index % width) + map.left + 0.5,
        y: Math.floor(index / width) + map.top + 0.5,
      };
      const from = applySimilarity(face.gridToPhoto, cell);
      const place = { ...from };
      for (const field of fields) displace(field, place);
      farthest = Math.max(farthest, Math.hypot(place.x - from.x, place.y - from.y));
      seen += 1;
    });
    expect(seen).toBeGreaterThan(100);
    expect(farthest / face.faceWidthPixels).toBeLessThan(0.002);
  });

  it.each(names)('is told from the face of %s', async (name) => {
    const { face } = await loadRealFace(name);
    for (const index of [1, 10, 152, 61, 291])
      expect(personShare(face)(meshPoint(face, index))).toBe(1);
  });
});

describe('irises', () => {
  const names: readonly RealFaceName[] = ['bruce', 'ivana', 'marie', 'kal'];

  it.each(names)('stay round, on turned heads too: %s', async (name) => {
    const { face } = await loadRealFace(name);
    for (const look of [
      { width: -1, jaw: -1 },
      { width: 1, jaw: 1 },
      { forehead: 1, width: -1 },
    ]) {
      const fields = fieldsOf(edit.plan(look, { face }));
      const shown = (from: Point): Point => {
        const place = { ...from };
        for (const field of fields) displace(field, place);
        return place;
      };
      for (const { iris } of eyesOf(face)) {
        const middle = shown(iris.center);
        const radii = Array.from({ length: 16 }, (_, step) => {
          const angle = (step * Math.PI) / 8;
          const x = iris.center.x + iris.radius * Math.cos(angle);
          const edge = shown({ x, y: iris.center.y + iris.radius * Math.sin(angle) });
          return Math.hypot(edge.x - middle.x, edge.y - middle.y);
        });
        expect(Math.max(...radii) / Math.min(...radii)).toBeLessThan(1.05);
      }
    }
  });
});
