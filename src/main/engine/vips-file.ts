import { writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Raster } from '@shared/pixels/raster';
import { letMessagesIn } from './cancellation';

/**
 * libvips' own file format: a header of 64 bytes, the samples as they are, then metadata as XML. It is the one
 * way to hand sharp raw samples *together with* an ICC profile and EXIF without any conversion: sharp's raw
 * input carries no profile, and `withIccProfile` converts the samples. libvips maps the file into memory, so
 * this also keeps the full-size copy out of the process' own memory.
 * Layout: libvips, `libvips/iofuncs/vips.c`.
 */
const headerBytes = 64;
const magic = Buffer.from([0xb6, 0xa6, 0xf2, 0x08]);
const bandFormat = { uchar: 0, ushort: 2 } as const;
const interpretation = { srgb: 22, rgb16: 25 } as const;

export interface PictureMetadata {
  readonly icc: Buffer | undefined;
  readonly exif: Buffer | undefined;
}

/** A picture on disk that is read by sharp once it has been filled. */
export interface VipsFile {
  /** Overwrites whole pixels; `part` must fit the file's channels and depth. */
  write(part: Raster, left: number, top: number): Promise<void>;
  close(): Promise<void>;
}

export async function createVipsFile(
  path: string,
  picture: Raster,
  metadata: PictureMetadata,
): Promise<VipsFile> {
  const file = await open(path, 'wx', 0o600);
  const pixelBytes = picture.channels * picture.data.BYTES_PER_ELEMENT;
  try {
    await writeAll(file, header(picture), 0);
    await writeAll(file, bytesOf(picture), headerBytes);
    await writeAll(file, Buffer.from(xml(metadata)), headerBytes + picture.data.byteLength);
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    async write(part, left, top) {
      const bytes = bytesOf(part);
      const rowBytes = part.width * pixelBytes;
      for (let row = 0; row < part.height; row++) {
        const position = headerBytes + ((top + row) * picture.width + left) * pixelBytes;
        // Thousands of small pieces: waiting for each of them would take ten times as long as writing it.
        writeAllAtOnce(file.fd, bytes.subarray(row * rowBytes, (row + 1) * rowBytes), position);
        if (row % rowsAtOnce === rowsAtOnce - 1) await letMessagesIn();
      }
    },
    close: () => file.close(),
  };
}

type Writable = Awaited<ReturnType<typeof open>>;

async function writeAll(file: Writable, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  // One call writes at most 2 GiB, and may write less than it was given.
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

const rowsAtOnce = 128;

function writeAllAtOnce(file: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

export function bytesOf({ data }: Raster): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function header({ width, height, channels, data }: Raster): Buffer {
  const sixteenBits = data instanceof Uint16Array;
  const bytes = Buffer.alloc(headerBytes);
  magic.copy(bytes);
  bytes.writeInt32LE(width, 4);
  bytes.writeInt32LE(height, 8);
  bytes.writeInt32LE(channels, 12);
  bytes.writeInt32LE(sixteenBits ? bandFormat.ushort : bandFormat.uchar, 20);
  bytes.writeInt32LE(sixteenBits ? interpretation.rgb16 : interpretation.srgb, 28);
  bytes.writeFloatLE(1, 32);
  bytes.writeFloatLE(1, 36);
  return bytes;
}

function xml({ icc, exif }: PictureMetadata): string {
  const blob = (name: string, bytes: Buffer | undefined): string =>
    bytes ? `<field type="VipsBlob" name="${name}">${bytes.toString('base64')}</field>` : '';
  return [
    '<?xml version="1.0"?>',
    '<root xmlns="http://www.vips.ecs.soton.ac.uk/vips/8.18.0"><header></header><meta>',
    blob('icc-profile-data', icc),
    blob('exif-data', exif),
    '<field type="gint" name="orientation">1</field>',
    '</meta></root>',
  ].join('\n');
}
