import { copyFile, mkdir, mkdtemp, readdir, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Electron from 'electron';
import sharp from 'sharp';
import { removeFolder } from './folders';
import { EditorPage, photos } from './editor-page';
import { expect, test, type Maquette } from './fixtures';

let folder: string;
let photo: string;
let project: string;
let userDataDirectory: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-project-'));
  photo = join(folder, 'photos', 'portrait.jpg');
  project = join(folder, 'portrait.maquette');
  userDataDirectory = join(folder, 'user');
  await mkdir(join(folder, 'photos'));
  await mkdir(userDataDirectory);
  await copyFile(photos.onePerson, photo);
});
test.afterEach(() => removeFolder(folder));

const title = ({ application }: Maquette): Promise<string | undefined> =>
  application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());

const keptFiles = async (): Promise<string[]> =>
  (await readdir(join(userDataDirectory, 'recovery')).catch(() => [])).filter((name) =>
    name.endsWith('.json'),
  );

async function answerQuestion({ application }: Maquette, button: string): Promise<void> {
  await application.evaluate(({ dialog }, label) => {
    const showMessageBox = (_window: unknown, { buttons }: Electron.MessageBoxOptions) =>
      Promise.resolve({ response: buttons?.indexOf(label) ?? -1, checkboxChecked: false });
    Object.assign(dialog, { showMessageBox });
  }, button);
}

