import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportFormat, ExportOptions, ExportResult } from '@shared/contract/contract';
import { createDocument, withParams, type Document } from '@shared/document/document';
import { planDocument } from '@shared/edits/plan';
import type { Raster } from '@shared/pixels/raster';
import type { Pass } from '@shared/render/pass';
import { changedBounds } from '@shared/render/render';
import { analysisOf } from '../../../test/fixtures/analysis';
import { displayP3, samplesOf, sharpOf, temporaryFolder } from '../../../test/fixtures/pictures';
import {
  certainly,
  syntheticFace,
  syntheticPhoto,
  syntheticSide,
  syntheticSize,
} from '../../../test/fixtures/synthetic-face';
import { decodePhoto } from './decode';
import { exportPicture, writePicture, type ExportCall } from './export';
import type { Photo } from './photo';
import { withFilledPicture } from './ready-picture';
import { createVipsFile } from './vips-file';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const file = (name: string): string => join(folder.path, name);

const analysis = analysisOf(syntheticSize, [syntheticFace]);

const lossless: ExportOptions = {
  format: 'png',
  quality: 90,
  longestSidePixels: null,
  keepMetadata: true,
};

function lips(strength: number): Document {
  const target = { id: 'lip-color', version: 1, face: 0 };
  return withParams(createDocument('photo'), target, {}, { color: '#2030a0', strength });
}

/** A file of the synthetic face: lips in its middle. `profile` is what its samples are said to be in. */
async function photoFile(name: string, bits: 8 | 16, icc?: Buffer, exif?: Buffer): Promise<string> {
  const source = file(`${name}.v`);
  const writing = await createVipsFile(source, syntheticPhoto(bits), { icc, exif });
  await writing.close();
  const path = file(`${name}.png`);
  await sharp(source, { ignoreIcc: true })
    .keepIccProfile()
    .keepExif()
    .toColourspace(bits === 16 ? 'rgb16' : 'srgb')
    .png()
    .toFile(path);
  return path;
}

/** Without threads, of a picture that nothing had rendered before. */
function exportPhoto(
  photo: Photo,
  passes: readonly Pass[],
  path: string,
  options: ExportOptions,
  call: ExportCall = {},
): Promise<ExportResult> {
  const fill = (picture: string): Promise<void> =>
    writePicture(photo, passes, picture, options.keepMetadata, call);
  return exportPicture(photo, path, options, call, (encode) =>
    withFilledPicture(fill, call, encode),
  );
}

async function exported(
  photo: Photo,
  document: Document,
  options: Partial<ExportOptions> = {},
  name = `out-${Math.random()}`,
): Promise<string> {
  const path = file(name);
  await exportPhoto(photo, planDocument(document, analysis), path, { ...lossless, ...options });
  return path;
}

/** Pixels whose samples differ, as `y * width + x`. */
function differences(before: Raster, after: Raster): number[] {
  const pixels = new Set<number>();
  for (let at = 0; at < before.data.length; at++) {
    if (before.data[at] !== after.data[at]) pixels.add(Math.floor(at / before.channels));
  }
  return [...pixels];
}

describe('a lossless export', () => {
  it.each([
    ['8 bits', 8, false],
    ['16 bits', 16, false],
    ['8 bits in Display P3', 8, true],
    ['16 bits in Display P3', 16, true],
  ] as const)(
    'of %s holds the photo’s own samples where no edit reaches',
    async (name, bits, wide) => {
      const path = await photoFile(name, bits, wide ? await displayP3() : undefined);
      const photo = await decodePhoto(path);
      const before = await samplesOf(path);

      for (const format of ['png', 'tiff'] as const) {
        const neutral = await samplesOf(await exported(photo, lips(0), { format }));
        expect(differences(before, neutral)).toEqual([]);

        const after = await samplesOf(await exported(photo, lips(0.9), { format }));
        expect(after.data.constructor).toBe(before.data.constructor);
        const changed = differences(before, after);
        const context = { source: photo.working, scale: 1 };
        const bounds = changedBounds(planDocument(lips(0.9), analysis), context);
        expect(changed.length).toBeGreaterThan(1000);
        const wrong = changed.filter((pixel) => {
          const x = pixel % before.width;
          const y = Math.floor(pixel / before.width);
          const outside =
            x < bounds.left ||
            y < bounds.top ||
            x >= bounds.left + bounds.width ||
            y >= bounds.top + bounds.height;
          return outside || certainly('inner-mouth', x, y);
        });
        expect(wrong).toEqual([]);
      }
    },
  );

  it('looks the same in Display P3 as in sRGB', async () => {
    const photo = await decodePhoto(await photoFile('wide-look', 8, await displayP3()));
    const own = await exported(photo, lips(0.9), { keepMetadata: true });
    const plain = await exported(photo, lips(0.9), { keepMetadata: false });
    const asSrgb = (path: string): Promise<Buffer> =>
      sharp(path).toColourspace('srgb').raw().toBuffer();
    const [first, second] = await Promise.all([asSrgb(own), asSrgb(plain)]);
    const worst = first.reduce(
      (most, level, at) => Math.max(most, Math.abs(level - (second[at] ?? 0))),
      0,
    );
    expect(worst).toBeLessThanOrEqual(4);
  });
});

