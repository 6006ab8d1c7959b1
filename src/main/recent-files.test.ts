import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRecentFiles } from './recent-files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-recent-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function made(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, 'a file');
  return path;
}

describe('recent files', () => {
  it('come back after a restart, newest first and each once', async () => {
    const file = join(folder, 'recent.json');
    const onChange = vi.fn();
    const first = openRecentFiles(file, onChange);
    const [one, two] = [await made('one.jpg'), await made('two.MAQUETTE')];
    first.note(one, Uint8Array.of(1));
    first.note(two, Uint8Array.of(2));
    first.note(one);
    const listed = await openRecentFiles(file).list();
    expect(listed).toMatchObject([
      { name: 'one.jpg', kind: 'photo', missing: false, path: one },
      { name: 'two.MAQUETTE', kind: 'project', missing: false, path: two },
    ]);
    expect(listed.map(({ thumbnail }) => [...(thumbnail ?? [])])).toEqual([[1], [2]]);
    expect(onChange).toHaveBeenCalledTimes(3);
  });

  it('are told apart by whether they are there now', async () => {
    const recent = openRecentFiles(join(folder, 'recent.json'));
    const path = await made('one.jpg');
    recent.note(path);
    await rm(path);
    expect(await recent.list()).toMatchObject([{ missing: true, thumbnail: null }]);
    await made('one.jpg');
    expect(await recent.list()).toMatchObject([{ missing: false }]);
  });

  it('are twelve at most, and can be forgotten', async () => {
    const recent = openRecentFiles(join(folder, 'recent.json'));
    for (let at = 0; at < 20; at++) recent.note(await made(`${at}.jpg`), Uint8Array.of(at));
    const names = (await recent.list()).map(({ name }) => name);
    expect(names).toHaveLength(12);
    expect(names[0]).toBe('19.jpg');
    recent.clear();
    expect(await recent.list()).toEqual([]);
  });

  it('in a file that makes no sense are none', async () => {
    const file = join(folder, 'recent.json');
    await writeFile(file, '{"files": 3');
    expect(await openRecentFiles(file).list()).toEqual([]);
  });
});