/** The whole photo as an exported PNG, so that every pixel counts. */
async function exported(editor: EditorPage, name: string): Promise<Buffer> {
  const { page } = editor;
  const path = join(folder, name);
  await editor.answerSaveDialog(path);
  await page.keyboard.press('Control+E');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('radio', { name: 'PNG' }).check({ force: true });
  await dialog.getByRole('button', { name: 'Choose file and export…' }).click();
  await expect(dialog).toContainText('is ready', { timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Done' }).click();
  return sharp(path).raw().toBuffer();
}

test('a project is saved, closed and opened again with the same pixels', async ({ launch }) => {
  let before: Buffer;
  await test.step('save', async () => {
    const editor = await EditorPage.open(launch, { photo, userDataDirectory });
    const { page, maquette } = editor;
    await expect.poll(() => title(maquette)).toBe('portrait.jpg – Maquette');
    await editor.swatch('Plum').click();
    await expect.poll(() => title(maquette)).toBe('● portrait.jpg – Maquette');
    await editor.answerSaveDialog(join(folder, 'portrait'));
    await page.keyboard.press('Control+S');
    await expect.poll(() => title(maquette)).toBe('portrait.maquette – Maquette');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('portrait.maquette');
    await maquette.screenshot('project-saved');
    before = await exported(editor, 'before.png');
    await maquette.application.close();
  });

  await test.step('what is written is a small file that names the photo from where it is', async () => {
    const text = await readFile(project, 'utf8');
    expect(text.length).toBeLessThan(4000);
    const { photos: named } = JSON.parse(text) as { photos: Record<string, unknown> };
    expect(named).toMatchObject({
      'photo-1': { relativePath: 'photos/portrait.jpg', faces: [{}] },
    });
    expect(await keptFiles()).toEqual([]);
  });

  await test.step('open it from the recent files, after both were moved', async () => {
    const editor = new EditorPage(await launch({ userDataDirectory }));
    const { page, maquette } = editor;
    await expect(page.getByRole('button', { name: 'portrait.jpg, in photos' })).toBeVisible();
    await maquette.screenshot('recent');
    await page.getByRole('button', { name: 'portrait.maquette, Project' }).click();
    await editor.waitForFaces();
    await editor.panel('Lips').click();
    await expect(editor.radio('Plum')).toBeChecked();
    await expect(editor.undo).toBeDisabled();
    expect(await title(maquette)).toBe('portrait.maquette – Maquette');
    const after = await exported(editor, 'after.png');
    expect(after.equals(before)).toBe(true);
  });
});

test('what is not saved when the program is killed can be restored', async ({ launch }) => {
  const first = await EditorPage.open(launch, { photo, userDataDirectory });
  await first.swatch('Plum').click();
  await expect.poll(keptFiles).toHaveLength(1);
  const { application } = first.maquette;
  const ended = new Promise((resolve) => application.process().once('exit', resolve));
  application.process().kill('SIGKILL');
  await ended;

  const editor = new EditorPage(await launch({ userDataDirectory }));
  const { page, maquette } = editor;
  const offer = page.getByText('Restore your changes to portrait.jpg?');
  await expect(offer).toBeVisible();
  await maquette.screenshot('recovery');
  await page.getByRole('button', { name: 'Restore' }).click();
  await editor.waitForFaces();
  await editor.panel('Lips').click();
  await expect(editor.radio('Plum')).toBeChecked();
  await expect(offer).toBeHidden();
  await expect.poll(() => title(maquette)).toBe('● portrait.jpg – Maquette');
  // The first run's is gone, this run's is there.
  await expect.poll(keptFiles).toHaveLength(1);

  await test.step('saving it settles it', async () => {
    await editor.answerSaveDialog(project);
    await page.keyboard.press('Control+S');
    await expect.poll(() => title(maquette)).toBe('portrait.maquette – Maquette');
    await expect.poll(keptFiles).toEqual([]);
  });
});

test('what is not saved can be left behind for good', async ({ launch }) => {
  const first = await EditorPage.open(launch, { photo, userDataDirectory });
  await first.swatch('Plum').click();
  await expect.poll(keptFiles).toHaveLength(1);
  await answerQuestion(first.maquette, 'Don’t Save');
  await first.maquette.application.close();
  expect(await keptFiles()).toEqual([]);
});

test('a photo that moved away is asked for', async ({ launch }) => {
  const first = await EditorPage.open(launch, { photo, userDataDirectory });
  await first.swatch('Plum').click();
  await first.answerSaveDialog(project);
  await first.page.keyboard.press('Control+S');
  await expect.poll(() => title(first.maquette)).toBe('portrait.maquette – Maquette');
  await first.maquette.application.close();

  const elsewhere = join(folder, 'elsewhere.jpg');
  await rename(photo, elsewhere);
  const editor = new EditorPage(await launch({ photo: project, userDataDirectory, locale: 'en' }));
  const { page, maquette } = editor;
  const dialog = page.getByRole('dialog', { name: 'Where is portrait.jpg?' });
  await expect(dialog).toBeVisible();
  await maquette.screenshot('lost-photo');
  await editor.answerOpenDialog(elsewhere);
  await dialog.getByRole('button', { name: 'Locate…' }).click();
  await editor.waitForFaces();
  await editor.panel('Lips').click();
  await expect(editor.radio('Plum')).toBeChecked();
  await expect(page.getByText('is not the same any more')).toHaveCount(0);

  await test.step('its new place is saved', async () => {
    await page.keyboard.press('Control+S');
    await expect
      .poll(async () => (await readFile(project, 'utf8')).includes('"elsewhere.jpg"'))
      .toBe(true);
  });
});

test('a photo that was changed is opened with a warning', async ({ launch }) => {
  const first = await EditorPage.open(launch, { photo, userDataDirectory });
  await first.swatch('Plum').click();
  await first.answerSaveDialog(project);
  await first.page.keyboard.press('Control+S');
  await expect.poll(() => title(first.maquette)).toBe('portrait.maquette – Maquette');
  await first.maquette.application.close();

  await sharp(photos.onePerson).resize(700).toFile(photo);
  const editor = await EditorPage.open(launch, { photo: project, userDataDirectory });
  await expect(editor.page.getByText('portrait.jpg is not the same any more')).toBeVisible();
  await expect(editor.radio('Plum')).toBeChecked();
});

test('changes are saved before something else is opened, and before the window closes', async ({
  launch,
}) => {
  const editor = await EditorPage.open(launch, { photo, userDataDirectory, locale: 'zh-CN' });
  const { page, maquette } = editor;
  await editor.swatch('梅子').click();
  await editor.answerOpenDialog(photos.fourPeople);
  await page.keyboard.press('Control+O');
  const dialog = page.getByRole('dialog', { name: '先保存修改吗？' });
  await expect(dialog.getByRole('button', { name: '保存', exact: true })).toBeFocused();
  await maquette.screenshot('save-first');
  await editor.answerSaveDialog(project);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('sample6.jpg');
  await editor.waitForFaces();

  await editor.swatch('梅子').click();
  const second = join(folder, 'second.maquette');
  await editor.answerSaveDialog(second);
  await answerQuestion(maquette, '保存');
  const ended = new Promise((resolve) => maquette.application.process().once('exit', resolve));
  maquette.application
    .evaluate(({ BrowserWindow }) => {
      setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
    })
    .catch(() => undefined);
  await ended;
  for (const path of [project, second]) {
    expect(await readFile(path, 'utf8')).toContain('"lip-color"');
  }
  expect(await keptFiles()).toEqual([]);
});
