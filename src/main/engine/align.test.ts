import { describe, expect, it } from 'vitest';
import { applySimilarity } from '@shared/pixels/geometry';
import type { Point, Raster } from '@shared/pixels/raster';
import { cutOut, levelFor, squareToPhoto, type Level } from './align';
import { meshPointCount, meshPoints, rollDegrees, type Landmarks } from './landmarks';

const alignment = {
  leftEye: [0.621, 0.478],
  rightEye: [0.378, 0.477],
  mouth: [0.498, 0.75],
} as const satisfies Record<string, readonly [number, number]>;

type Alignment = Parameters<typeof squareToPhoto>[1];

/** A mesh in which only the aligned points stand where they should. */
function meshWith(leftEye: Point, rightEye: Point, mouth: Point): Landmarks {
  const landmarks = new Float32Array(meshPointCount * 2);
  const put = (indices: readonly number[], { x, y }: Point): void => {
    for (const index of indices) landmarks.set([x, y], index * 2);
  };
  put(meshPoints.leftEye, leftEye);
  put(meshPoints.rightEye, rightEye);
  put(meshPoints.mouthMiddle, mouth);
  return landmarks;
}

/** The framing of the network, rolled, scaled and moved. */
function placed(rollDegreesWanted: number, scale: number, left: number, top: number): Landmarks {
  const angle = (rollDegreesWanted * Math.PI) / 180;
  const place = ([x, y]: readonly [number, number]): Point => ({
    x: left + scale * (Math.cos(angle) * x - Math.sin(angle) * y),
    y: top + scale * (Math.sin(angle) * x + Math.cos(angle) * y),
  });
  return meshWith(place(alignment.leftEye), place(alignment.rightEye), place(alignment.mouth));
}

describe('alignment', () => {
  it.each([0, 30, -75, 180])('brings a face rolled by %i° to the framing', (roll) => {
    const similarity = squareToPhoto(placed(roll, 400, 50, 70), alignment as unknown as Alignment);
    expect(Math.hypot(similarity.a, similarity.b)).toBeCloseTo(400, 2);
    const origin = applySimilarity(similarity, { x: 0, y: 0 });
    expect(origin.x).toBeCloseTo(50, 2);
    expect(origin.y).toBeCloseTo(70, 2);
  });

  it('measures the roll clockwise', () => {
    expect(rollDegrees(placed(20, 300, 0, 0))).toBeCloseTo(20, 0);
    expect(rollDegrees(placed(-20, 300, 0, 0))).toBeCloseTo(-20, 0);
  });
});

/** Red rises to the right, green downwards. */
function ramp(side: number, scale = 1): Level {
  const pixels = Math.round(side * scale);
  const data = new Uint8Array(pixels * pixels * 3);
  for (let y = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++) {
      data.set(
        [Math.round(((x + 0.5) / pixels) * 255), Math.round(((y + 0.5) / pixels) * 255), 7],
        (y * pixels + x) * 3,
      );
    }
  }
  return { raster: { width: pixels, height: pixels, channels: 3, data }, scale };
}

describe('cutting out', () => {
  it.each([0.5, 1, 2.7])('keeps positions at %f photo pixels a sample', (perSample) => {
    const side = 64;
    const size = perSample * side;
    const face = cutOut([ramp(256)], { a: size, b: 0, tx: 40, ty: 20 }, side);
    for (const [x, y] of [
      [0, 0],
      [63, 10],
      [31, 63],
    ] as const) {
      const at = (y * side + x) * 3;
      expect(face[at]! * 256).toBeCloseTo(40 + (x + 0.5) * perSample, 0);
      expect(face[at + 1]! * 256).toBeCloseTo(20 + (y + 0.5) * perSample, 0);
    }
  });

  it('gives the same from a smaller picture', () => {
    const toPhoto = { a: 180, b: 40, tx: 50, ty: 20 };
    const fine = cutOut([ramp(512)], toPhoto, 32);
    const coarse = cutOut([ramp(512), ramp(512, 0.25)], toPhoto, 32);
    fine.forEach((value, index) => expect(value).toBeCloseTo(coarse[index]!, 1));
  });

  it('averages what it makes smaller', () => {
    const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => ((at / 3) & 1 ? 255 : 0));
    const stripes: Raster = { width: 64, height: 64, channels: 3, data };
    const level = { raster: stripes, scale: 1 };
    const face = cutOut([level], { a: 64, b: 0, tx: 0, ty: 0 }, 16);
    face.forEach((value) => expect(value).toBeCloseTo(0.5, 1));
  });

  it('goes on with the last pixels beyond the edge', () => {
    const face = cutOut([ramp(64)], { a: 64, b: 0, tx: -200, ty: 300 }, 8);
    expect(face[0]).toBeCloseTo(0, 1);
    expect(face[1]).toBeCloseTo(1, 1);
    expect(face.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('reads 16 bits', () => {
    const data = new Uint16Array(4 * 4 * 3).fill(32768);
    const level: Level = { raster: { width: 4, height: 4, channels: 3, data }, scale: 1 };
    cutOut([level], { a: 4, b: 0, tx: 0, ty: 0 }, 4).forEach((value) =>
      expect(value).toBeCloseTo(0.5, 4),
    );
  });

  it('takes the coarsest picture that is fine enough', () => {
    const levels = [ramp(8, 1), ramp(8, 0.5), ramp(8, 0.25)];
    expect(levelFor(levels, 0.5).scale).toBe(1);
    expect(levelFor(levels, 2.1).scale).toBe(0.5);
    expect(levelFor(levels, 9).scale).toBe(0.25);
  });
});
