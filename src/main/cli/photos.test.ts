import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPhotos } from './photos';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maquette-photos-'));
  mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true });
  for (const name of ['p10.jpg', 'p2.jpg', 'q.png', 'a[1].jpg', '.h.jpg', 'deep/deeper/r.jpg']) {
    writeFileSync(join(folder, name), '');
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const find = (...texts: string[]) => findPhotos(texts, folder);

describe('the photos that arguments name', () => {
  it('are the files themselves, even where there are none, or brackets in the name', async () => {
    expect(await find('q.png', 'none.jpg', 'a[1].jpg')).toEqual({
      photos: ['q.png', 'none.jpg', 'a[1].jpg'],
      unmatched: [],
    });
  });

  it('are what patterns match, by name with numbers as numbers, without hidden files', async () => {
    expect((await find('p*.jpg')).photos).toEqual(['p2.jpg', 'p10.jpg']);
    expect((await find('*.{png,jpg}')).photos).toEqual(['a[1].jpg', 'p2.jpg', 'p10.jpg', 'q.png']);
    expect((await find('**/r.jpg')).photos).toEqual(['deep/deeper/r.jpg']);
    expect((await find(`${folder}/q.*`)).photos).toEqual([`${folder}/q.png`]);
  });

  it('are taken once each', async () => {
    expect((await find('q.png', '*.png', './q.png', join(folder, 'q.png'))).photos).toEqual([
      'q.png',
    ]);
  });

  it('tell of patterns that match nothing', async () => {
    expect(await find('*.gif', 'q.png')).toEqual({ photos: ['q.png'], unmatched: ['*.gif'] });
  });

  it('may be written with backslashes on Windows', async () => {
    const found = await findPhotos(['deep\\deeper\\*.jpg'], folder, 'win32');
    expect(found.photos).toEqual(['deep/deeper/r.jpg']);
  });
});
