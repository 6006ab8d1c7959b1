import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import sharp from 'sharp';
import { removeFolder } from './folders';
import { EditorPage, photos } from './editor-page';
import { expect, test } from './fixtures';

test.describe.configure({ timeout: 120_000 });

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-swap-'));
});
test.afterEach(() => removeFolder(folder));

const words = {
  en: { panel: 'Swap', pane: 'Donor photos', add: 'Add photo…', mouth: 'Mouth', eyes: 'Eyes' },
  'zh-CN': { panel: '换五官', pane: '供体照片', add: '添加照片…', mouth: '嘴巴', eyes: '眼睛' },
} as const;

type Language = keyof typeof words;

function pane(editor: EditorPage, locale: Language = 'en'): Locator {
  return editor.page.getByRole('region', { name: words[locale].pane });
}

function section(editor: EditorPage, feature: string): Locator {
  return editor.inspector.locator(`[data-transplant="${feature}"]`);
}

/** Opens the donors' pane and a donor by dialog. */
async function openDonor(
  editor: EditorPage,
  photo: string,
  locale: Language = 'en',
): Promise<Locator> {
  await editor.panel(words[locale].panel).click();
  await editor.answerOpenDialog(photo);
  const donors = pane(editor, locale);
  await donors.getByRole('button', { name: words[locale].add }).click();
  await expect(donors.getByRole('img')).toBeVisible({ timeout: 30_000 });
  return donors;
}

