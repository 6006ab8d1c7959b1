import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { removeFolder } from './folders';
import { EditorPage, photos } from './editor-page';
import { expect, test } from './fixtures';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-export-'));
});
test.afterEach(() => removeFolder(folder));

test('recolours the lips, compares, undoes, and exports what the canvas shows', async ({
  launch,
}) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { page, stage, maquette } = editor;
  const lip = await editor.pointIn('Lips');

  await test.step('hovering names the feature and draws its outline', async () => {
    await page.mouse.move(lip.x, lip.y);
    await expect(stage.locator('.hovered[data-feature="lips"] .line')).toBeVisible();
    await expect(stage.getByText('Lips')).toBeVisible();
    await maquette.screenshot('editor-hover');
  });

  await test.step('clicking selects it and shows its edits', async () => {
    await page.mouse.click(lip.x, lip.y);
    await expect(editor.chip('Lips')).toHaveAttribute('aria-pressed', 'true');
    await expect(editor.inspector.getByRole('heading', { name: 'Lip colour' })).toBeVisible();
  });

  await editor.leave();
  const before = await editor.colorAt(lip);

  await test.step('a swatch colours the lips at the suggested strength, in one step', async () => {
    await editor.swatch('Plum').click();
    await expect(editor.slider('Strength')).toHaveValue('0.7');
    await editor.expectColor(lip, { far: before });
    await expect(editor.undo).toHaveAccessibleName('Undo: Lip colour · Colour');
    await editor.leave();
    await maquette.screenshot('editor-recoloured');
  });
  const plum = await editor.colorAt(lip);

  await test.step('undo and redo', async () => {
    await page.keyboard.press('Control+z');
    await editor.expectColor(lip, { near: before });
    await expect(editor.undo).toBeDisabled();
    await page.keyboard.press('Control+Shift+Z');
    await editor.expectColor(lip, { near: plum });
    await expect(editor.redo).toBeDisabled();
  });

  await test.step('dragging the slider is one step', async () => {
    const track = await editor.slider('Strength').boundingBox();
    if (!track) throw new Error('the slider is not shown');
    const y = track.y + track.height / 2;
    await page.mouse.move(track.x + track.width * 0.7, y);
    await page.mouse.down();
    for (const share of [0.6, 0.5, 0.4, 0.3])
      await page.mouse.move(track.x + track.width * share, y);
    await page.mouse.up();
    await expect(editor.undo).toHaveAccessibleName('Undo: Lip colour · Strength');
    await editor.undo.click();
    await expect(editor.slider('Strength')).toHaveValue('0.7');
    await expect(editor.undo).toHaveAccessibleName('Undo: Lip colour · Colour');
    await editor.leave();
  });

  await test.step('the original shows while a key or the button is held', async () => {
    await page.keyboard.down('\\');
    await editor.expectColor(lip, { near: before });
    await maquette.screenshot('editor-original-held');
    await page.keyboard.up('\\');
    await editor.expectColor(lip, { near: plum });
    await page.getByRole('button', { name: 'Show original' }).hover();
    await page.mouse.down();
    await editor.expectColor(lip, { near: before });
    await page.mouse.up();
    await editor.expectColor(lip, { near: plum });
  });

  await test.step('a line divides original and edited', async () => {
    await page.keyboard.press('Control+\\');
    const line = stage.getByRole('slider');
    const box = await editor.stageBox();
    const drag = async (x: number): Promise<void> => {
      const handle = await line.boundingBox();
      if (!handle) throw new Error('the line is not shown');
      await page.mouse.move(handle.x + handle.width / 2, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(x, box.y + 60, { steps: 3 });
      await page.mouse.up();
    };
    await drag(lip.x + 60);
    await editor.expectColor(lip, { near: before });
    await drag(lip.x - 60);
    await editor.expectColor(lip, { near: plum });
    await maquette.screenshot('editor-split');
    await line.press('End');
    await expect(line).toHaveAttribute('aria-valuenow', '100');
    await page.keyboard.press('Control+\\');
    await expect(line).toHaveCount(0);
  });

  await test.step('an edit can be switched off and on, and reset', async () => {
    const onOff = editor.inspector.getByRole('switch', { name: 'Lip colour: on' });
    await onOff.click();
    await editor.expectColor(lip, { near: before });
    await onOff.click();
    await editor.expectColor(lip, { near: plum });
    await editor.inspector.getByRole('button', { name: 'Reset Lip colour' }).click();
    await editor.expectColor(lip, { near: before });
    await editor.undo.click();
    await editor.slider('Strength').dblclick();
    await expect(editor.slider('Strength')).toHaveValue('0');
  });

  await test.step('any colour can be typed or chosen', async () => {
    const code = editor.inspector.getByRole('textbox', { name: 'Colour code' });
    await code.fill('#a05');
    await code.press('Tab');
    await expect(code).toHaveValue('#aa0055');
    await expect(editor.slider('Strength')).toHaveValue('0.7');
    await code.fill('no colour');
    await code.press('Tab');
    await expect(code).toHaveValue('#aa0055');
    await editor.inspector.getByLabel('Custom colour').fill('#336699');
    await expect(code).toHaveValue('#336699');
    await editor.undo.click();
    await expect(code).toHaveValue('#aa0055');
  });

  await test.step('the exported file is what the canvas shows', async () => {
    await editor.swatch('Berry').click();
    await editor.expectColor(lip, { far: before });
    await editor.leave();
    const path = join(folder, 'lips.png');
    await editor.answerSaveDialog(path);
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByText('PNG', { exact: true }).click();
    await maquette.screenshot('editor-export');
    await dialog.getByRole('button', { name: 'Choose file and export…' }).click();
    await expect(dialog.getByText('lips.png is ready')).toBeVisible();
    await maquette.screenshot('editor-exported');
    expect(await readdir(folder)).toEqual(['lips.png']);

    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(dialog).toHaveCount(0);

    const { width = 0, height = 0 } = await sharp(photos.onePerson).metadata();
    const exported = await sharp(path).metadata();
    expect([exported.width, exported.height]).toEqual([width, height]);
    await page.keyboard.press('Control+1');
    await editor.leave();
    await expect.poll(() => editor.differenceFrom(path)).toMatchObject({ largest: 0 });
  });
});
