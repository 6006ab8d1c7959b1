import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { noise, sharpOf, temporaryFolder } from '../../../test/fixtures/pictures';
import { decodePhoto } from './decode';
import { maximumMegapixels } from './pictures';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const file = (name: string): string => join(folder.path, name);

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.code : String(error);
}

describe('formats', () => {
  const picture = noise(40, 30);

  it.each([
    ['photo.jpg', 'jpeg'],
    ['photo.png', 'png'],
    ['photo.webp', 'webp'],
    ['photo.tif', 'tiff'],
    ['photo.avif', 'avif'],
  ])('reads %s', async (name, format) => {
    await sharpOf(picture).toFile(file(name));
    const { information, original, working } = await decodePhoto(file(name));
    expect(information).toMatchObject({ format, width: 40, height: 30, bitsPerSample: 8 });
    expect(original.channels).toBe(3);
    expect(working).toBe(original);
  });

  it.each(['deep.png', 'deep.tif'])('reads the 16 bits of %s', async (name) => {
    const deep = noise(20, 10, 16);
    const pipeline = sharpOf(deep).toColourspace('rgb16');
    await (name.endsWith('png') ? pipeline.png() : pipeline.tiff({ compression: 'lzw' })).toFile(
      file(name),
    );
    const { information, original } = await decodePhoto(file(name));
    expect(information.bitsPerSample).toBe(16);
    expect(original.data).toEqual(deep.data);
  });

  it('trusts the content, not the name', async () => {
    await sharpOf(picture).png().toFile(file('really-png.jpg'));
    expect((await decodePhoto(file('really-png.jpg'))).information.format).toBe('png');
  });

  it('keeps opacity', async () => {
    const translucent = noise(20, 10, 8, 4);
    await sharpOf(translucent).toFile(file('translucent.png'));
    const { information, original } = await decodePhoto(file('translucent.png'));
    expect(information.hasOpacity).toBe(true);
    expect(original.data).toEqual(translucent.data);
  });

  it('turns greyscale into colour', async () => {
    await sharpOf(picture).greyscale().png().toFile(file('grey.png'));
    const { original } = await decodePhoto(file('grey.png'));
    expect(original.channels).toBe(3);
    for (let at = 0; at < original.data.length; at += 3) {
      expect(original.data[at]).toBe(original.data[at + 2]);
    }
  });

  it('turns CMYK into sRGB', async () => {
    const red = sharp({ create: { width: 8, height: 8, channels: 3, background: '#c02020' } });
    await red.toColourspace('cmyk').jpeg({ quality: 100 }).toFile(file('cmyk.jpg'));
    expect((await sharp(file('cmyk.jpg')).metadata()).space).toBe('cmyk');
    const { original, icc, embeddedIcc } = await decodePhoto(file('cmyk.jpg'));
    expect(original.channels).toBe(3);
    expect(original.data[0]).toBeGreaterThan(140);
    expect(original.data[1]).toBeLessThan(90);
    expect([icc, embeddedIcc]).toEqual([undefined, undefined]);
  });

  it('makes a preview of at most 2048 px', async () => {
    await sharpOf(noise(64, 16)).resize(4096, 1024).jpeg().toFile(file('wide.jpg'));
    const { preview } = await decodePhoto(file('wide.jpg'));
    expect([preview.width, preview.height]).toEqual([2048, 512]);
    expect(preview.data).toHaveLength(2048 * 512 * 4);
  });
});

describe('orientation', () => {
  // Red, green over blue, white: every orientation moves the colours to other corners.
  const corners = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);

  it.each([
    [1, 'RGBW'],
    [2, 'GRWB'],
    [3, 'WBGR'],
    [4, 'BWRG'],
    [5, 'RBGW'],
    [6, 'BRWG'],
    [7, 'WGBR'],
    [8, 'GWRB'],
  ])('stands upright with EXIF orientation %i', async (orientation, expected) => {
    const path = file(`orientation-${orientation}.png`);
    await sharp(corners, { raw: { width: 2, height: 2, channels: 3 } })
      .resize(8, 4, { kernel: 'nearest', fit: 'fill' })
      .withMetadata({ orientation })
      .png()
      .toFile(path);
    const { original } = await decodePhoto(path);
    const turned = orientation >= 5;
    expect([original.width, original.height]).toEqual(turned ? [4, 8] : [8, 4]);
    const { width, height, data } = original;
    const letter = (x: number, y: number): string => {
      const at = (y * width + x) * 3;
      const key = [data[at], data[at + 1], data[at + 2]].map((level) => (level ? 1 : 0)).join('');
      return { '100': 'R', '010': 'G', '001': 'B', '111': 'W' }[key] ?? '?';
    };
    const found =
      letter(0, 0) + letter(width - 1, 0) + letter(0, height - 1) + letter(width - 1, height - 1);
    expect(found).toBe(expected);
  });
});