/** A point of the window that lies well inside a feature of the donor, found by pointing at its button. */
async function pointOnDonor(donors: Locator, name: string): Promise<{ x: number; y: number }> {
  await donors.getByRole('button', { name, exact: true }).hover();
  const line = donors.locator('.line').first();
  await expect(line).toBeAttached();
  const box = await line.boundingBox();
  if (!box) throw new Error('nothing is outlined');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('a feature of another photo is taken over by a click, moved, measured and exported', async ({
  launch,
}) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { page } = editor;
  const donors = await openDonor(editor, photos.woman);
  const mouth = await editor.pointIn('Lips');
  await editor.leave();
  const before = await editor.colorAt(mouth);

  await test.step('pointing outlines it, clicking takes it over', async () => {
    const point = await pointOnDonor(donors, 'Mouth');
    await page.mouse.move(point.x, point.y);
    await expect(donors.locator('[data-feature="lips"]')).toBeAttached();
    await editor.maquette.screenshot('swap-pointed');
    await page.mouse.click(point.x, point.y);
    await editor.leave();
    await editor.expectColor(mouth, { far: before });
    await expect(editor.undo).toHaveAccessibleName('Undo: Swap · Mouth');
  });
  const taken = await editor.colorAt(mouth);
  const own = section(editor, 'mouth');

  await test.step('the report says what differed, what was done and what is left', async () => {
    const report = own.getByRole('group', { name: 'Clarity' });
    await expect(report.getByText('Fine detail')).toBeVisible({ timeout: 30_000 });
    await expect(report).toContainText(/equally sharp|softer/);
    await expect(report).toContainText(/blurred by|sharpened by|sharpness unchanged/);
    await editor.maquette.screenshot('swap-report');
    await report.getByRole('switch', { name: 'Match grain' }).click();
    await expect(report).toContainText('no grain added', { timeout: 30_000 });
    await page.keyboard.press('Control+z');
  });

  await test.step('a control is one step, and reset is another', async () => {
    const size = editor.slider('Size');
    await size.focus();
    await page.keyboard.press('End');
    await expect(editor.undo).toHaveAccessibleName('Undo: Mouth · Size');
    await own.getByRole('button', { name: 'Reset Mouth' }).click();
    await expect(size).toHaveValue('1');
    await expect(editor.undo).toHaveAccessibleName('Undo: Mouth · Reset');
  });

  await test.step('switched off it is gone, on again it is there', async () => {
    const enabled = own.getByRole('switch', { name: 'Mouth: on' });
    await enabled.click();
    await editor.expectColor(mouth, { near: before });
    await enabled.click();
    await editor.expectColor(mouth, { near: taken });
  });

  await test.step('lip colour goes on to the lips that were taken over', async () => {
    await editor.panel('Lips').click();
    const lip = await editor.pointIn('Lips');
    await editor.leave();
    const bare = await editor.colorAt(lip);
    await editor.swatch('Plum').first().click();
    await editor.leave();
    await editor.expectColor(lip, { far: bare });
    await page.keyboard.press('Control+z');
    await editor.panel('Swap').click();
  });

  await test.step('what is exported is what is shown', async () => {
    const path = join(folder, 'swapped.png');
    await editor.answerSaveDialog(path);
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByText('PNG', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Choose file and export…' }).click();
    await expect(dialog.getByText('swapped.png is ready')).toBeVisible({ timeout: 30_000 });
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.keyboard.press('Control+1');
    await editor.leave();
    expect((await editor.differenceFrom(path)).mean).toBeLessThan(2);
    const [taken, untouched] = await Promise.all([
      sharp(path).removeAlpha().raw().toBuffer(),
      sharp(photos.onePerson).removeAlpha().raw().toBuffer(),
    ]);
    expect(taken.equals(untouched)).toBe(false);
    await page.keyboard.press('Control+0');
  });

  await test.step('removed, nothing of it is left, and undo brings it back', async () => {
    await own.getByRole('button', { name: 'Remove Mouth' }).click();
    await editor.expectColor(mouth, { near: before });
    await page.keyboard.press('Control+z');
    await editor.expectColor(mouth, { near: taken });
  });
});

test('by keyboard and by dragging, from several donors, and remembered', async ({ launch }) => {
  const userDataDirectory = join(folder, 'user');
  await mkdir(userDataDirectory);
  const donorPhoto = join(folder, 'donor.jpg');
  await copyFile(photos.woman, donorPhoto);
  const editor = await EditorPage.open(launch, { photo: photos.onePerson, userDataDirectory });
  const { page } = editor;
  let donors = await openDonor(editor, donorPhoto);

  await test.step('Enter takes over what is focused', async () => {
    await donors.getByRole('button', { name: 'Nose', exact: true }).focus();
    await expect(donors.locator('[data-feature="nose"]')).toBeAttached();
    await page.keyboard.press('Enter');
    await expect(section(editor, 'nose')).toBeVisible();
    await expect(donors.getByRole('button', { name: 'Nose taken from this face' })).toBeVisible();
  });

  await test.step('a face of a group photo, and a feature dragged onto the photo', async () => {
    donors = await openDonor(editor, photos.fourPeople);
    await donors.getByRole('button', { name: 'Face 2' }).click();
    const point = await pointOnDonor(donors, 'Eyes');
    const stage = await editor.stageBox();
    await page.mouse.move(point.x, point.y);
    await page.mouse.down();
    await page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2, { steps: 4 });
    await editor.maquette.screenshot('swap-dragged');
    await page.mouse.up();
    await expect(section(editor, 'eyes')).toBeVisible();
    await expect(section(editor, 'nose')).toBeVisible();
    await expect(editor.undo).toHaveAccessibleName('Undo: Swap · Eyes');
  });

  await test.step('dropped beside the photo nothing happens', async () => {
    const point = await pointOnDonor(donors, 'Mouth');
    await page.mouse.move(point.x, point.y);
    await page.mouse.down();
    await page.mouse.move(point.x, point.y + 60, { steps: 3 });
    await page.mouse.up();
    await expect(section(editor, 'mouth')).toHaveCount(0);
  });
  await editor.maquette.screenshot('swap-several');

  await test.step('after a new start they are offered again', async () => {
    await editor.maquette.close();
    const again = await EditorPage.open(launch, { photo: photos.onePerson, userDataDirectory });
    await again.panel('Swap').click();
    const recent = pane(again).getByRole('list', { name: 'Recent photos' });
    await recent.getByRole('button', { name: 'Donor donor.jpg' }).click();
    await expect(pane(again).getByRole('img')).toBeVisible({ timeout: 30_000 });
  });
});

