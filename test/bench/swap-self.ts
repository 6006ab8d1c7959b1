import { createPlane, type Raster } from '../../src/shared/pixels/raster';
import { largestSharpeningSigmaPixels, sharpened } from '../../src/shared/stitching/sharpen';
import { gaussianBlur } from '../../src/shared/pixels/gaussian';
import type { Stitching } from '../../src/shared/stitching/stitch';
import type { Portrait } from './portraits';
import type { Checks } from './swap-checks';
import { paste } from './swap-controls';
import {
  blurred,
  compressed,
  defocused,
  enlarged,
  noisy,
  rescaled,
  shaken,
  turned,
} from './swap-degradations';
import { psnrInside } from './swap-measures';
import { measuredParts, medianAndTail, print, sideOf, swapped, type Done } from './swap-run';
import { percentile, printHead, printRow } from './table';

interface Degradation {
  readonly name: string;
  /** Of a Gaussian in pixels, where it is one. */
  readonly sigma?: number;
  readonly make: (picture: Raster) => Raster | Promise<Raster>;
}

const barSigmas: readonly number[] = [1.5, 2, 3];

const degradations: readonly Degradation[] = [
  ...[0.7, ...barSigmas].map((sigma) => ({
    name: `blur ${sigma}`,
    sigma,
    make: (picture: Raster) => blurred(picture, sigma),
  })),
  ...[1.5, 3].map((sigma) => ({
    name: `blur ${sigma}, noise 4`,
    sigma,
    make: (picture: Raster) => noisy(blurred(picture, sigma), 4),
  })),
  { name: 'disc 2.5', make: (picture) => defocused(picture, 2.5) },
  { name: 'motion 7', make: (picture) => shaken(picture, 7) },
  { name: 'scaling by 2', make: (picture) => rescaled(picture, 2) },
  { name: 'scaling by 3', make: (picture) => rescaled(picture, 3) },
  { name: 'JPEG 50', make: (picture) => compressed(picture, 50) },
];

/** The sharp original's features into a worse copy of the same photo, which is then the truth. */
export async function knownDegradations(
  portraits: readonly Portrait[],
  checks: Checks,
): Promise<void> {
  print('Known degradation, self-transplant, grain off: the blur is made on encoded samples\n');
  printHead(['degradation', 'sigma error px, median / p90', 'pasted dB', 'gain dB, median', 'p10']);
  const errors: number[] = [];
  for (const { name, sigma, make } of degradations) {
    const gains: number[] = [];
    const before: number[] = [];
    const differences: number[] = [];
    for (const portrait of portraits) {
      const target = sideOf(await make(portrait.source), portrait);
      const donor = sideOf(portrait.source, portrait);
      const matched = swapped(target, donor, { grain: 'off' });
      const pasted = paste(target, donor, measuredParts);
      matched.patches.forEach((patch) => {
        const plain = psnrInside(pasted, target.source, patch);
        before.push(plain);
        gains.push(psnrInside(matched.picture, target.source, patch) - plain);
      });
      if (sigma !== undefined) differences.push(Math.abs(signed(matched.report) - sigma));
    }
    errors.push(...differences);
    printRow([
      name,
      medianAndTail(differences),
      percentile(before, 0.5).toFixed(1),
      percentile(gains, 0.5).toFixed(1),
      percentile(gains, 0.1).toFixed(1),
    ]);
    if (sigma !== undefined && barSigmas.includes(sigma) && name === `blur ${sigma}`)
      checks.atLeast(`gain over pasting at ${name}, dB`, percentile(gains, 0.5), 10);
  }
  print(`\nsigma error over all Gaussians: ${medianAndTail(errors)} px\n`);
  checks.atMost('sigma error, median px', percentile(errors, 0.5), 0.1);
  checks.atMost('sigma error, p90 px', percentile(errors, 0.9), 0.3);
}

/** Positive where the target is the softer one. */
function signed({ softer, sigmaDifferencePixels }: Stitching['report']): number {
  return softer === 'donor' ? -sigmaDifferencePixels : sigmaDifferencePixels;
}

const turnDegrees = 5;

