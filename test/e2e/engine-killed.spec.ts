import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { removeFolder } from './folders';
import { EditorPage, photos } from './editor-page';
import { expect, test, type Maquette } from './fixtures';
import { writeLargePhoto } from './large-photo';

test.describe.configure({ timeout: 120_000 });

let folder: string;
let exports: string;
let largePhoto: string;

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-killed-'));
  exports = await mkdtemp(join(folder, 'exports-'));
  largePhoto = join(folder, 'large.jpg');
});
test.afterEach(() => removeFolder(folder));

async function enginePid({ application }: Maquette): Promise<number> {
  const pids = await application.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ name }) => name === 'maquette-engine')
      .map(({ pid }) => pid),
  );
  expect(pids).toHaveLength(1);
  return pids[0] ?? 0;
}

/** As the kernel does it when memory runs out. */
async function killEngine(maquette: Maquette): Promise<number> {
  const pid = await enginePid(maquette);
  process.kill(pid, 'SIGKILL');
  return pid;
}

test('killed while it looks for features: a message, and the photo is read again', async ({
  launch,
}) => {
  await writeLargePhoto(largePhoto);
  const maquette = await launch();
  const editor = new EditorPage(maquette);
  const { page } = maquette;
  await editor.answerOpenDialog(largePhoto);
  // The photo is there already, its faces are not; on a fast machine that is over between two looks of an `expect`.
  const searching = page.waitForFunction(() =>
    document.body.innerText.includes('Finding features'),
  );
  await page.getByRole('main').getByRole('button', { name: 'Open photo or project…' }).click();
  await searching;
  const killed = await killEngine(maquette);

  const notices = page.getByRole('region', { name: 'Messages' });
  await expect(notices).toContainText('The image engine was restarted');
  await maquette.screenshot('engine-killed-parsing');
  await editor.waitForFaces();
  expect(await enginePid(maquette)).not.toBe(killed);

  const lip = await editor.pointIn('Lips');
  await page.mouse.click(lip.x, lip.y);
  await editor.leave();
  const before = await editor.colorAt(lip);
  await editor.swatch('Plum').click();
  await editor.leave();
  await editor.expectColor(lip, { far: before });
});

