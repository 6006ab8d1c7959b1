import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocument } from '@shared/document/document';
import { projectOfContent } from '@shared/document/project';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecovery, type Interrupted } from './recovery';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-recovery-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function state(keptAtMilliseconds: number): Interrupted {
  const photo = { key: 'photo-1', name: 'a.jpg', relativePath: null, content: null };
  const content = { document: createDocument('id'), kept: [], faces: {} };
  const photos = new Map([['id', { ...photo, absolutePath: '/a.jpg' }]]);
  return { project: projectOfContent(content, photos, '1'), path: null, keptAtMilliseconds };
}

describe('what is kept against a crash', () => {
  it('is there for the next start, and for nobody before', async () => {
    const first = createRecovery(folder);
    await first.keep(() => Promise.resolve(state(5)));
    expect(await first.list()).toEqual([]);
    const [left] = await createRecovery(folder).list();
    expect(left?.interrupted).toEqual(state(5));
  });

  it('is the newest state, however many come while one is written', async () => {
    const recovery = createRecovery(folder);
    const made: number[] = [];
    const keep = (at: number): Promise<void> =>
      recovery.keep(() => {
        made.push(at);
        return Promise.resolve(state(at));
      });
    await Promise.all([1, 2, 3, 4].map(keep));
    expect(made).toEqual([1, 4]);
    const left = await createRecovery(folder).list();
    expect(left.map(({ interrupted }) => interrupted.keptAtMilliseconds)).toEqual([4]);
  });

  it('is gone once nothing can be lost, also while it is being written', async () => {
    const recovery = createRecovery(folder);
    await Promise.all([recovery.keep(() => Promise.resolve(state(1))), recovery.clear()]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('of one that failed does not hold up the next', async () => {
    const recovery = createRecovery(folder);
    const failing = recovery.keep(() => Promise.reject(new Error('no disk')));
    await expect(failing).rejects.toMatchObject({ code: 'write-failed' });
    await recovery.keep(() => Promise.resolve(state(2)));
    expect(await createRecovery(folder).list()).toHaveLength(1);
  });

  it('by several runs is listed newest first, and forgotten one by one', async () => {
    await createRecovery(folder).keep(() => Promise.resolve(state(1)));
    await createRecovery(folder).keep(() => Promise.resolve(state(2)));
    await writeFile(join(folder, 'broken.json'), '{');
    const recovery = createRecovery(folder);
    const left = await recovery.list();
    expect(left.map(({ interrupted }) => interrupted.keptAtMilliseconds)).toEqual([2, 1]);
    await recovery.remove(left[0]?.path ?? '');
    expect(await recovery.list()).toHaveLength(1);
  });

  it('by a page is left for the page that follows it', async () => {
    const recovery = createRecovery(folder);
    await recovery.keep(() => Promise.resolve(state(1)));
    await recovery.leaveBehind();
    expect(await recovery.list()).toHaveLength(1);
    await recovery.clear();
    expect(await recovery.list()).toHaveLength(1);
  });
});
