import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import {
  crop,
  expand,
  intersect,
  union,
  wholeOf,
  type Raster,
  type Rectangle,
} from '../../src/shared/pixels/raster';
import { partsOf, wholeFeatures, type StitchFeature } from '../../src/shared/stitching/features';
import { requestsFor } from '../../src/shared/stitching/options';
import { withPatches } from '../../src/shared/stitching/patch';
import type { StitchSide } from '../../src/shared/stitching/side';
import { stitch, type Stitching } from '../../src/shared/stitching/stitch';
import { sharpOf } from '../fixtures/pictures';
import { loadPortraits, type Portrait } from './portraits';
import { plainPatches } from './swap-controls';

const leastFaceWidthPixels = 130;
const usualRowsPerFeature = 6;
const cellSidePixels = 380;
const gapPixels = 6;

/**
 * `npm run quality -- swap-sheets --out <folder> [photos]`: one contact sheet a feature, each row a pair of faces: target,
 * donor, what pasting would give, what stitching gives. To be looked at; nothing is measured.
 */
export async function main(words: readonly string[] = []): Promise<void> {
  const { folder, photos } = parsed(words);
  const portraits = await loadPortraits(leastFaceWidthPixels, photos);
  await writeSheets(portraits, resolve(folder));
}

export async function writeSheets(
  portraits: readonly Portrait[],
  folder: string,
  rowsPerFeature = usualRowsPerFeature,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, feature] of wholeFeatures.entries()) {
    const rows: Buffer[][] = [];
    for (let row = 0; row < rowsPerFeature; row++) {
      const [target, donor] = pairFor(portraits, index * rowsPerFeature + row);
      const cells = await cellsOf(target, donor, feature);
      process.stdout.write(`${feature} ${row + 1}: ${target.name} with ${donor.name}\n`);
      if (cells) rows.push(cells);
    }
    await writeSheet(rows, join(folder, `${feature}.png`));
  }
}

function parsed(words: readonly string[]) {
  const at = words.indexOf('--out');
  const folder = at >= 0 ? words[at + 1] : undefined;
  const photos = words.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  return { folder: folder ?? 'test-results/swap-sheets', photos };
}

/** Every portrait is a target in turn; its donor is another one each time round. */
function pairFor(portraits: readonly Portrait[], number: number): readonly [Portrait, Portrait] {
  const count = portraits.length;
  const target = (number * 5) % count;
  const donor = (target + 1 + ((number * 7) % (count - 1))) % count;
  return [portraits[target]!, portraits[donor]!];
}

async function cellsOf(
  target: Portrait,
  donor: Portrait,
  feature: StitchFeature,
): Promise<Buffer[] | undefined> {
  const [to, from] = [target, donor].map(({ source, face }) => ({ source, face, scale: 1 })) as [
    StitchSide,
    StitchSide,
  ];
  const parts = partsOf[feature];
  const done = stitch(to, from, requestsFor(parts));
  const place = placeOf(done, to);
  const back = stitch(from, from, requestsFor(parts));
  if (!place || back.patches.length === 0) return undefined;
  const pasted = withPatches(to.source, plainPatches(to, from, parts));
  const result = withPatches(to.source, done.patches);
  return Promise.all([
    cell(to.source, place),
    cell(from.source, placeOf(back, from)!),
    cell(pasted, place),
    cell(result, place),
  ]);
}

/** A square round everything that is laid over. */
function placeOf({ patches }: Stitching, { source, face }: StitchSide): Rectangle | undefined {
  if (patches.length === 0) return undefined;
  const box = patches.map(({ rectangle }) => rectangle).reduce(union);
  return intersect(expand(box, Math.round(0.06 * face.faceWidthPixels)), wholeOf(source));
}

async function cell(picture: Raster, place: Rectangle): Promise<Buffer> {
  return sharpOf(crop(picture, place))
    .removeAlpha()
    .resize({ width: cellSidePixels, height: cellSidePixels, fit: 'contain', kernel: 'cubic' })
    .png()
    .toBuffer();
}

async function writeSheet(rows: readonly (readonly Buffer[])[], path: string): Promise<void> {
  const step = cellSidePixels + gapPixels;
  const input = rows.flatMap((cells, row) =>
    cells.map((cellBytes, column) => ({ input: cellBytes, left: column * step, top: row * step })),
  );
  const size = { width: 4 * step - gapPixels, height: Math.max(1, rows.length * step - gapPixels) };
  await sharp({ create: { ...size, channels: 3, background: 'white' } })
    .composite(input)
    .png()
    .toFile(path);
}
