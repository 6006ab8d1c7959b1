import { join } from 'node:path';
import sharp from 'sharp';
import { photoPath } from '../fixtures/real-face';

/**
 * Writes a sample portrait, enlarged to about `megapixels` and with a sensor's grain, so that the file is as large
 * and as hard to decode as a camera's. Returns its path.
 */
export async function writeBigPortrait(folder: string, megapixels: number): Promise<string> {
  const side = Math.round(Math.sqrt(megapixels * 1e6));
  const path = join(folder, `portrait-${megapixels}mp.jpg`);
  const grain = await sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: 'grey',
      noise: { type: 'gaussian', mean: 128, sigma: 6 },
    },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  await sharp(photoPath('marie'))
    .resize(side, side, { kernel: 'lanczos3' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 92 })
    .toFile(path);
  return path;
}
