import type { Raster } from '../../src/shared/pixels/raster';
import type { StitchPart } from '../../src/shared/stitching/features';
import { withPatches, type StitchPatch } from '../../src/shared/stitching/patch';
import { requestsFor, type StitchOptions } from '../../src/shared/stitching/options';
import type { StitchSide } from '../../src/shared/stitching/side';
import { stitch, type Stitching } from '../../src/shared/stitching/stitch';
import { loadPortraits, type Portrait } from './portraits';
import {
  blurred,
  compressed,
  defocused,
  enlarged,
  noisy,
  rescaled,
  shaken,
} from './swap-degradations';
import { hardPaste, paste } from './swap-controls';
import { edgeWidth, lumaOf, psnrInside, seamRatio, unchangedOutside } from './swap-measures';
import { measureSwapSpeed } from './swap-speed';
import { percentile, printHead, printRow } from './table';

/** One of each feature: what holds for the left eye holds for the right one. */
const parts: readonly StitchPart[] = ['left-eye', 'right-brow', 'nose', 'mouth'];
const leastFaceWidthPixels = 176;

/**
 * `npm run quality -- swap`: clarity, colour and seams of transplants on real portraits, with controls; the bars are in
 * brackets. Photos given as arguments are measured instead.
 */
export async function main(photos: readonly string[] = []): Promise<void> {
  const portraits = await (photos.length > 0
    ? loadPortraits(leastFaceWidthPixels, photos)
    : loadPortraits(leastFaceWidthPixels));
  const widths = portraits.map(({ face }) => face.faceWidthPixels);
  print(
    `${portraits.length} faces, ${Math.round(Math.min(...widths))}-${Math.round(Math.max(...widths))} px wide\n`,
  );
  await knownDegradations(portraits);
  sameSharpness(portraits);
  acrossPeople(portraits);
  softDonors(portraits);
  await measureSwapSpeed(portraits);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function sideOf(source: Raster, { face }: Portrait): StitchSide {
  return { source, face, scale: 1 };
}

function run(target: StitchSide, donor: StitchSide, options: Partial<StitchOptions> = {}): Done {
  const stitching = stitch(target, donor, requestsFor(parts, options));
  return { ...stitching, picture: withPatches(target.source, stitching.patches) };
}

interface Done extends Stitching {
  readonly picture: Raster;
}

interface Degradation {
  readonly name: string;
  /** Of a Gaussian in pixels, where it is one. */
  readonly sigma?: number;
  readonly make: (picture: Raster) => Raster | Promise<Raster>;
}

const degradations: readonly Degradation[] = [
  ...[0.7, 1.5, 2, 3].map((sigma) => ({
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
async function knownDegradations(portraits: readonly Portrait[]): Promise<void> {
  print(
    'Known degradation, self-transplant (bars: error 0.10 / 0.30 px; gain 10 dB at blur 1.5, 2, 3)\n',
  );
  printHead(['degradation', 'sigma error px, median / p90', 'pasted dB', 'gain dB, median', 'p10']);
  const errors: number[] = [];
  for (const { name, sigma, make } of degradations) {
    const gains: number[] = [];
    const before: number[] = [];
    const differences: number[] = [];
    for (const portrait of portraits) {
      const target = sideOf(await make(portrait.source), portrait);
      const donor = sideOf(portrait.source, portrait);
      const matched = run(target, donor, { grain: 'off' });
      const pasted = paste(target, donor, parts);
      matched.patches.forEach((patch) => {
        const plain = psnrInside(pasted, target.source, patch);
        before.push(plain);
        gains.push(psnrInside(matched.picture, target.source, patch) - plain);
      });
      const { softer, sigmaDifferencePixels } = matched.report;
      if (sigma !== undefined)
        differences.push(Math.abs(signed(softer, sigmaDifferencePixels) - sigma));
    }
    errors.push(...differences);
    printRow([
      name,
      differences.length > 0 ? pair(differences) : '',
      percentile(before, 0.5).toFixed(1),
      percentile(gains, 0.5).toFixed(1),
      percentile(gains, 0.1).toFixed(1),
    ]);
  }
  print(`\nsigma error over all Gaussians: ${pair(errors)} px\n`);
}

/** Positive where the target is the softer one. */
function signed(softer: Stitching['report']['softer'], sigma: number): number {
  return softer === 'donor' ? -sigma : sigma;
}

function pair(values: readonly number[]): string {
  return `${percentile(values, 0.5).toFixed(2)} / ${percentile(values, 0.9).toFixed(2)}`;
}

/** Nothing differs: the transplant must not change anything. */
function sameSharpness(portraits: readonly Portrait[]): void {
  print(
    'At equal sharpness, PSNR inside the mask, median / p10 (bars: 55 grain off, 50 on, 50 after a warp)\n',
  );
  printHead(['transplant', 'dB']);
  const rows: Record<string, number[]> = {
    'grain off': [],
    'grain on': [],
    'from a copy twice as large': [],
  };
  for (const portrait of portraits) {
    const target = sideOf(portrait.source, portrait);
    const donor = enlarged(target, 2);
    const add = (name: string, { picture, patches }: Done): void => {
      rows[name]?.push(...patches.map((patch) => psnrInside(picture, portrait.source, patch)));
    };
    add('grain off', run(target, target, { grain: 'off' }));
    add('grain on', run(target, target));
    add('from a copy twice as large', run(target, donor, { grain: 'off' }));
  }
  for (const [name, values] of Object.entries(rows)) {
    printRow([
      name,
      `${percentile(values, 0.5).toFixed(1)} / ${percentile(values, 0.1).toFixed(1)}`,
    ]);
  }
  print('');
}

const targetSigmas = [0.7, 1.5, 2, 3] as const;
/** Each face receives the features of the faces that many places further on. */
const partners = [1, 4] as const;

/** Other people's features into blurred, hence noise-free, targets. */
function acrossPeople(portraits: readonly Portrait[]): void {
  const ratios: Record<string, number[]> = { pasted: [], blur: [], 'blur and grain': [] };
  const byPart = new Map<StitchPart, number[]>();
  const toward: Record<string, number[]> = { matched: [], 'grain only': [] };
  const seams: number[] = [];
  const hardSeams: number[] = [];
  let outside = 0;
  let all = 0;
  portraits.forEach((portrait, index) => {
    for (const partner of partners) {
      const sigma = targetSigmas[(index + partner) % targetSigmas.length]!;
      const target = sideOf(blurred(portrait.source, sigma), portrait);
      const other = portraits[(index + partner) % portraits.length]!;
      const donor = sideOf(other.source, other);
      const full = run(target, donor);
      const blur = run(target, donor, { grain: 'off' });
      const pasted = paste(target, donor, parts);
      const grainOnly = run(target, donor, { clarity: 'off' });
      const hard = hardPaste(target, donor, parts);
      full.report.features.forEach(
        ({ feature, bandRatioTarget, bandRatioPasted, bandRatioResult }, at) => {
          ratios['pasted']!.push(difference(bandRatioPasted, bandRatioTarget));
          ratios['blur']!.push(
            difference(blur.report.features[at]!.bandRatioResult, bandRatioTarget),
          );
          const last = difference(bandRatioResult, bandRatioTarget);
          ratios['blur and grain']!.push(last);
          byPart.set(feature, [...(byPart.get(feature) ?? []), last]);
        },
      );
      full.patches.forEach((patch) => {
        if (sigma >= 2) {
          toward['matched']!.push(movesToward(full.picture, pasted, target.source, patch));
          toward['grain only']!.push(movesToward(grainOnly.picture, pasted, target.source, patch));
        }
        const unit = portrait.face.faceWidthPixels;
        seams.push(seamRatio(full.picture, target.source, patch, unit));
        hardSeams.push(seamRatio(hard, target.source, patch, unit));
      });
      outside += Number(unchangedOutside(full.picture, target.source, full.patches));
      all++;
    }
  });
  print(`Across people, targets without noise, ${all} pairs (bars: median 0.25, p90 0.60)\n`);
  printHead(['|log2 band ratio| to the target', 'median / p90']);
  for (const [name, values] of [...Object.entries(ratios), ...byPart])
    printRow([name, pair(values)]);
  print('');
  printHead(['check', 'reached', 'bar']);
  const share = (values: readonly number[]): string =>
    `${Math.round((100 * values.reduce((sum, value) => sum + value, 0)) / values.length)} %`;
  printRow(['edge width goes towards the target, blur 2 and 3', share(toward['matched']!), '80 %']);
  printRow(['the same with grain only', share(toward['grain only']!), 'at most 30 %']);
  printRow([
    'seam against the untouched photo, median',
    percentile(seams, 0.5).toFixed(2),
    '0.75-1.4',
  ]);
  printRow([
    'p10 / p90',
    `${percentile(seams, 0.1).toFixed(2)} / ${percentile(seams, 0.9).toFixed(2)}`,
    '',
  ]);
  printRow(['the same of a hard paste', percentile(hardSeams, 0.5).toFixed(2), 'above 1.4']);
  printRow(['byte-identical outside the mask', `${outside} of ${all}`, 'all']);
  print('');
}

function difference(ratio: number, wanted: number): number {
  return Math.abs(Math.log2(ratio / wanted));
}

/** 1 where the result's edges are nearer to the target's in width than those of the plain paste. */
function movesToward(result: Raster, pasted: Raster, target: Raster, patch: StitchPatch): number {
  const inside = (index: number): boolean => patch.opacity.data[index]! > 0.9;
  const width = (picture: Raster): number => edgeWidth(lumaOf(picture, patch.rectangle), inside);
  const wanted = width(target);
  return Number(Math.abs(width(result) - wanted) < Math.abs(width(pasted) - wanted) - 0.05);
}

/** The features of a blurred copy into the photo itself, which is then the truth. */
function softDonors(portraits: readonly Portrait[]): void {
  print('Soft donors, self-transplant (bar: gain or "limited")\n');
  printHead(['donor blurred by', 'gain dB, median', 'gain or limited', 'left over px, median']);
  for (const sigma of [0.7, 1.5, 2.5]) {
    const gains: number[] = [];
    const left: number[] = [];
    let fine = 0;
    let all = 0;
    for (const portrait of portraits) {
      const target = sideOf(portrait.source, portrait);
      const donor = sideOf(blurred(portrait.source, sigma), portrait);
      const matched = run(target, donor, { grain: 'off' });
      const pasted = paste(target, donor, parts);
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
  }
  print('');
}
