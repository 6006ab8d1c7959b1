import { describe, expect, it } from 'vitest';
import { faceClasses, type FaceClass } from '@shared/analysis/classes';
import { lipLines } from '@shared/analysis/mesh';
import { meshPointCount, meshPoints, type Landmarks } from './landmarks';
import { mendLips } from './mend-lips';
import { planeOf, type ClassPlanes } from './probabilities';

const side = 200;
const middle = 100;
const unit = 140;

/** A mouth in the middle of the grid, its lips 0.05 face widths high, open by so much. */
function mouth(openFaceWidths: number): Landmarks {
  const landmarks = new Float32Array(meshPointCount * 2);
  const put = (index: number, x: number, y: number): void => {
    landmarks[index * 2] = x;
    landmarks[index * 2 + 1] = y;
  };
  for (const index of meshPoints.leftEdge) put(index, middle + unit / 2, middle);
  for (const index of meshPoints.rightEdge) put(index, middle - unit / 2, middle);
  const line = (indices: readonly number[], halfWidth: number, height: number): void =>
    indices.forEach((index, at) => {
      const share = (2 * at) / (indices.length - 1) - 1;
      put(index, middle + share * halfWidth, middle + height * Math.sqrt(1 - share * share));
    });
  const half = (openFaceWidths / 2) * unit;
  line(lipLines.upperOuter, 0.2 * unit, -half - 0.05 * unit);
  line(lipLines.lowerOuter, 0.2 * unit, half + 0.05 * unit);
  line(lipLines.upperInner, 0.17 * unit, -half);
  line(lipLines.lowerInner, 0.17 * unit, half);
  return landmarks;
}

function skin(): ClassPlanes {
  const classes = { side, data: new Float32Array(faceClasses.length * side * side) };
  planeOf(classes, 'skin').fill(1);
  return classes;
}

/** Everything of a rectangle becomes one class. */
function paint(
  classes: ClassPlanes,
  name: FaceClass,
  [left, top, right, bottom]: readonly [number, number, number, number],
): void {
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      for (const other of faceClasses) planeOf(classes, other)[y * side + x] = 0;
      planeOf(classes, name)[y * side + x] = 1;
    }
  }
}

const at = ({ data }: ClassPlanes, name: FaceClass, x: number, y: number): number =>
  planeOf({ side, data }, name)[y * side + x] ?? Number.NaN;

function shutLips(): ClassPlanes {
  const classes = skin();
  for (let row = -7; row < 7; row++) {
    const half = Math.round(0.2 * unit * Math.sqrt(1 - ((row + 0.5) / (0.051 * unit)) ** 2));
    const y = middle + row;
    paint(classes, row < 0 ? 'upper-lip' : 'lower-lip', [middle - half, y, middle + half, y + 1]);
  }
  return classes;
}

describe('lips', () => {
  it('leaves whole lips as they are', () => {
    const classes = shutLips();
    const before = classes.data.slice();
    mendLips(classes, mouth(0.002), 400);
    const changed = classes.data.filter((value, index) => Math.abs(value - before[index]!) > 0.02);
    expect(changed).toHaveLength(0);
  });

  it('fills what the network took for teeth in a mouth that is shut', () => {
    const classes = shutLips();
    paint(classes, 'inner-mouth', [95, 102, 105, 105]);
    mendLips(classes, mouth(0.03), 400);
    expect(at(classes, 'lower-lip', 100, 103)).toBeGreaterThan(0.9);
  });

  it('fills what the network took for skin amid the lips', () => {
    const classes = shutLips();
    paint(classes, 'skin', [97, 102, 102, 105]);
    mendLips(classes, mouth(0.002), 400);
    expect(at(classes, 'lower-lip', 99, 103)).toBeGreaterThan(0.9);
  });

  it('leaves an open mouth open', () => {
    const classes = skin();
    paint(classes, 'upper-lip', [74, 84, 126, 92]);
    paint(classes, 'inner-mouth', [76, 92, 124, 109]);
    paint(classes, 'lower-lip', [74, 109, 126, 117]);
    mendLips(classes, mouth(0.12), 400);
    expect(at(classes, 'inner-mouth', 100, 93)).toBeGreaterThan(0.95);
    expect(at(classes, 'inner-mouth', 100, 100)).toBe(1);
    expect(at(classes, 'inner-mouth', 100, 107)).toBeGreaterThan(0.95);
  });

  it('takes away what is called lip far above the lips', () => {
    const classes = shutLips();
    paint(classes, 'upper-lip', [95, 80, 105, 84]);
    mendLips(classes, mouth(0.002), 400);
    expect(at(classes, 'upper-lip', 100, 81)).toBeLessThan(0.1);
    expect(at(classes, 'skin', 100, 81)).toBeGreaterThan(0.9);
  });

  it('believes the network on a small face, and where the mesh lies beside what it sees', () => {
    const [small, beside] = [shutLips(), skin()];
    paint(small, 'inner-mouth', [95, 102, 105, 105]);
    mendLips(small, mouth(0.03), 150);
    expect(at(small, 'inner-mouth', 100, 103)).toBe(1);
    paint(beside, 'upper-lip', [74, 108, 126, 116]);
    paint(beside, 'lower-lip', [74, 116, 126, 124]);
    mendLips(beside, mouth(0.03), 400);
    expect(at(beside, 'lower-lip', 100, 122)).toBe(1);
  });

  it('keeps every cell a sum of one', () => {
    const classes = shutLips();
    paint(classes, 'inner-mouth', [90, 99, 110, 106]);
    mendLips(classes, mouth(0.03), 400);
    for (let cell = 0; cell < side * side; cell += 7) {
      const sum = faceClasses.reduce((total, name) => total + planeOf(classes, name)[cell]!, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  });
});
