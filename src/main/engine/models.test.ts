import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/pictures';
import { loadParsingModel } from './models';

const shipped = resolve(__dirname, '../../../resources/models');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

async function withManifest(name: string, change: (manifest: object) => object): Promise<string> {
  const models = join(folder.path, name);
  await mkdir(join(models, 'face-parsing'), { recursive: true });
  const text = await readFile(join(shipped, 'face-parsing/manifest.json'), 'utf8');
  const manifest = change(JSON.parse(text) as object);
  await writeFile(join(models, 'face-parsing/manifest.json'), JSON.stringify(manifest));
  await writeFile(join(models, 'face-parsing/model.onnx'), 'another network');
  return models;
}

it('reads the network that is shipped', async () => {
  const { manifest, bytes } = await loadParsingModel(shipped);
  expect(manifest.name).toBe('face-parsing');
  expect(bytes.length).toBeGreaterThan(100_000);
});

it.each<[string, (manifest: object) => object, RegExp]>([
  ['another file', (manifest) => manifest, /not the file/],
  [
    'other classes',
    (manifest) => ({ ...manifest, output: { name: 'x', stride: 4, classes: ['a'] } }),
    /other classes/,
  ],
  ['no description', () => ({}), /./],
])('refuses %s', async (name, change, reason) => {
  const work = loadParsingModel(await withManifest(name, change));
  await expect(work).rejects.toMatchObject({
    code: 'model-missing',
    detail: expect.stringMatching(reason) as string,
  });
});

it('says when there is none', async () => {
  const work = loadParsingModel(join(folder.path, 'nothing'));
  await expect(work).rejects.toMatchObject({ code: 'model-missing' });
});
