import { expect, it } from 'vitest';
import { faceClasses } from '@shared/analysis/classes';
import { keepOneBrow } from './one-brow';
import { planeOf, type ClassPlanes } from './probabilities';

const side = 64;

/** Rectangles of brow, each with a faint edge of a cell round it, amid skin. */
function face(
  ...brows: readonly (readonly [left: number, top: number, width: number, height: number])[]
): ClassPlanes {
  const classes = { side, data: new Float32Array(faceClasses.length * side * side) };
  const [brow, skin] = [planeOf(classes, 'left-brow'), planeOf(classes, 'skin')];
  for (const [left, top, width, height] of brows) {
    for (let y = top - 1; y <= top + height; y++) {
      for (let x = left - 1; x <= left + width; x++) {
        const isEdge = x < left || y < top || x === left + width || y === top + height;
        brow[y * side + x] = Math.max(brow[y * side + x]!, isEdge ? 0.1 : 0.9);
      }
    }
  }
  skin.forEach((_, cell) => (skin[cell] = 1 - brow[cell]!));
  return classes;
}

const at = (classes: ClassPlanes, name: 'left-brow' | 'skin', x: number, y: number): number =>
  planeOf(classes, name)[y * side + x]!;

it('takes a fold below the brow, with its faint edge, for skin', () => {
  const classes = face([10, 10, 30, 6], [15, 19, 12, 2]);
  keepOneBrow(classes);
  expect(at(classes, 'left-brow', 20, 12)).toBeCloseTo(0.9);
  expect(at(classes, 'left-brow', 20, 16)).toBeCloseTo(0.1);
  for (const y of [18, 19, 20, 21]) {
    expect(at(classes, 'left-brow', 20, y)).toBe(0);
    expect(at(classes, 'skin', 20, y)).toBeCloseTo(1);
  }
});

it('leaves the tail of a brow beyond a gap', () => {
  const classes = face([10, 10, 30, 6], [43, 13, 10, 3]);
  const before = classes.data.slice();
  keepOneBrow(classes);
  expect(classes.data).toEqual(before);
});

it('does nothing where no brow is seen', () => {
  const classes = face();
  const before = classes.data.slice();
  keepOneBrow(classes);
  expect(classes.data).toEqual(before);
});
