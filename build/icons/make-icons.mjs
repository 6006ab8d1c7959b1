/**
 * npm run icons: draws icon.svg at every size that a system asks for. The results are committed, so
 * that packaging needs none of this.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = import.meta.dirname;
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** Apple's names of the sizes; since OS X 10.7 each may be a PNG file. */
const appleSizes = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
]);

/** @param {number} size in pixels */
function png(size) {
  return sharp(join(folder, 'icon.svg')).resize(size, size).png({ compressionLevel: 9 }).toBuffer();
}

/** ICO: a directory of 16 bytes a picture, then the pictures, which may be PNG files since Vista. */
async function ico() {
  const pictures = await Promise.all(windowsSizes.map(png));
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, picture] of pictures.entries()) {
    const at = 6 + 16 * index;
    const size = (windowsSizes[index] ?? 0) % 256; // 0 stands for 256
    header.set([size, size, 0, 0, 1, 0, 32, 0], at);
    header.writeUInt32LE(picture.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += picture.length;
  }
  return Buffer.concat([header, ...pictures]);
}

/** ICNS: each picture after its name and its length, which counts these eight bytes too. */
async function icns() {
  const chunks = await Promise.all(
    appleSizes.map(async ([name, size]) => chunk(name, await png(size))),
  );
  return chunk('icns', Buffer.concat(chunks));
}

/**
 * @param {string} name
 * @param {Buffer} content
 */
function chunk(name, content) {
  const header = Buffer.from(`${name}    `, 'latin1');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}

await mkdir(join(folder, 'png'), { recursive: true });
for (const size of linuxSizes) {
  await writeFile(join(folder, `png/${size}x${size}.png`), await png(size));
}
await writeFile(join(folder, 'icon.ico'), await ico());
await writeFile(join(folder, 'icon.icns'), await icns());
