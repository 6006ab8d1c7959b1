import { srgbToOklab, type Oklab } from '@shared/pixels/color';

export type ColorAt = (cell: number) => Oklab;

/**
 * The mean colour of a cell. `face` is the aligned cut-out: interleaved sRGB of 0-1, its side a multiple of the grid's.
 */
export function colorsOnGrid(face: Float32Array, side: number): ColorAt {
  const faceSide = Math.sqrt(face.length / 3);
  const factor = Math.floor(faceSide / side);
  const share = 1 / (factor * factor);
  return (cell) => {
    const left = (cell % side) * factor;
    const top = Math.floor(cell / side) * factor;
    const mean = [0, 0, 0];
    for (let y = top; y < top + factor; y++) {
      for (let x = left; x < left + factor; x++) {
        const at = (y * faceSide + x) * 3;
        for (let channel = 0; channel < 3; channel++) mean[channel]! += face[at + channel]! * share;
      }
    }
    return srgbToOklab(mean[0]!, mean[1]!, mean[2]!);
  };
}
