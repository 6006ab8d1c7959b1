import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { sampleFiles } from '../../src/main/sample-files';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

const looks = [
  { color: '#c21f30', strength: 0.8, finish: 'satin' },
  { color: '#8e1f2f', strength: 0.9, finish: 'matte' },
  { color: '#d4506a', strength: 0.8, finish: 'gloss' },
  { color: '#e0715c', strength: 0.7, finish: 'sheer' },
] as const;

/** `npm run demo [folder]`: the whole job without a window, on every sample, as before/after pictures. */
export async function main([folder = 'test-results/demo']: readonly string[]): Promise<void> {
  const target = resolve(root, folder);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const [index, sample] of sampleFiles.entries()) {
    const look = looks[index % looks.length] ?? looks[0];
    const before = join(root, 'node_modules', sample);
    const name = basename(sample, extname(sample));
    const after = join(target, `${name}.png`);
    const edits = Object.entries(look).flatMap(([key, value]) => [
      '--edit',
      `lip-color.${key}=${value}`,
    ]);
    await run(process.execPath, [
      join(root, 'out/main/cli.js'),
      'apply',
      before,
      ...edits,
      '--out',
      after,
    ]);
    await writePair(before, after, join(target, `${name}-before-after.jpg`));
    process.stdout.write(
      `${join(folder, `${name}-before-after.jpg`)}  ${Object.values(look).join(' ')}\n`,
    );
  }
}

async function writePair(before: string, after: string, path: string): Promise<void> {
  const { width, height } = await sharp(after).metadata();
  await sharp({ create: { width: 2 * width, height, channels: 3, background: 'black' } })
    .composite([
      { input: await sharp(before).autoOrient().toBuffer(), left: 0, top: 0 },
      { input: after, left: width, top: 0 },
    ])
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toFile(path);
}