test('killed while it exports: no half-written file, and the edits and their history are there', async ({
  launch,
}) => {
  await writeLargePhoto(largePhoto);
  const temporary = await mkdtemp(join(folder, 'temporary-'));
  const environment = { TMPDIR: temporary, TMP: temporary, TEMP: temporary };
  const editor = await EditorPage.open(launch, { photo: largePhoto, environment });
  const engineFolders = async (): Promise<string[]> =>
    (await readdir(temporary)).filter((name) => name.startsWith('maquette-engine-'));
  const [firstFolder] = await engineFolders();
  const { page, maquette } = editor;
  const lip = await editor.pointIn('Lips');
  await page.mouse.click(lip.x, lip.y);
  await editor.leave();
  const bare = await editor.colorAt(lip);
  await editor.swatch('Plum').click();
  await editor.leave();
  await editor.expectColor(lip, { far: bare });
  const plum = await editor.colorAt(lip);
  await editor.swatch('Coral').click();
  await editor.leave();
  await editor.expectColor(lip, { far: plum });
  const coral = await editor.colorAt(lip);

  const path = join(exports, 'picture.png');
  await editor.answerSaveDialog(path);
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByText('PNG', { exact: true }).click();
  const choose = dialog.getByRole('button', { name: 'Choose file and export…' });
  await choose.click();

  await test.step('the kill', async () => {
    const writing = (): Promise<string> => readdir(exports).then((names) => names.join());
    await expect.poll(writing, { timeout: 60_000, intervals: [10] }).toMatch(/\.tmp$/);
    const killed = await killEngine(maquette);
    await expect(dialog.getByText('The image engine stopped')).toBeVisible();
    await maquette.screenshot('engine-killed-exporting');
    await expect.poll(() => readdir(exports)).toEqual([]);
    expect(await enginePid(maquette)).not.toBe(killed);
    // The killed engine's folder of intermediate files is gone; the new one has its own.
    const folders = await engineFolders();
    expect(folders).toHaveLength(1);
    expect(folders).not.toEqual([firstFolder]);
  });

  await test.step('the same export works now', async () => {
    await dialog.getByRole('button', { name: 'Back' }).click();
    await choose.click();
    await expect(dialog.getByText('picture.png is ready')).toBeVisible({ timeout: 60_000 });
    expect(await readdir(exports)).toEqual(['picture.png']);
    const picture = sharp(path);
    expect(await picture.metadata()).toMatchObject({ width: 6000, height: 4000, format: 'png' });
    // Every row can be decoded.
    await picture.stats();
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  await test.step('the edits and their history are there', async () => {
    await editor.leave();
    await editor.expectColor(lip, { near: coral });
    await editor.undo.click();
    await editor.leave();
    await editor.expectColor(lip, { near: plum });
    await editor.undo.click();
    await editor.leave();
    await editor.expectColor(lip, { near: bare });
    await editor.redo.click();
    await editor.redo.click();
    await editor.leave();
    await editor.expectColor(lip, { near: coral });
  });
});

test('an engine that ends at each start is given up, until the person tries again', async ({
  launch,
}) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { page, maquette } = editor;
  const { application } = maquette;
  const ending = join(folder, 'ending.js');
  await writeFile(ending, 'process.exit(7)');
  await application.evaluate(({ utilityProcess }, path) => {
    const original = utilityProcess.fork.bind(utilityProcess);
    const state = { forks: 0, restore: () => (utilityProcess.fork = original) };
    utilityProcess.fork = (_path, argv, options) => {
      state.forks += 1;
      return original(path, argv, options);
    };
    Object.assign(globalThis, { forkState: state });
  }, ending);
  await killEngine(maquette);

  const retry = page
    .getByRole('alert')
    .filter({ hasText: 'Something went wrong' })
    .getByRole('button', { name: 'Try again' });
  await expect(retry).toBeVisible({ timeout: 20_000 });
  await maquette.screenshot('engine-given-up');
  const forks = () =>
    application.evaluate(
      () => (globalThis as unknown as { forkState: { forks: number } }).forkState.forks,
    );
  expect(await forks()).toBe(2);

  await application.evaluate(() =>
    (globalThis as unknown as { forkState: { restore(): void } }).forkState.restore(),
  );
  await retry.click();
  await expect(retry).toHaveCount(0);
  const path = join(exports, 'picture.webp');
  await editor.answerSaveDialog(path);
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByText('WebP', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Choose file and export…' }).click();
  await expect(dialog.getByText('picture.webp is ready')).toBeVisible({ timeout: 20_000 });
  expect(await sharp(path).metadata()).toMatchObject({ format: 'webp', width: 400 });
  await enginePid(maquette);
  expect(await forks()).toBe(2);
});

test('closing the window while it exports leaves nothing behind', async ({ launch }) => {
  await writeLargePhoto(largePhoto);
  const temporary = await mkdtemp(join(folder, 'temporary-'));
  const environment = { TMPDIR: temporary, TMP: temporary, TEMP: temporary };
  const editor = await EditorPage.open(launch, { photo: largePhoto, environment });
  const { page, maquette } = editor;
  await editor.answerSaveDialog(join(exports, 'picture.png'));
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByText('PNG', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Choose file and export…' }).click();
  const writing = (): Promise<string> => readdir(exports).then((names) => names.join());
  await expect.poll(writing, { timeout: 60_000, intervals: [10] }).toMatch(/\.tmp$/);
  await maquette.application.close();
  expect(await readdir(exports)).toEqual([]);
  const left = (await readdir(temporary)).filter((name) => name.startsWith('maquette-'));
  expect(left).toEqual([]);
});
