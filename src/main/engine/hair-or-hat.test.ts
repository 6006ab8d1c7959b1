import { expect, it } from 'vitest';
import { faceClasses, type FaceClass } from '@shared/analysis/classes';
import type { Oklab } from '@shared/pixels/color';
import { takeBackHair } from './hair-or-hat';
import { meshPointCount, meshPoints } from './landmarks';
import { planeOf, type ClassPlanes } from './probabilities';

const side = 40;
const black: Oklab = { L: 0.2, a: 0, b: 0.005 };
const blue: Oklab = { L: 0.4, a: -0.03, b: -0.12 };

/** Likelier than hair, and not sure. */
const waveringHat = 0.48;
const unsure = 200 * waveringHat;

/** Hair in the left half of the upper rows; in the right what the network takes for a hat, or wavers about. */
function head(hatShare = waveringHat, hairShare = 0.3): ClassPlanes {
  const classes = { side, data: new Float32Array(faceClasses.length * side * side) };
  const put = (name: FaceClass, cell: number, share = 1): void => {
    planeOf(classes, name)[cell] = share;
  };
  for (let cell = 0; cell < side * side; cell++) {
    if (cell >= 10 * side) put('skin', cell);
    else if (cell % side < 20) put('hair', cell);
    else {
      put('hat', cell, hatShare);
      put('hair', cell, hairShare);
    }
  }
  return classes;
}

const face = new Float32Array(meshPointCount * 2);
for (const index of meshPoints.oval) face[index * 2] = side / 2;
face[meshPoints.leftEdge[0] * 2] = side;
face[meshPoints.rightEdge[0] * 2] = 0;

const sumOf = (classes: ClassPlanes, name: FaceClass): number =>
  planeOf(classes, name).reduce((sum, value) => sum + value, 0);

it('takes what may be a hat for hair when it is of the colour of the hair beside it', () => {
  const classes = head();
  takeBackHair(classes, face, () => black);
  expect(sumOf(classes, 'hair')).toBeCloseTo(200 + 200 * (waveringHat + 0.3), 3);
  expect(sumOf(classes, 'hat')).toBe(0);
});

it('does so with grey hair, light and dark', () => {
  const classes = head();
  const grey = (cell: number): Oklab => ({ L: 0.35 + 0.1 * (cell % 4), a: 0.002, b: 0.004 });
  takeBackHair(classes, face, grey);
  expect(sumOf(classes, 'hat')).toBe(0);
});

it('leaves a black hat on black hair that the network is sure of', () => {
  const classes = head(0.95, 0.05);
  takeBackHair(classes, face, () => black);
  expect(sumOf(classes, 'hat')).toBeCloseTo(200 * 0.95, 3);
});

it('takes hair of a colour that no hair has for the cap beside it', () => {
  const classes = head(0.95, 0.05);
  takeBackHair(classes, face, () => ({ L: 0.82, a: 0.02, b: 0.14 }));
  expect(sumOf(classes, 'hair')).toBe(0);
  expect(sumOf(classes, 'hat')).toBeCloseTo(400, 3);
});

it('leaves dyed hair where there is no hat', () => {
  const classes = head(0, 1);
  takeBackHair(classes, face, () => ({ L: 0.82, a: 0.02, b: 0.14 }));
  expect(sumOf(classes, 'hair')).toBe(400);
});

it('leaves a hat of another colour', () => {
  const classes = head();
  takeBackHair(classes, face, (cell) => (cell % side < 20 ? black : blue));
  expect(sumOf(classes, 'hat')).toBeCloseTo(unsure, 3);
});

it('leaves a patterned hat that is black in part', () => {
  const classes = head();
  takeBackHair(classes, face, (cell) => (cell % side < 32 ? black : blue));
  expect(sumOf(classes, 'hat')).toBeCloseTo(unsure, 3);
});

it('leaves a black hat whose brim goes on beside the head', () => {
  const classes = head();
  planeOf(classes, 'hat').forEach((share, cell, hat) => {
    if (share > 0 && cell % side > 28) hat[cell] = 0.6;
  });
  const before = sumOf(classes, 'hat');
  const narrow = face.slice();
  narrow[meshPoints.leftEdge[0] * 2] = 26;
  narrow[meshPoints.rightEdge[0] * 2] = 10;
  takeBackHair(classes, narrow, () => black);
  expect(sumOf(classes, 'hat')).toBeCloseTo(before, 3);
});

it('leaves a black hat on light hair', () => {
  const classes = head();
  takeBackHair(classes, face, (cell) => (cell % side < 20 ? { L: 0.7, a: 0.01, b: 0.06 } : black));
  expect(sumOf(classes, 'hat')).toBeCloseTo(unsure, 3);
});

it('leaves what does not hang together with the hair', () => {
  const classes = head();
  for (let y = 0; y < 10; y++) {
    for (const x of [20, 21]) {
      planeOf(classes, 'hat')[y * side + x] = 0;
      planeOf(classes, 'hair')[y * side + x] = 0;
      planeOf(classes, 'background')[y * side + x] = 1;
    }
  }
  takeBackHair(classes, face, () => black);
  expect(sumOf(classes, 'hat')).toBeCloseTo(180 * waveringHat, 3);
});

it('fills dark shade amid the hair, and leaves a light background that is seen through it', () => {
  const holed = (): ClassPlanes => {
    const classes = { side, data: new Float32Array(faceClasses.length * side * side) };
    planeOf(classes, 'hair').fill(1);
    for (const cell of [20 * side + 20, 20 * side + 21]) {
      planeOf(classes, 'hair')[cell] = 0.3;
      planeOf(classes, 'background')[cell] = 0.7;
    }
    return classes;
  };
  const [shaded, seenThrough] = [holed(), holed()];
  takeBackHair(shaded, face, () => black);
  takeBackHair(seenThrough, face, (cell) => (cell === 20 * side + 20 ? blue : black));
  expect(planeOf(shaded, 'hair')[20 * side + 20]).toBeCloseTo(1);
  expect(planeOf(seenThrough, 'hair')[20 * side + 20]).toBeCloseTo(0.3);
});

it('takes scraps of hats and earrings larger than any for the dark hair that they lie in', () => {
  for (const name of ['hat', 'earring'] as const) {
    const classes = head(0, 1);
    for (let cell = 0; cell < 40; cell++) {
      planeOf(classes, name)[cell] = 0.9;
      planeOf(classes, 'hair')[cell] = 0.1;
    }
    takeBackHair(classes, face, () => black);
    expect(sumOf(classes, name)).toBeLessThan(0.01);
    expect(sumOf(classes, 'hair')).toBeCloseTo(400, 1);
  }
});

it('leaves silver earrings in dark hair, and small black ones', () => {
  const silver: Oklab = { L: 0.8, a: 0, b: 0 };
  const withEarring = (cells: number): ClassPlanes => {
    const classes = head(0, 1);
    for (let cell = 0; cell < cells; cell++) {
      planeOf(classes, 'earring')[cell] = 0.9;
      planeOf(classes, 'hair')[cell] = 0.1;
    }
    return classes;
  };
  const large = withEarring(40);
  takeBackHair(large, face, (cell) => (cell < 40 ? silver : black));
  expect(sumOf(large, 'earring')).toBeCloseTo(36, 3);
  const small = withEarring(15);
  takeBackHair(small, face, () => black);
  expect(sumOf(small, 'earring')).toBeCloseTo(13.5, 3);
});
