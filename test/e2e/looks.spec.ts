import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { removeFolder } from './folders';
import { EditorPage, photos } from './editor-page';
import { expect, test } from './fixtures';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-looks-'));
});
test.afterEach(() => removeFolder(folder));

/** A look by its name, among those of the program or the person's own. */
function tile(editor: EditorPage, name: string): Locator {
  return editor.inspector.locator('li .framed').filter({ hasText: name });
}

async function openLooks(editor: EditorPage): Promise<void> {
  await editor.panel('Looks').click();
}

async function choose(editor: EditorPage, name: string, action: string): Promise<void> {
  await tile(editor, name).hover();
  await editor.inspector.getByRole('button', { name: `Actions for ${name}` }).click();
  await editor.page.getByRole('menuitem', { name: action }).click();
}

test('a look is worn in one step, softened, and taken off', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { page } = editor;
  const lip = await editor.pointIn('Lips');
  await openLooks(editor);
  await editor.leave();
  const before = await editor.colorAt(lip);
  const strength = editor.slider('Look strength');
  const red = tile(editor, 'Classic red');

  await test.step('its picture is of this very face', async () => {
    const pictures = editor.inspector.locator('li .framed img');
    await expect(pictures).toHaveCount(await editor.inspector.locator('li .framed').count(), {
      timeout: 20_000,
    });
    await editor.maquette.screenshot('looks');
  });

  await test.step('pointing at it shows it, and changes nothing', async () => {
    await red.hover();
    await editor.expectColor(lip, { far: before });
    await editor.leave();
    await editor.expectColor(lip, { near: before });
    await expect(editor.undo).toBeDisabled();
  });

  await test.step('choosing it is one step', async () => {
    await expect(strength).toBeDisabled();
    await red.click();
    await editor.leave();
    await editor.expectColor(lip, { far: before });
    await expect(red).toHaveAttribute('aria-pressed', 'true');
    await expect(editor.undo).toHaveAccessibleName('Undo: Look · Classic red');
    await editor.maquette.screenshot('look-worn');
  });
  const whole = await editor.colorAt(lip);

  await test.step('its strength is one step, and a double click returns', async () => {
    await strength.focus();
    await page.keyboard.press('Home');
    await editor.expectColor(lip, { near: before });
    await expect(editor.undo).toHaveAccessibleName('Undo: Classic red · Look strength');
    await page.keyboard.press('Control+z');
    await editor.expectColor(lip, { near: whole });
    const track = await strength.boundingBox();
    if (!track) throw new Error('the slider is not shown');
    await page.mouse.dblclick(track.x + track.width * 0.3, track.y + track.height / 2);
    await expect(strength).toHaveValue('1');
    await expect(editor.undo).toHaveAccessibleName('Undo: Look · Classic red');
  });

  await test.step('its edits can be changed afterwards', async () => {
    await editor.panel('Lips').click();
    await expect(editor.panel('Lips')).toHaveAccessibleName('Lips in use');
    await expect(editor.edit('lip-color').getByRole('switch')).toBeChecked();
  });

  await test.step('no look takes it off', async () => {
    await openLooks(editor);
    await editor.inspector.getByRole('button', { name: 'No look' }).click();
    await editor.leave();
    await editor.expectColor(lip, { near: before });
    await page.keyboard.press('Control+z');
    await editor.expectColor(lip, { near: whole });
  });
});