describe('colour profiles', () => {
  it('keeps the samples of a Display P3 photo and works in sRGB', async () => {
    const path = file('p3.png');
    const reddish = {
      create: { width: 4, height: 4, channels: 3, background: '#c86450' },
    } as const;
    await sharp(reddish).withIccProfile('p3').png().toFile(path);
    const photo = await decodePhoto(path);
    expect(photo.information.colorProfile).toMatch(/P3/);
    expect(photo.icc).toBeDefined();
    const rgb = (data: ArrayLike<number>): number[] => [data[0] ?? 0, data[1] ?? 0, data[2] ?? 0];
    const [r, g, b] = rgb(photo.working.data);
    expect(Math.abs((r ?? 0) - 0xc8)).toBeLessThanOrEqual(1);
    expect(Math.abs((g ?? 0) - 0x64)).toBeLessThanOrEqual(1);
    expect(Math.abs((b ?? 0) - 0x50)).toBeLessThanOrEqual(1);
    expect(rgb(photo.original.data)).not.toEqual(rgb(photo.working.data));
  });

  it('leaves samples alone that are in sRGB under whatever name', async () => {
    const path = file('srgb.png');
    const picture = noise(16, 16);
    await sharpOf(picture).withIccProfile('srgb').png().toFile(path);
    const { original, working, icc, embeddedIcc } = await decodePhoto(path);
    expect(working).toBe(original);
    expect(icc).toBeUndefined();
    expect(embeddedIcc).toBeDefined();
    const written = await sharp(path, { ignoreIcc: true }).raw().toBuffer();
    expect(Buffer.from(original.data.buffer, original.data.byteOffset)).toEqual(written);
  });
});

describe('what cannot be opened', () => {
  it('refuses a photo over the limit before it decodes it', async () => {
    await writeFile(file('huge.png'), pngHeader(20_000, 20_000));
    const work = decodePhoto(file('huge.png'));
    await expect(work).rejects.toMatchObject({
      code: 'too-many-pixels',
      detail: `400 > ${maximumMegapixels} megapixels`,
    });
  });

  it('tells what is wrong with other files', async () => {
    await writeFile(file('text.jpg'), 'no picture at all');
    await writeFile(file('empty.jpg'), '');
    await mkdir(file('folder.jpg'));
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    await writeFile(file('drawing.svg'), drawing);
    await sharpOf(noise(4, 4)).gif().toFile(file('moving.gif'));
    expect(await codeOf(decodePhoto(file('text.jpg')))).toBe('unsupported-format');
    expect(await codeOf(decodePhoto(file('empty.jpg')))).toBe('broken-image');
    expect(await codeOf(decodePhoto(file('folder.jpg')))).toBe('unsupported-format');
    expect(await codeOf(decodePhoto(file('drawing.svg')))).toBe('unsupported-format');
    expect(await codeOf(decodePhoto(file('moving.gif')))).toBe('unsupported-format');
    expect(await codeOf(decodePhoto(file('not-there.jpg')))).toBe('file-not-found');
  });

  it.each(['jpg', 'png', 'webp', 'tif', 'avif'])('refuses half a %s file', async (extension) => {
    await sharpOf(noise(300, 200)).toFile(file(`whole.${extension}`));
    const whole = await readFile(file(`whole.${extension}`));
    await writeFile(file(`half.${extension}`), whole.subarray(0, whole.length / 2));
    const code = await codeOf(decodePhoto(file(`half.${extension}`)));
    expect(['broken-image', 'unsupported-format']).toContain(code);
  });

  it('stops when it is cancelled', async () => {
    await sharpOf(noise(30, 20)).toFile(file('some.png'));
    expect(await codeOf(decodePhoto(file('some.png'), AbortSignal.abort()))).toBe('cancelled');
  });
});

/** Signature and first chunk: as much of a PNG as its size can be read from. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function crc32(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
