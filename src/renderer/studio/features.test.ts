import { featureNames } from '@shared/analysis/classes';
import type { Face } from '@shared/analysis/face';
import { placeOfFace } from '@shared/document/project-faces';
import { describe, expect, it } from 'vitest';
import { certainly, syntheticFace, syntheticSide } from '../../../test/fixtures/synthetic-face';
import type { FaceOverview } from './contract';
import { featureCells, outlinesOf } from './features';
import { targetAt } from './point';

function overviewOf(face: Face): FaceOverview {
  const { index, box, gridToPhoto, gridSize } = face;
  return {
    ...{ index, box, gridToPhoto, gridSize },
    featureCells: featureCells(face),
    outlines: outlinesOf(face),
    thumbnail: new Blob(),
    place: placeOfFace(face, { width: syntheticSide, height: syntheticSide }),
  };
}

/** Bounds of everything that a path of straight lines goes through. */
function boundsOf(path: string): { left: number; top: number; right: number; bottom: number } {
  const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? [];
  const xs = numbers.filter((_, index) => index % 2 === 0);
  const ys = numbers.filter((_, index) => index % 2 === 1);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}

describe('what lies where', () => {
  const overview = overviewOf(syntheticFace);

  it('is what the network is sure of', () => {
    for (let y = 0; y < syntheticSide; y += 4) {
      for (let x = 0; x < syntheticSide; x += 4) {
        const target = targetAt([overview], { x: x + 0.5, y: y + 0.5 });
        if (certainly('lower-lip', x, y)) expect(target?.feature).toBe('lips');
        if (certainly('inner-mouth', x, y)) expect(target?.feature).toBe('mouth');
      }
    }
  });

  it('is nothing outside of the face', () => {
    expect(targetAt([overview], { x: 2, y: 2 })).toBeUndefined();
    expect(targetAt([overview], { x: -50, y: 1e5 })).toBeUndefined();
  });

  it('belongs to the nearer of two faces', () => {
    const other: FaceOverview = {
      ...overview,
      index: 1,
      box: { ...overview.box, left: 1000 },
    };
    const lip = { x: syntheticSide / 2, y: syntheticSide * 0.58 };
    expect(targetAt([other, overview], lip)).toEqual({ face: 0, feature: 'lips' });
  });

  it('turns with the face', () => {
    const turned: Face = {
      ...syntheticFace,
      gridToPhoto: { a: 0, b: 4, tx: syntheticSide, ty: 0 },
    };
    // A quarter turn: below the mouth in the grid is left of it in the photo.
    const left = { x: syntheticSide * 0.42, y: syntheticSide / 2 };
    expect(targetAt([overviewOf(turned)], left)?.feature).toBe('lips');
    expect(targetAt([overview], left)?.feature).toBe('mouth');
  });
});

describe('outlines', () => {
  it('go round each feature in pixels of the photo', () => {
    const outlines = outlinesOf(syntheticFace);
    expect(outlines.map(({ feature }) => feature)).toEqual(['lips', 'mouth']);
    const lips = boundsOf(outlines[0]?.path ?? '');
    // The ellipse of the fixture: 16 by 8 cells of 4 pixels round the middle.
    expect(lips.left).toBeCloseTo(128 - 64, -1);
    expect(lips.right).toBeCloseTo(128 + 64, -1);
    expect(lips.top).toBeCloseTo(128 - 32, -1);
    expect(lips.bottom).toBeCloseTo(128 + 32, -1);
  });

  it('leave a hole where the mouth is open', () => {
    const lips = outlinesOf(syntheticFace).find(({ feature }) => feature === 'lips');
    expect(lips?.path.match(/M/g)).toHaveLength(2);
  });

  it('close where a feature runs into the edge of the grid', () => {
    const data = new Uint8Array(64 * 64).fill(255);
    const face: Face = {
      ...syntheticFace,
      probabilities: syntheticFace.probabilities.map((_, id) =>
        id === 1 ? { left: 0, top: 0, width: 64, height: 64, data } : null,
      ),
    };
    const [skin] = outlinesOf(face);
    expect(skin).toMatchObject({ feature: 'skin' });
    expect(boundsOf(skin?.path ?? '')).toMatchObject({ left: 0, top: 0, right: 256, bottom: 256 });
  });

  it('leave out what is a few cells only', () => {
    const data = new Uint8Array(64 * 64);
    data[2000] = 255;
    const face: Face = {
      ...syntheticFace,
      probabilities: syntheticFace.probabilities.map((_, id) =>
        id === 2 ? { left: 0, top: 0, width: 64, height: 64, data } : null,
      ),
    };
    expect(outlinesOf(face)).toEqual([]);
    expect(featureCells(face)[2000]).toBe(1 + featureNames.indexOf('nose'));
  });
});