test('a new engine has the donors too; one whose file is gone is told', async ({ launch }) => {
  const donorPhoto = join(folder, 'donor.jpg');
  await copyFile(photos.woman, donorPhoto);
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { page } = editor;
  const donors = await openDonor(editor, donorPhoto);
  const mouth = await editor.pointIn('Lips');
  await editor.leave();
  const before = await editor.colorAt(mouth);
  await donors.getByRole('button', { name: 'Mouth', exact: true }).click();
  await editor.leave();
  await editor.expectColor(mouth, { far: before });
  const taken = await editor.colorAt(mouth);

  const notices = page.getByRole('region', { name: 'Messages' });
  await editor.signalEngine('SIGKILL');
  await expect(notices).toContainText('The image engine was restarted');
  const report = section(editor, 'mouth').getByRole('group', { name: 'Clarity' });
  await report.getByRole('switch', { name: 'Match grain' }).click();
  await expect(report).toContainText('no grain added', { timeout: 30_000 });
  await page.keyboard.press('Control+z');
  await editor.expectColor(mouth, { near: taken });

  await rm(donorPhoto);
  await editor.signalEngine('SIGKILL');
  await expect(notices).toContainText('A donor photo cannot be opened', { timeout: 30_000 });
  await editor.expectColor(mouth, { near: before });
  await expect(section(editor, 'mouth')).toContainText('cannot be opened any more');
  await editor.maquette.screenshot('swap-donor-gone');

  await copyFile(photos.woman, donorPhoto);
  await section(editor, 'mouth').getByRole('button', { name: 'Try again' }).click();
  await editor.expectColor(mouth, { near: taken });
});

test('a donor dropped onto the pane, too soft to be matched, is told; one eye comes alone', async ({
  launch,
}) => {
  const soft = join(folder, 'soft.png');
  await sharp(photos.woman).blur(4).png().toFile(soft);
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { page } = editor;
  await editor.panel('Swap').click();
  const donors = pane(editor);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [soft], dragOperationsMask: 1 };
  const box = await donors.boundingBox();
  if (!box) throw new Error('the pane is not shown');
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop'): Promise<unknown> =>
    session.send('Input.dispatchDragEvent', { type, ...place, data });

  await test.step('dropped onto the pane it is a donor, not the photo', async () => {
    await drag('dragEnter');
    await drag('dragOver');
    await expect(donors.getByText('Drop to take features from it')).toBeVisible();
    await drag('drop');
    await expect(donors.getByRole('img')).toBeVisible({ timeout: 30_000 });
    await expect(donors.getByRole('button', { name: 'Donor soft.png' })).toBeVisible();
    await expect(page.getByText('joe-gardner-2.jpg')).toBeVisible();
  });

  await test.step('the report says what could not be reached', async () => {
    await donors.getByRole('button', { name: 'Mouth', exact: true }).click();
    const report = section(editor, 'mouth').getByRole('group', { name: 'Clarity' });
    await expect(report).toContainText('The donor is softer than your photo', { timeout: 30_000 });
    await expect(report).toContainText(/\d px softer/);
    await expect(report).toContainText('A soft picture can be sharpened only so far');
    await editor.maquette.screenshot('swap-limited');
  });

  await test.step('left and right can be taken separately', async () => {
    await expect(donors.getByRole('button', { name: 'Right eye', exact: true })).toHaveCount(0);
    await donors.getByRole('switch', { name: 'Left and right separately' }).click();
    await donors.getByRole('button', { name: 'Right eye', exact: true }).click();
    await expect(section(editor, 'right-eye')).toBeVisible();
    await expect(editor.undo).toHaveAccessibleName('Undo: Swap · Right eye');
    await expect(donors.getByRole('button', { name: 'Eyes', exact: true })).toHaveCount(0);
    await editor.maquette.screenshot('swap-one-eye');
  });
});
