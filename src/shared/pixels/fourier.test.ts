import { describe, expect, it } from 'vitest';
import { fourierTransform, powerOfTwoAtLeast } from './fourier';

describe('the Fourier transform', () => {
  it('agrees with its definition', () => {
    const [width, height] = [8, 4];
    const real = Float32Array.from({ length: 32 }, (_, at) => Math.sin(at * at));
    const imaginary = Float32Array.from({ length: 32 }, (_, at) => Math.cos(3 * at));
    const field = { width, height, real: real.slice(), imaginary: imaginary.slice() };
    fourierTransform(field);
    for (const [u, v] of [
      [0, 0],
      [3, 1],
      [7, 2],
    ] as const) {
      let [sumReal, sumImaginary] = [0, 0];
      for (let at = 0; at < 32; at++) {
        const angle = -2 * Math.PI * ((u * (at % 8)) / 8 + (v * Math.floor(at / 8)) / 4);
        sumReal += real[at]! * Math.cos(angle) - imaginary[at]! * Math.sin(angle);
        sumImaginary += real[at]! * Math.sin(angle) + imaginary[at]! * Math.cos(angle);
      }
      expect(field.real[v * 8 + u]).toBeCloseTo(sumReal, 3);
      expect(field.imaginary[v * 8 + u]).toBeCloseTo(sumImaginary, 3);
    }
  });

  it.each([
    [1, 1],
    [2, 8],
    [64, 16],
    [128, 128],
  ])('keeps the energy and finds a wave, %i x %i', (width, height) => {
    const wave = { u: Math.floor(width / 4), v: height >> 1 };
    const count = width * height;
    const angle = (at: number): number =>
      2 * Math.PI * ((wave.u * (at % width)) / width + (wave.v * Math.floor(at / width)) / height);
    const field = {
      ...{ width, height },
      real: Float32Array.from({ length: count }, (_, at) => Math.cos(angle(at))),
      imaginary: Float32Array.from({ length: count }, (_, at) => Math.sin(angle(at))),
    };
    fourierTransform(field);
    const found = wave.v * width + wave.u;
    expect(field.real[found]! / count).toBeCloseTo(1, 5);
    field.real[found] = 0;
    expect(Math.max(...field.real.map(Math.abs)) / count).toBeLessThan(1e-6);
    expect(Math.max(...field.imaginary.map(Math.abs)) / count).toBeLessThan(1e-6);
  });

  it('takes a power of two', () => {
    expect([1, 2, 3, 17, 64].map(powerOfTwoAtLeast)).toEqual([1, 2, 4, 32, 64]);
  });
});
