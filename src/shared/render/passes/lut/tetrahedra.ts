import { maximumWorkingSample } from '../../working';
import { latticeSide, pointNumbers } from './table';

/** From a lattice point to the next one, in numbers of the table. */
export const redStep = latticeSide * latticeSide * pointNumbers;
export const greenStep = latticeSide * pointNumbers;
export const blueStep = pointNumbers;

/**
 * The two corners between black and white of a cell that the tetrahedron of a colour has, as steps from black: by
 * whether red's fraction is below green's (4), red's below blue's (2) and green's below blue's (1).
 */
export const firstSteps = new Int32Array(8);
export const secondSteps = new Int32Array(8);
for (const [code, first, second] of [
  [0, redStep, greenStep],
  [1, redStep, blueStep],
  [3, blueStep, redStep],
  [4, greenStep, redStep],
  [6, greenStep, blueStep],
  [7, blueStep, greenStep],
] as const) {
  firstSteps[code] = first;
  secondSteps[code] = first + second;
}

/** A 16-bit sample in cells, times `fractions`: 65535 comes to just before the end of the last one. */
export function placeOf(sample: number): number {
  return (sample << 5) + (sample >>> 11);
}

/** The cell that it lies in. */
export function cellOf(sample: number): number {
  return placeOf(sample) >>> 16;
}

/** Of a cell's side. */
export const fractions = 65536;
export const largestSample = maximumWorkingSample / fractions;
