import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { temporaryFolder } from '../../../test/fixtures/pictures';
import { writeAtomically } from './atomic-file';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const target = (): string => join(folder.path, 'out.png');
/** Above what any system hands out. */
const deadPid = 2 ** 22 + 1;

it('writes beside the target and takes its place', async () => {
  await writeFile(target(), 'old');
  const bytes = await writeAtomically(target(), async (temporary) => {
    expect(temporary.startsWith(join(folder.path, `.maquette-${process.pid}-`))).toBe(true);
    await writeFile(temporary, 'newer');
    expect(await readFile(target(), 'utf8')).toBe('old');
  });
  expect(bytes).toBe(5);
  expect(await readFile(target(), 'utf8')).toBe('newer');
  expect(await readdir(folder.path)).toEqual(['out.png']);
});

it('leaves the old file and nothing else when writing fails', async () => {
  await writeFile(target(), 'old');
  const work = writeAtomically(target(), async (temporary) => {
    await writeFile(temporary, 'half');
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  });
  await expect(work).rejects.toMatchObject({ code: 'disk-full' });
  expect(await readFile(target(), 'utf8')).toBe('old');
  expect(await readdir(folder.path)).toEqual(['out.png']);
});

it('lets a cancellation through as one', async () => {
  const work = writeAtomically(target(), () => Promise.reject(new AppError('cancelled')));
  await expect(work).rejects.toMatchObject({ code: 'cancelled' });
});

it('refuses a folder as target', async () => {
  await mkdir(target());
  const work = writeAtomically(target(), (temporary) => writeFile(temporary, 'x'));
  await expect(work).rejects.toMatchObject({ code: 'write-failed' });
});

it('says when the folder is not there', async () => {
  const path = join(folder.path, 'missing', 'out.png');
  const work = writeAtomically(path, (temporary) => writeFile(temporary, 'x'));
  await expect(work).rejects.toMatchObject({ code: 'file-not-found' });
});

it('removes what a process that has ended left behind, and only that', async () => {
  const dead = join(folder.path, `.maquette-${deadPid}-0123456789ab.tmp`);
  const alive = join(folder.path, `.maquette-${process.pid}-0123456789ab.tmp`);
  const foreign = join(folder.path, `.maquette-${deadPid}-notes.tmp`);
  for (const path of [dead, alive, foreign]) await writeFile(path, '');
  await writeAtomically(target(), (temporary) => writeFile(temporary, 'x'));
  expect([dead, alive, foreign].map((path) => existsSync(path))).toEqual([false, true, true]);
});
