import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecentPhotos } from './recent-photos';
import { createTickets } from './tickets';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-recent-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tickets = createTickets(() => undefined);

async function photo(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, 'a photo');
  return path;
}

describe('recent photos', () => {
  it('come back after a restart, newest first and each once', async () => {
    const file = join(folder, 'recent.json');
    const first = openRecentPhotos(file, tickets);
    const [one, two] = [await photo('one.jpg'), await photo('two.jpg')];
    first.note(one, Uint8Array.of(1));
    first.note(two, Uint8Array.of(2));
    first.note(one, Uint8Array.of(3));
    const listed = await openRecentPhotos(file, tickets).list();
    expect(listed.map(({ name }) => name)).toEqual(['one.jpg', 'two.jpg']);
    expect(listed.map(({ thumbnail }) => [...thumbnail])).toEqual([[3], [2]]);
    expect(tickets.pathOf(listed[0]?.id ?? '', 'read')).toBe(one);
  });

  it('those that are gone are left out and not forgotten', async () => {
    const recent = openRecentPhotos(join(folder, 'recent.json'), tickets);
    const path = await photo('one.jpg');
    recent.note(path, Uint8Array.of(1));
    await rm(path);
    expect(await recent.list()).toEqual([]);
    await photo('one.jpg');
    expect(await recent.list()).toHaveLength(1);
  });

  it('are twelve at most', async () => {
    const recent = openRecentPhotos(join(folder, 'recent.json'), tickets);
    for (let at = 0; at < 20; at++) recent.note(await photo(`${at}.jpg`), Uint8Array.of(at));
    const names = (await recent.list()).map(({ name }) => name);
    expect(names).toHaveLength(12);
    expect(names[0]).toBe('19.jpg');
  });

  it('a file that makes no sense is no list', async () => {
    const file = join(folder, 'recent.json');
    await writeFile(file, '{"photos": 3');
    expect(await openRecentPhotos(file, tickets).list()).toEqual([]);
  });
});
