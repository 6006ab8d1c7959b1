import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withScratchFolder } from './scratch';

it('removes its folder when the work fails, and what a killed process left', async () => {
  // Above what any system hands out as the id of a process.
  const abandoned = join(tmpdir(), `maquette-scratch-${2 ** 22 + 1}-test`);
  await mkdir(abandoned, { recursive: true });
  let lent = '';
  const work = withScratchFolder(async (folder) => {
    lent = folder;
    await writeFile(join(folder, 'picture.v'), 'large');
    throw new Error('failed');
  });
  await expect(work).rejects.toThrow('failed');
  expect([existsSync(lent), existsSync(abandoned)]).toEqual([false, false]);
});
