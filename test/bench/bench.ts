import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { writeBigPortrait } from './big-portrait';
import { watchMemory } from './memory';
import { coldStart, dragStrength, exportPhoto, openPhoto, startWindow } from './window';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const repeats = 5;
const quality = 92;

interface Row {
  readonly name: string;
  readonly value: string;
  readonly aim: string;
}

/** `npm run bench`: the numbers of the README, measured in the real window with a real face. */
export async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maquette-bench-'));
  try {
    const rows = await measure(folder);
    const table = [
      `| ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'} | measured | aim |`,
      '| --- | --- | --- |',
      ...rows.map(({ name, value, aim }) => `| ${name} | ${value} | ${aim} |`),
    ];
    process.stdout.write(`${table.join('\n')}\n`);
    await mkdir(join(root, 'test-results'), { recursive: true });
    await writeFile(join(root, 'test-results/bench.md'), `${table.join('\n')}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string): Promise<readonly Row[]> {
  const portrait = await writeBigPortrait(folder, 12);
  const large = await writeBigPortrait(folder, 24);
  const starts = await repeat(coldStart);

  const window = await startWindow();
  const memory = watchMemory(window.application.process().pid ?? 0);
  const openings = await repeat(async (at) => {
    const copy = join(folder, `open-${at}.jpg`);
    await copyFile(portrait, copy);
    return openPhoto(window, copy);
  });
  const moves = await dragStrength(window);
  const plain = await repeat((at) => plainCopy(large, join(folder, `plain-${at}.jpg`)));
  await discardAndOpen(window, large);
  await dragStrength(window);
  const exports = await repeat((at) => exportPhoto(window, join(folder, `export-${at}.jpg`)));
  memory.stop();
  await window.close();

  const peak = memory.peak();
  return [
    row('start of the process to a start screen that answers', seconds(median(starts)), '1.5 s'),
    row('opening a 12-megapixel JPEG to masks shown', seconds(median(openings)), '1.5 s'),
    row(
      'slider to pixels, 2048 px preview, p50 / p95',
      `${percentile(moves, 0.5).toFixed(0)} / ${percentile(moves, 0.95).toFixed(0)} ms`,
      'p95 33 ms',
    ),
    row(
      'export of a 24-megapixel JPEG with the edit, against plain decode and encode',
      `${seconds(median(exports))} against ${seconds(median(plain))}: ${(median(exports) / median(plain)).toFixed(2)} times`,
      '2 times',
    ),
    row(
      'peak memory of all processes, through all of this',
      peak === null ? 'not measured' : `${(peak / 1e9).toFixed(2)} GB`,
      '1.2 GB',
    ),
  ];
}

/** Another photo on top of unsaved changes: the program asks first. */
async function discardAndOpen(
  window: Awaited<ReturnType<typeof startWindow>>,
  path: string,
): Promise<void> {
  const opened = openPhoto(window, path);
  const discard = window.page.getByRole('button', { name: 'Don’t save' });
  await discard.click();
  await opened;
}

/** What any program has to do: decode, and encode as our export does at this quality; in a process of its own. */
async function plainCopy(from: string, to: string): Promise<number> {
  const script = `
    const sharp = require('sharp');
    sharp.concurrency(2);
    const startedAt = performance.now();
    sharp(process.argv[1]).raw().toBuffer({ resolveWithObject: true })
      .then(({ data, info: { width, height, channels } }) =>
        sharp(data, { raw: { width, height, channels } }).jpeg({ quality: ${quality}, chromaSubsampling: '4:4:4' }).toFile(process.argv[2]))
      .then(() => console.log(performance.now() - startedAt));`;
  const { stdout } = await run(process.execPath, ['-e', script, from, to], { cwd: root });
  return Number(stdout);
}

function row(name: string, value: string, aim: string): Row {
  return { name, value, aim };
}

async function repeat(work: (at: number) => Promise<number>): Promise<readonly number[]> {
  const results: number[] = [];
  for (let at = 0; at < repeats; at++) results.push(await work(at));
  return results;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
