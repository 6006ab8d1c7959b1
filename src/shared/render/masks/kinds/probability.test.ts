import { describe, expect, it } from 'vitest';
import { syntheticFace } from '../../../../../test/fixtures/synthetic-face';
import { faceClasses, type FaceClass } from '../../../analysis/classes';
import type { Face } from '../../../analysis/face';
import type { Raster } from '../../../pixels/raster';
import { evaluateMask } from '../evaluate';
import { probability } from '../mask';

const gridSize = 16;
const pixelsPerCell = 8;
const side = gridSize * pixelsPerCell;
const whole = { left: 0, top: 0, width: side, height: side };
const source: Raster = {
  width: side,
  height: side,
  channels: 3,
  data: new Uint8Array(side * side * 3),
};

/** A face whose hair is what `probabilityAt` says (0-1) of the cells of a part of the grid; there is none around it. */
function faceWith(probabilityAt: (column: number, row: number) => number): Face {
  const inset = 2;
  const size = gridSize - 2 * inset;
  const data = Uint8Array.from({ length: size * size }, (_, at) =>
    Math.round(255 * probabilityAt(inset + (at % size), inset + Math.floor(at / size))),
  );
  const hair = { left: inset, top: inset, width: size, height: size, data };
  return {
    ...syntheticFace,
    gridSize,
    gridToPhoto: { a: pixelsPerCell, b: 0, tx: 0, ty: 0 },
    probabilities: faceClasses.map((name: FaceClass) => (name === 'hair' ? hair : null)),
  };
}

/** Keys 1981, equation 4, with a = -1/2. */
function keys(distance: number): number {
  const s = Math.abs(distance);
  if (s < 1) return 1.5 * s ** 3 - 2.5 * s ** 2 + 1;
  return s < 2 ? -0.5 * s ** 3 + 2.5 * s ** 2 - 4 * s + 2 : 0;
}

/** Every cell's value weighed by its distance from a point of the photo: slow and plain. */
function reference(face: Face, x: number, y: number): number {
  const { left, top, width, data } = face.probabilities[faceClasses.indexOf('hair')]!;
  const sum = data.reduce((total, value, at) => {
    const column = left + (at % width) + 0.5;
    const row = top + Math.floor(at / width) + 0.5;
    const weight = keys(x / pixelsPerCell - column) * keys(y / pixelsPerCell - row);
    return total + (value / 255) * weight;
  }, 0);
  return Math.min(1, Math.max(0, sum));
}

describe('probabilities between cells', () => {
  it.each([
    ['an edge between two columns', (column: number) => (column < 8 ? 1 : 0)],
    ['an edge between two rows', (_: number, row: number) => (row < 8 ? 0 : 1)],
    ['a corner', (column: number, row: number) => (column + row < 15 ? 1 : 0)],
    ['one cell', (column: number, row: number) => (column === 7 && row === 9 ? 1 : 0)],
    ['noise', (column: number, row: number) => ((column * 37 + row * 101) % 17) / 17],
    ['a slope', (column: number, row: number) => column / 20 + row / 60],
  ] as const)('are Keys’ cubic convolution: %s', (_, probabilityAt) => {
    const face = faceWith(probabilityAt);
    const { data } = evaluateMask(probability(face, 'hair'), { source, scale: 1 }, whole);
    const furthest = data.reduce(
      (most, value, pixel) =>
        Math.max(
          most,
          Math.abs(value - reference(face, (pixel % side) + 0.5, Math.floor(pixel / side) + 0.5)),
        ),
      0,
    );
    expect(furthest).toBeLessThan(1e-5);
  });
});