test('an own look is saved, renamed, shared, and comes back', async ({ launch }) => {
  const userDataDirectory = join(folder, 'user');
  await mkdir(userDataDirectory);
  const editor = await EditorPage.open(launch, { photo: photos.onePerson, userDataDirectory });
  const { page } = editor;
  await editor.swatch('Berry').first().click();
  await openLooks(editor);

  await editor.inspector.getByRole('button', { name: 'Save look…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Berry evening');
  await page.keyboard.press('Enter');
  await expect(tile(editor, 'Berry evening')).toBeVisible();

  await choose(editor, 'Berry evening', 'Rename…');
  await dialog.getByRole('textbox').fill('傍晚 Berry');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(tile(editor, '傍晚 Berry')).toBeVisible();
  await editor.maquette.screenshot('own-look');

  const file = join(folder, 'shared.json');
  await editor.answerSaveDialog(file);
  await choose(editor, '傍晚 Berry', 'Save as file…');
  await expect
    .poll(() => readFile(file, 'utf8').catch(() => ''))
    .toContain('"format": "maquette-look"');

  await editor.maquette.close();
  const again = await EditorPage.open(launch, { photo: photos.onePerson, userDataDirectory });
  await openLooks(again);
  const own = tile(again, '傍晚 Berry');
  await own.click();
  await expect(own).toHaveAttribute('aria-pressed', 'true');

  await again.answerOpenDialog(file);
  await again.inspector.getByRole('button', { name: 'Import…' }).click();
  await expect(tile(again, '傍晚 Berry')).toHaveCount(2);
});

test('what a look file holds beyond this program is named', async ({ launch }) => {
  const editor = new EditorPage(await launch({ photo: photos.onePerson }));
  await editor.waitForFaces();
  const file = join(folder, 'theirs.json');
  const edits = [{ id: 'aura', version: 1, params: {} }];
  const look = { format: 'maquette-look', version: 1, name: 'Theirs', edits };
  await writeFile(file, JSON.stringify(look));
  await editor.answerOpenDialog(file);
  const importButton = editor.inspector.getByRole('button', { name: 'Import…' });
  await importButton.click();
  await expect(editor.page.getByText('“Theirs” is not complete here')).toBeVisible();
  await expect(editor.page.getByText('left out: aura')).toBeVisible();

  await writeFile(file, '{"format": "something else"}');
  await importButton.click();
  await expect(editor.page.getByText('This is no look that can be read')).toBeVisible();
  await expect(tile(editor, 'Theirs')).toHaveCount(1);
});

test('the look of somebody in another photo is read, put on in one step, and kept', async ({
  launch,
}) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { inspector, page } = editor;
  const lip = await editor.pointIn('Lips');
  await openLooks(editor);
  await editor.leave();
  const before = await editor.colorAt(lip);
  const putOn = inspector.getByRole('button', { name: 'Put on' });
  const red = inspector.getByRole('checkbox', { name: /Lip colour/ });

  await test.step('by the keyboard, and told what was read', async () => {
    await editor.answerOpenDialog(photos.redLips);
    await inspector.getByRole('button', { name: 'Look from a photo…' }).focus();
    await page.keyboard.press('Enter');
    await expect(red).toBeChecked({ timeout: 30_000 });
    await expect(inspector.getByText(/parts? of the make-up (was|were) read/)).toBeVisible();
    await expect(putOn.locator('img')).toBeVisible({ timeout: 20_000 });
    await editor.maquette.screenshot('look-from-photo');
  });

  await test.step('it is one step, and its edits are ordinary ones', async () => {
    await putOn.click();
    await editor.leave();
    await editor.expectColor(lip, { far: before });
    await expect(editor.undo).toHaveAccessibleName('Undo: Look · From ivana-square');
    await page.keyboard.press('Control+z');
    await editor.expectColor(lip, { near: before });
  });

  await test.step('what is not wanted stays out', async () => {
    await red.uncheck();
    await putOn.click();
    await editor.leave();
    await editor.expectColor(lip, { near: before });
    await red.check();
  });

  await test.step('it is kept under a name', async () => {
    await inspector.getByRole('button', { name: 'Save this look…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Her red');
    await page.keyboard.press('Enter');
    await tile(editor, 'Her red').click();
    await editor.leave();
    await editor.expectColor(lip, { far: before });
  });
});

test('of several people in a photo one is chosen', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  await openLooks(editor);
  await editor.answerOpenDialog(photos.fourPeople);
  await editor.inspector.getByRole('button', { name: 'Look from a photo…' }).click();
  const faces = editor.inspector.getByRole('group', { name: 'Faces in this photo' });
  const second = faces.getByRole('button', { name: 'Face 2' });
  await expect(second).toBeVisible({ timeout: 30_000 });
  await second.click();
  await expect(second).toHaveAttribute('aria-pressed', 'true');
  await expect(
    editor.inspector.getByText(/make-up (was|were) read|No make-up was found/),
  ).toBeVisible({ timeout: 30_000 });
});
