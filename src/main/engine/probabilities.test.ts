import { describe, expect, it } from 'vitest';
import { classId, faceClasses } from '@shared/analysis/classes';
import { srgbToOklab } from '@shared/pixels/color';
import { normalised, type Logits } from './parse';
import { planeOf, softmaxOnGrid } from './probabilities';
import { meshPointCount } from './landmarks';
import { measureRegions } from './statistics';

/** Skin at the left, hair at the right. */
function halves(side: number, difference: number): Logits {
  const data = new Float32Array(faceClasses.length * side * side).fill(-20);
  for (let cell = 0; cell < side * side; cell++) {
    const left = cell % side < side / 2;
    data[classId.skin * side * side + cell] = left ? difference : 0;
    data[classId.hair * side * side + cell] = left ? 0 : difference;
  }
  return { side, data };
}

describe('softmax on the grid', () => {
  it('adds up to 1 in every cell', () => {
    const { data, side } = softmaxOnGrid(halves(16, 4), 32);
    for (let cell = 0; cell < side * side; cell++) {
      let sum = 0;
      for (let id = 0; id < faceClasses.length; id++) sum += data[id * side * side + cell]!;
      expect(sum).toBeCloseTo(1, 5);
    }
  });

  it('puts the edge where the scores cross', () => {
    const skin = planeOf(softmaxOnGrid(halves(8, 5), 16), 'skin');
    const row = skin.subarray(0, 16);
    expect(row[0]).toBeCloseTo(1 / (1 + Math.exp(-5)), 3);
    expect(row[7]! + row[8]!).toBeCloseTo(1, 5);
    expect(row[7]).toBeGreaterThan(0.5);
    expect([...row].every((value, x) => x === 0 || value <= row[x - 1]! + 1e-6)).toBe(true);
  });

  it('is the plain softmax at the network’s own size', () => {
    const skin = planeOf(softmaxOnGrid(halves(8, 2), 8), 'skin');
    expect(skin[0]).toBeCloseTo(1 / (1 + Math.exp(-2)), 5);
  });
});

it('normalises into planes', () => {
  const face = Float32Array.of(0.5, 0.25, 1, 0, 0.25, 0.5);
  const planes = normalised(face, { mean: [0.5, 0.25, 0], standardDeviation: [0.5, 1, 0.25] });
  expect([...planes]).toEqual([0, -1, 0, 0, 4, 2]);
});

describe('region statistics', () => {
  const side = 32;
  const faceSide = 64;
  const nowhere = new Float32Array(meshPointCount * 2);

  /** Two thirds of the lips are of one colour, the rest are reflections and a few hairs. */
  function lipPhoto(): Float32Array {
    const face = new Float32Array(faceSide * faceSide * 3);
    for (let pixel = 0; pixel < faceSide * faceSide; pixel++) {
      const x = (pixel % faceSide) >> 1;
      const color = x % 6 === 0 ? [1, 1, 1] : x % 6 === 1 ? [0.05, 0.03, 0.02] : [0.6, 0.3, 0.3];
      face.set(color, pixel * 3);
    }
    return face;
  }

  function withLips(cells: number, probability: number) {
    const classes = { side, data: new Float32Array(faceClasses.length * side * side) };
    planeOf(classes, 'upper-lip').fill(probability, 0, cells);
    return classes;
  }

  it('finds the colour in spite of reflections and hairs', () => {
    const { lips, skin } = measureRegions(lipPhoto(), withLips(600, 0.95), nowhere, 4);
    const expected = srgbToOklab(0.6, 0.3, 0.3);
    expect(lips?.median.L).toBeCloseTo(expected.L, 3);
    expect(lips?.median.a).toBeCloseTo(expected.a, 3);
    expect(lips?.darkest).toBeLessThan(0.3);
    expect(lips?.lightest).toBeGreaterThan(0.95);
    expect(lips?.pixels).toBe(2400);
    expect(skin).toBeNull();
  });

  it('makes do with less sure cells where there are no others', () => {
    expect(measureRegions(lipPhoto(), withLips(600, 0.7), nowhere, 1).lips?.pixels).toBe(600);
    expect(measureRegions(lipPhoto(), withLips(600, 0.3), nowhere, 1).lips).toBeNull();
  });

  it('says nothing about a few cells', () => {
    expect(measureRegions(lipPhoto(), withLips(12, 1), nowhere, 1).lips).toBeNull();
  });
});
