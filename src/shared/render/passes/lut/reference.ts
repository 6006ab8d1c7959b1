import { roundChange } from '../../change-pixels';
import { leastWeight } from '../../runs';
import { maximumWorkingSample } from '../../working';
import { latticeSide, type ColorTable } from './table';
import {
  blueStep,
  cellOf,
  firstSteps,
  fractions,
  greenStep,
  largestSample,
  placeOf,
  redStep,
  secondSteps,
} from './tetrahedra';

/**
 * Tetrahedral interpolation (Kasson, Plouffe & Nin 1993): the cell is cut into six tetrahedra along its grey
 * diagonal, and the colour is a weighted sum of the four corners of the one that holds it. The order of the fractions
 * is told without branches, which no processor could foretell. What the table adds to pixels, in 16-bit samples, is
 * added to `sums`, four numbers a pixel. The reference for `mixer.ts`, which does the same several times faster.
 */
export function collect(
  table: ColorTable,
  weights: Float32Array,
  count: number,
  samples: Uint16Array,
  channels: number,
  sums: Float32Array,
): void {
  const round = Math.fround;
  const additions = allOf(table);
  for (let x = 0, sample = 0, sum = 0; x < count; x++, sample += channels, sum += 4) {
    const weight = weights[x]!;
    if (weight <= leastWeight) continue;
    const red = samples[sample]!;
    const green = samples[sample + 1]!;
    const blue = samples[sample + 2]!;
    const [r, g, b] = [cellOf(red), cellOf(green), cellOf(blue)];
    const fr = placeOf(red) - (r << 16);
    const fg = placeOf(green) - (g << 16);
    const fb = placeOf(blue) - (b << 16);
    const rg = (fr - fg) >> 31;
    const rb = (fr - fb) >> 31;
    const gb = (fg - fb) >> 31;
    const code = (rg & 4) | (rb & 2) | (gb & 1);
    const greater = fr + ((fg - fr) & rg);
    const less = fr + fg - greater;
    const high = greater + ((fb - greater) & ((greater - fb) >> 31));
    const low = fb + ((less - fb) & ((less - fb) >> 31));
    const middle = fr + fg + fb - high - low;

    const scale = round(weight * round(largestSample));
    const w0 = round(scale * round(fractions - high));
    const w1 = round(scale * round(high - middle));
    const w2 = round(scale * round(middle - low));
    const w3 = round(scale * round(low));
    const i0 = r * redStep + g * greenStep + b * blueStep;
    const i1 = i0 + firstSteps[code]!;
    const i2 = i0 + secondSteps[code]!;
    const i3 = i0 + redStep + greenStep + blueStep;
    for (let channel = 0; channel < 4; channel++) {
      const darker = round(
        round(w0 * additions[i0 + channel]!) + round(w1 * additions[i1 + channel]!),
      );
      const lighter = round(
        round(w2 * additions[i2 + channel]!) + round(w3 * additions[i3 + channel]!),
      );
      sums[sum + channel] = round(sums[sum + channel]! + round(darker + lighter));
    }
  }
}

/** Every point of a table. */
function allOf({ compute }: ColorTable): Float32Array {
  const additions = new Float32Array(latticeSide * redStep);
  for (let red = 0; red < latticeSide; red++) {
    for (let green = 0; green < latticeSide; green++) {
      for (let blue = 0; blue < latticeSide; blue++) {
        const at = red * redStep + green * greenStep + blue * blueStep;
        compute(red, green, blue, additions, at);
      }
    }
  }
  return additions;
}

/** Adds what was collected to the pixels. */
export function add(
  sums: Float32Array,
  count: number,
  samples: Uint16Array,
  channels: number,
): void {
  for (let x = 0; x < count; x++) {
    for (let channel = 0; channel < 3; channel++) {
      const sample = x * channels + channel;
      const changed = samples[sample]! + roundChange(sums[x * 4 + channel]!);
      samples[sample] = Math.min(maximumWorkingSample, Math.max(0, changed));
    }
  }
}
