import { describe, expect, it } from 'vitest';
import { faceClasses, type FaceClass } from '@shared/analysis/classes';
import { meshPointCount, meshPoints, type Landmarks } from './landmarks';
import { assignSides, limitReach, yieldToNeighbours } from './plausible';
import { planeOf, toMaps, type ClassPlanes } from './probabilities';

const side = 64;

function empty(): ClassPlanes {
  const classes = { side, data: new Float32Array(faceClasses.length * side * side) };
  planeOf(classes, 'background').fill(1);
  return classes;
}

function fill(classes: ClassPlanes, name: FaceClass, probability: number): void {
  planeOf(classes, name).fill(probability);
}

const at = (classes: ClassPlanes, name: FaceClass, x: number, y: number): number =>
  planeOf(classes, name)[y * side + x] ?? Number.NaN;

/** A round face; its person's left is at the right of the picture. */
function faceAt(centerX: number, centerY: number, radius: number): Landmarks {
  const landmarks = new Float32Array(meshPointCount * 2);
  const put = (indices: readonly number[], x: number, y: number, spread = 0.08): void => {
    indices.forEach((index, number) => {
      const angle = (2 * Math.PI * number) / indices.length;
      landmarks[index * 2] = centerX + radius * (x + spread * Math.cos(angle));
      landmarks[index * 2 + 1] = centerY + radius * (y + spread * Math.sin(angle));
    });
  };
  put(meshPoints.oval, 0, 0, 1);
  put(meshPoints.leftEye, 0.4, -0.2);
  put(meshPoints.rightEye, -0.4, -0.2);
  put(meshPoints.leftBrow, 0.4, -0.45);
  put(meshPoints.rightBrow, -0.4, -0.45);
  put(meshPoints.nose, 0, 0.1);
  put(meshPoints.lips, 0, 0.5, 0.25);
  put(meshPoints.leftEdge, 1, 0, 0);
  put(meshPoints.rightEdge, -1, 0, 0);
  return landmarks;
}

const face = faceAt(32, 32, 20);

describe('sides', () => {
  it.each([
    ['left-eye', 'right-eye'],
    ['left-brow', 'right-brow'],
    ['left-ear', 'right-ear'],
  ] as const)('gives the %s to the person’s left whatever the network called it', (left, right) => {
    const classes = empty();
    fill(classes, left, 0.2);
    fill(classes, right, 0.7);
    assignSides(classes, face);
    expect(at(classes, left, 50, 28)).toBeCloseTo(0.9);
    expect(at(classes, right, 50, 28)).toBe(0);
    expect(at(classes, left, 14, 28)).toBe(0);
    expect(at(classes, right, 14, 28)).toBeCloseTo(0.9);
  });
});

describe('reach', () => {
  it('keeps lips near the mouth and takes them from the rest', () => {
    const classes = empty();
    fill(classes, 'upper-lip', 1);
    fill(classes, 'hair', 1);
    limitReach(classes, face);
    expect(at(classes, 'upper-lip', 32, 42)).toBe(1);
    expect(at(classes, 'upper-lip', 32, 10)).toBe(0);
    expect(at(classes, 'upper-lip', 5, 60)).toBe(0);
    expect(at(classes, 'hair', 5, 60)).toBe(1);
  });
});

describe('neighbours', () => {
  it('leave to each other what lies inside their outlines', () => {
    const own = faceAt(20, 32, 14);
    const other = faceAt(50, 32, 14);
    const classes = empty();
    fill(classes, 'background', 0);
    fill(classes, 'skin', 1);
    yieldToNeighbours(classes, own, [other]);
    expect(at(classes, 'skin', 20, 32)).toBe(1);
    expect(at(classes, 'skin', 50, 32)).toBe(0);
    expect(at(classes, 'background', 50, 32)).toBe(1);
    // Between and above the faces the nearer one counts.
    expect(at(classes, 'skin', 28, 8)).toBe(1);
    expect(at(classes, 'skin', 42, 8)).toBe(0);
  });

  it('far away change nothing', () => {
    const classes = empty();
    fill(classes, 'hair', 1);
    const before = classes.data.slice();
    yieldToNeighbours(classes, face, [faceAt(600, 32, 20)]);
    yieldToNeighbours(classes, face, []);
    expect(classes.data).toEqual(before);
  });
});

describe('maps', () => {
  it('hold only the part where a class occurs', () => {
    const classes = empty();
    planeOf(classes, 'nose').set([0.5, 1], 10 * side + 20);
    const maps = toMaps(classes);
    const nose = maps[faceClasses.indexOf('nose')];
    expect(nose).toMatchObject({ left: 20, top: 10, width: 2, height: 1 });
    expect([...(nose?.data ?? [])]).toEqual([128, 255]);
    expect(maps[faceClasses.indexOf('hat')]).toBeNull();
  });

  it('drop the tails of the softmax', () => {
    const classes = empty();
    fill(classes, 'upper-lip', 0.015);
    expect(toMaps(classes)[faceClasses.indexOf('upper-lip')]).toBeNull();
  });
});