/** Nothing differs: the transplant must not change anything. */
export function sameSharpness(portraits: readonly Portrait[], checks: Checks): void {
  print(
    `At equal sharpness. Donors of the last rows were made by another resampler (Kaiser's window, 16 taps, 16 bits)\n`,
  );
  printHead(['transplant', 'PSNR inside the mask, dB, median / p10']);
  const rows = {
    'grain off': [] as number[],
    'grain on': [] as number[],
    'donor turned by 5 degrees': [] as number[],
    'donor twice as large': [] as number[],
    'the same, without matching': [] as number[],
  };
  for (const portrait of portraits) {
    const target = sideOf(portrait.source, portrait);
    const add = (name: keyof typeof rows, { picture, patches }: Done): void => {
      rows[name].push(...patches.map((patch) => psnrInside(picture, portrait.source, patch)));
    };
    add('grain off', swapped(target, target, { grain: 'off' }));
    add('grain on', swapped(target, target));
    add('donor turned by 5 degrees', swapped(target, turned(target, turnDegrees), grainOff));
    const large = enlarged(target, 2);
    add('donor twice as large', swapped(target, large, grainOff));
    add('the same, without matching', swapped(target, large, nothingMatched));
  }
  for (const [name, values] of Object.entries(rows))
    printRow([name, medianAndTail(values, 0.1, 1)]);
  print('');
  checks.atLeast('equal sharpness, grain off, dB', percentile(rows['grain off'], 0.5), 55);
  checks.atLeast('equal sharpness, grain on, dB', percentile(rows['grain on'], 0.5), 50);
  const warped = rows['donor turned by 5 degrees'];
  checks.atLeast('after a warp (turned by 5 degrees), dB', percentile(warped, 0.5), 50);
  const large = rows['donor twice as large'];
  checks.atLeast('after a warp (twice as large), dB', percentile(large, 0.5), 50);
}

const grainOff = { grain: 'off' } as const;
const nothingMatched = { grain: 'off', clarity: 'off', lightMatch: 0, colorMatch: 0 } as const;

/** The features of a blurred copy into the photo itself, which is then the truth. */
export function softDonors(portraits: readonly Portrait[], checks: Checks): void {
  print('Soft donors, self-transplant\n');
  printHead(['donor blurred by', 'gain dB, median', 'gain or limited', 'left over px, median']);
  for (const sigma of [0.7, 1.5, 2.5]) {
    const gains: number[] = [];
    const left: number[] = [];
    let fine = 0;
    let all = 0;
    for (const portrait of portraits) {
      const target = sideOf(portrait.source, portrait);
      const donor = sideOf(blurred(portrait.source, sigma), portrait);
      const matched = swapped(target, donor, grainOff);
      const pasted = paste(target, donor, measuredParts);
      matched.patches.forEach((patch, index) => {
        const gain =
          psnrInside(matched.picture, portrait.source, patch) -
          psnrInside(pasted, portrait.source, patch);
        const { limited, remainingSigmaPixels } = matched.report.features[index]!;
        gains.push(gain);
        left.push(remainingSigmaPixels);
        fine += Number(gain > 0 || limited);
        all++;
      });
    }
    printRow([
      sigma.toFixed(1),
      percentile(gains, 0.5).toFixed(1),
      `${fine} of ${all}`,
      percentile(left, 0.5).toFixed(2),
    ]);
    checks.all(`donor softer by ${sigma}: gain, or said to be limited`, fine, all);
  }
  print('');
  checks.atMost('overshoot at a sharpened edge, % of the step', overshoot(), 5, 1);
}

/** Of a step that was blurred as much as is ever taken back. */
function overshoot(): number {
  const [low, high] = [0.1, 0.5];
  const plane = createPlane(64, 16);
  for (let index = 0; index < plane.data.length; index++)
    plane.data[index] = index % 64 < 32 ? low : high;
  const soft = gaussianBlur(plane, largestSharpeningSigmaPixels);
  const [red] = sharpened([soft, soft, soft], largestSharpeningSigmaPixels);
  const most = red.data.reduce((a, b) => Math.max(a, b), 0);
  const least = red.data.reduce((a, b) => Math.min(a, b), 1);
  return (100 * Math.max(most - high, low - least)) / (high - low);
}
