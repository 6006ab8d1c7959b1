import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLook } from '@shared/looks/look';
import { readLookFile, writeLookFile } from './look-file';
import { createOwnLooks } from './own-looks';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'maquette-looks-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const look = createLook('晚宴', [{ id: 'lip-color', version: 1, params: { strength: 0.5 } }]);

describe('a look file', () => {
  it('is written whole and read again', async () => {
    const path = join(folder, 'a.json');
    await writeLookFile(path, look);
    expect(await readLookFile(path)).toEqual(look);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it.each([
    ['not JSON', 'lipstick', 'invalid-look'],
    ['another JSON', '{"a": 1}', 'invalid-look'],
    ['of a newer format', JSON.stringify({ ...look, version: 9 }), 'invalid-look'],
    ['something large', ' '.repeat(1_000_001), 'invalid-look'],
  ])('is refused when it is %s', async (_, content, code) => {
    const path = join(folder, 'a.json');
    writeFileSync(path, content);
    await expect(readLookFile(path)).rejects.toMatchObject({ code });
  });

  it('may be missing', async () => {
    await expect(readLookFile(join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });
});

describe('the person’s own looks', () => {
  it('are one file each, listed by name', async () => {
    const own = createOwnLooks(join(folder, 'looks'));
    expect(await own.list()).toEqual({ looks: [], unreadable: [] });
    const second = await own.save({ ...look, name: 'B' });
    const first = await own.save({ ...look, name: 'A' });
    expect((await own.list()).looks).toEqual([first, second]);
    expect(readdirSync(join(folder, 'looks')).sort()).toEqual(
      [`${first.id}.json`, `${second.id}.json`].sort(),
    );
  });

  it('can be renamed and removed', async () => {
    const own = createOwnLooks(folder);
    const { id } = await own.save(look);
    await own.rename(id, '午后');
    expect(await own.get(id)).toEqual({ ...look, name: '午后' });
    await own.remove(id);
    expect(await own.list()).toEqual({ looks: [], unreadable: [] });
  });

  it('do not hide a file that cannot be read', async () => {
    const own = createOwnLooks(folder);
    const saved = await own.save(look);
    writeFileSync(join(folder, 'broken.json'), '{');
    writeFileSync(join(folder, 'notes.txt'), 'hello');
    expect(await own.list()).toEqual({ looks: [saved], unreadable: ['broken.json'] });
  });
});