describe('metadata', () => {
  async function exifWithOrientation(): Promise<Buffer> {
    const picture = sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } });
    const exif = { IFD0: { Make: 'Maquette test', Orientation: '1' } };
    const { exif: block } = await sharp(await picture.withExif(exif).jpeg().toBuffer()).metadata();
    return block ?? Buffer.alloc(0);
  }

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('goes into a %s', async (format) => {
    const icc = await displayP3();
    const source = await photoFile(`metadata-${format}`, 8, icc, await exifWithOrientation());
    const photo = await decodePhoto(source);
    const kept = await sharp(await exported(photo, lips(0.5), { format })).metadata();
    expect(kept.icc?.equals(icc)).toBe(true);
    expect(kept.exif?.includes('Maquette test')).toBe(true);
    const stripped = { format, keepMetadata: false };
    const bare = await sharp(await exported(photo, lips(0.5), stripped)).metadata();
    expect([bare.icc?.length, bare.exif?.length]).toEqual([undefined, undefined]);
  });

  it('says that the picture is upright now', async () => {
    const path = file('turned.jpg');
    await sharpOf(syntheticPhoto(8))
      .resize(60, 40, { fit: 'fill' })
      .withMetadata({ orientation: 6 })
      .toFile(path);
    const photo = await decodePhoto(path);
    const result = await sharp(
      await exported(photo, createDocument('photo'), { format: 'jpeg' }),
    ).metadata();
    expect([result.width, result.height]).toEqual([40, 60]);
    expect(result.orientation ?? 1).toBe(1);
  });
});

describe('formats and sizes', () => {
  it.each<ExportFormat>(['jpeg', 'png', 'webp', 'avif', 'tiff'])('writes %s', async (format) => {
    const photo = await decodePhoto(await photoFile(`format-${format}`, 8));
    const path = file(`format-out.${format}`);
    const passes = planDocument(lips(0.8), analysis);
    const options = { ...lossless, format, longestSidePixels: 100 };
    const result = await exportPhoto(photo, passes, path, options);
    const metadata = await sharp(path).metadata();
    expect(metadata.format).toBe(format === 'avif' ? 'heif' : format);
    expect([metadata.width, metadata.height]).toEqual([100, 100]);
    expect(result).toMatchObject({ width: 100, height: 100 });
    expect(result.fileBytes).toBe((await readFile(path)).length);
  });

  it('never enlarges', async () => {
    const photo = await decodePhoto(await photoFile('small', 8));
    const path = await exported(photo, lips(0), { longestSidePixels: 5000 });
    expect((await sharp(path).metadata()).width).toBe(syntheticSide);
  });

  it('puts a translucent photo on white for JPEG', async () => {
    const path = file('translucent.png');
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } }).toFile(path);
    const photo = await decodePhoto(path);
    const written = await samplesOf(await exported(photo, lips(0), { format: 'jpeg' }));
    expect([written.channels, written.data[0]]).toEqual([3, 255]);
  });

  it('refuses what the format cannot hold', async () => {
    const photo = await decodePhoto(await photoFile('long', 8));
    const wide = { ...photo, working: { ...photo.working, width: 20_000 } };
    const work = exported(wide, lips(0), { format: 'webp' });
    await expect(work).rejects.toMatchObject({ code: 'write-failed' });
  });
});

describe('a failing export', () => {
  it('leaves nothing behind and the old file alone', async () => {
    const folderOfTarget = file('target');
    await mkdir(folderOfTarget);
    const target = join(folderOfTarget, 'out.png');
    await writeFile(target, 'old');
    const photo = await decodePhoto(await photoFile('failing', 8));
    // Too few samples for its size: the encoder fails after the temporary file was named.
    const broken = { ...photo, original: { ...photo.original, height: photo.original.height * 3 } };
    const work = exportPhoto(broken, [], target, lossless);
    await expect(work).rejects.toMatchObject({ code: 'write-failed' });
    expect(await readdir(folderOfTarget)).toEqual(['out.png']);
    expect(await readFile(target, 'utf8')).toBe('old');
  });

  it('can be cancelled while it renders', async () => {
    const photo = await decodePhoto(await photoFile('cancelled', 8));
    const controller = new AbortController();
    const stages: string[] = [];
    const path = file('never.png');
    const work = exportPhoto(photo, planDocument(lips(0.5), analysis), path, lossless, {
      signal: controller.signal,
      onProgress: ({ stage }) => {
        stages.push(stage);
        controller.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(new Set(stages)).toEqual(new Set(['render']));
    await expect(readFile(path)).rejects.toThrow();
  });

  it('tells its stages in order', async () => {
    const photo = await decodePhoto(await photoFile('stages', 8));
    const stages: string[] = [];
    await exportPhoto(photo, planDocument(lips(0.5), analysis), file('stages-out.png'), lossless, {
      onProgress: ({ stage }) => {
        if (stages.at(-1) !== stage) stages.push(stage);
      },
    });
    expect(stages).toEqual(['render', 'encode', 'write']);
  });
});
