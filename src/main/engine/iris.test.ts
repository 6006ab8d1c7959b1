import { classId, faceClasses } from '@shared/analysis/classes';
import { meshPoint, sideLines } from '@shared/analysis/mesh';
import type { Face } from '@shared/analysis/face';
import { describe, expect, it } from 'vitest';
import { seatIrises } from './iris';
import { meshPointCount, type Landmarks } from './landmarks';
import type { ClassPlanes } from './probabilities';

const gridSide = 64;
const pixelSide = 128;
const faceWidthCells = 100;
const eyeMiddle = { x: 32, y: 30 };
const iris = { x: 35.25, y: 30.5, radius: 4.5 };

/** A left eye as an almond, its iris dark with a glint in it. */
function picture(withIris: boolean): Float32Array {
  const pixels = new Float32Array(pixelSide * pixelSide * 3);
  for (let at = 0; at < pixelSide * pixelSide; at++) {
    const x = ((at % pixelSide) + 0.5) / 2;
    const y = (Math.floor(at / pixelSide) + 0.5) / 2;
    const dark = withIris && Math.hypot(x - iris.x, y - iris.y) < iris.radius;
    const glint = Math.hypot(x - iris.x + 1, y - iris.y + 1) < 0.8;
    pixels.fill(!inEye(x, y) ? 0.6 : dark && !glint ? 0.25 : 0.85, at * 3, at * 3 + 3);
  }
  return pixels;
}

function inEye(x: number, y: number): boolean {
  return ((x - eyeMiddle.x) / 14) ** 2 + ((y - eyeMiddle.y) / 6) ** 2 < 1;
}

function classes(withEye: boolean): ClassPlanes {
  const data = new Float32Array(faceClasses.length * gridSide * gridSide);
  for (let cell = 0; cell < gridSide * gridSide; cell++) {
    const eye = withEye && inEye((cell % gridSide) + 0.5, Math.floor(cell / gridSide) + 0.5);
    data[classId['left-eye'] * gridSide * gridSide + cell] = eye ? 1 : 0;
  }
  return { side: gridSide, data };
}

/** Irises in the middle of the eye, as a mesh guesses them. */
function landmarks(): Landmarks {
  const points = new Float32Array(meshPointCount * 2);
  points[454 * 2] = faceWidthCells;
  const place = (index: number, x: number, y: number): void => {
    points[index * 2] = x;
    points[index * 2 + 1] = y;
  };
  place(sideLines.left.irisCenter, eyeMiddle.x, eyeMiddle.y);
  sideLines.left.irisRing.forEach((index, at) => {
    const angle = (at * Math.PI) / 2;
    place(index, eyeMiddle.x + 3 * Math.cos(angle), eyeMiddle.y + 3 * Math.sin(angle));
  });
  return points;
}

const pointOf = (points: Landmarks, index: number) =>
  meshPoint({ landmarks: points } as Face, index);

describe('seating irises', () => {
  it('finds the circle that the picture shows', () => {
    const seated = seatIrises(picture(true), classes(true), landmarks());
    const center = pointOf(seated, sideLines.left.irisCenter);
    expect(Math.hypot(center.x - iris.x, center.y - iris.y)).toBeLessThan(0.5);
    for (const index of sideLines.left.irisRing) {
      const point = pointOf(seated, index);
      expect(
        Math.abs(Math.hypot(point.x - center.x, point.y - center.y) - iris.radius),
      ).toBeLessThan(0.6);
    }
  });

  it('keeps the guess where there is no circle to be seen, and where there is no eye', () => {
    const own = landmarks();
    const center = pointOf(own, sideLines.left.irisCenter);
    const plain = seatIrises(picture(false), classes(true), own);
    expect(pointOf(plain, sideLines.left.irisCenter)).toEqual(center);
    expect(seatIrises(picture(true), classes(false), own)).toEqual(own);
  });

  it('moves nothing but irises, and leaves what it was given', () => {
    const own = landmarks();
    const seated = seatIrises(picture(true), classes(true), own);
    expect(own).toEqual(landmarks());
    expect(seated.slice(0, 468 * 2)).toEqual(own.slice(0, 468 * 2));
  });
});
