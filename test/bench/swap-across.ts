import type { Raster } from '../../src/shared/pixels/raster';
import { poseDifference } from '../../src/shared/stitching/align';
import { withPatches, type StitchPatch } from '../../src/shared/stitching/patch';
import type { StitchSide } from '../../src/shared/stitching/side';
import type { StitchPart } from '../../src/shared/stitching/features';
import type { Portrait } from './portraits';
import type { Checks } from './swap-checks';
import { hardPaste, paste, plainPatches } from './swap-controls';
import { blurred } from './swap-degradations';
import { edgeWidth, lumaOf, seamRatio, unchangedOutside } from './swap-measures';
import { measuredParts, medianAndTail, print, sideOf, swapped } from './swap-run';
import { percentile, printHead, printRow } from './table';

const targetSigmas = [0.7, 1.5, 2, 3] as const;
/** Each face receives the features of the faces that many places further on. */
const partners = [1, 4] as const;
/** Heads whose turn differs by more than this are measured apart. */
const turnedPose = 0.2;

interface Transplant {
  readonly feature: StitchPart;
  readonly isTurned: boolean;
  readonly isGroup: boolean;
  readonly ratios: { readonly pasted: number; readonly blur: number; readonly full: number };
  readonly seam: number;
  readonly hardSeam: number;
  /** Whether edges went towards the target's in width; only of targets blurred by 2 and more. */
  readonly toward: { readonly matched: number; readonly grainOnly: number } | null;
}

/** Other people's features into blurred, hence noise-free, targets. */
export function acrossPeople(portraits: readonly Portrait[], checks: Checks): void {
  const all: Transplant[] = [];
  let outside = 0;
  let pairs = 0;
  portraits.forEach((portrait, index) => {
    for (const partner of partners) {
      const sigma = targetSigmas[(index + partner) % targetSigmas.length]!;
      const other = portraits[(index + partner) % portraits.length]!;
      const target = sideOf(blurred(portrait.source, sigma), portrait);
      const donor = sideOf(other.source, other);
      const isGroup = portrait.name.includes('/');
      for (const parts of [measuredParts, ['face'] as const]) {
        const done = transplants(target, donor, parts, sigma);
        all.push(...done.transplants.map((one) => ({ ...one, isGroup })));
        outside += Number(done.isUnchangedOutside);
        pairs++;
      }
    }
  });
  printRatios(all, pairs);
  printSeams(all);
  const values = (of: (one: Transplant) => number): number[] => all.map(of);
  const full = values(({ ratios }) => ratios.full);
  checks.atMost('|log2 band ratio| to the target, median', percentile(full, 0.5), 0.25);
  checks.atMost('|log2 band ratio| to the target, p90', percentile(full, 0.9), 0.6);
  const toward = all.flatMap((one) => one.toward ?? []);
  const share = (of: (one: (typeof toward)[number]) => number): number =>
    (100 * toward.reduce((sum, one) => sum + of(one), 0)) / Math.max(1, toward.length);
  checks.atLeast(
    'edge width towards the target, blur 2 and 3, %',
    share(({ matched }) => matched),
    80,
    0,
  );
  checks.atMost(
    'the same of the control (paste and grain), %',
    share(({ grainOnly }) => grainOnly),
    30,
    0,
  );
  checks.within('seam against the untouched photo, median', median(all, 'seam'), 0.75, 1.4);
  checks.atLeast('the same of a hard paste', median(all, 'hardSeam'), 1.4, 2);
  checks.all('byte-identical outside the mask', outside, pairs);
}

function median(all: readonly Transplant[], what: 'seam' | 'hardSeam'): number {
  return percentile(
    all.map((one) => one[what]),
    0.5,
  );
}

function transplants(
  target: StitchSide,
  donor: StitchSide,
  parts: readonly StitchPart[],
  sigma: number,
) {
  const full = swapped(target, donor, {}, parts);
  const blur = swapped(target, donor, { grain: 'off' }, parts);
  const grainAlone = swapped(target, donor, { clarity: 'off' }, parts);
  const plain = plainPatches(target, donor, parts);
  const pasted = paste(target, donor, parts);
  const grainOnly = withPatches(
    target.source,
    plain.map((patch, at) => ({ ...patch, grain: grainAlone.patches[at]?.grain ?? null })),
  );
  const hard = hardPaste(target, donor, parts);
  const unit = target.face.faceWidthPixels;
  const isTurned = poseDifference(target, donor) > turnedPose;
  const results = full.report.features.map((feature, at) => {
    const patch = full.patches[at]!;
    const { bandRatioTarget, bandRatioPasted, bandRatioResult } = feature;
    const toward = (picture: Raster): number => movesToward(picture, pasted, target.source, patch);
    return {
      feature: feature.feature,
      isTurned,
      ratios: {
        pasted: difference(bandRatioPasted, bandRatioTarget),
        blur: difference(blur.report.features[at]!.bandRatioResult, bandRatioTarget),
        full: difference(bandRatioResult, bandRatioTarget),
      },
      seam: seamRatio(full.picture, target.source, patch, unit),
      hardSeam: seamRatio(hard, target.source, patch, unit),
      toward: sigma < 2 ? null : { matched: toward(full.picture), grainOnly: toward(grainOnly) },
    };
  });
  return {
    transplants: results,
    isUnchangedOutside: unchangedOutside(full.picture, target.source, full.patches),
  };
}

function printRatios(all: readonly Transplant[], pairs: number): void {
  print(`Across people, targets without noise, ${pairs} pairs\n`);
  printHead(['|log2 band ratio| to the target', 'median / p90']);
  const row = (name: string, values: readonly number[]): void =>
    printRow([name, medianAndTail(values)]);
  row(
    'pasted',
    all.map(({ ratios }) => ratios.pasted),
  );
  row(
    'blur',
    all.map(({ ratios }) => ratios.blur),
  );
  row(
    'blur and grain',
    all.map(({ ratios }) => ratios.full),
  );
  for (const [name, some] of kinds(all))
    row(
      `blur and grain: ${name}`,
      some.map(({ ratios }) => ratios.full),
    );
  print('');
}

function printSeams(all: readonly Transplant[]): void {
  printHead(['seam against the untouched photo', 'median', 'p10 / p90']);
  const row = (name: string, values: readonly number[]): void =>
    printRow([
      name,
      percentile(values, 0.5).toFixed(2),
      `${percentile(values, 0.1).toFixed(2)} / ${percentile(values, 0.9).toFixed(2)}`,
    ]);
  row(
    'all',
    all.map(({ seam }) => seam),
  );
  for (const [name, some] of kinds(all))
    row(
      name,
      some.map(({ seam }) => seam),
    );
  row(
    'hard paste',
    all.map(({ hardSeam }) => hardSeam),
  );
  print('');
}

function kinds(all: readonly Transplant[]): [string, Transplant[]][] {
  const features = [...measuredParts, 'face' as const];
  const some: [string, Transplant[]][] = [
    ...features.map((feature): [string, Transplant[]] => [
      feature,
      all.filter((one) => one.feature === feature),
    ]),
    ['heads turned alike', all.filter(({ isTurned }) => !isTurned)],
    ['heads turned differently', all.filter(({ isTurned }) => isTurned)],
    ['single portraits', all.filter(({ isGroup }) => !isGroup)],
    ['faces of group photos', all.filter(({ isGroup }) => isGroup)],
  ];
  return some.filter(([, members]) => members.length > 0);
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
