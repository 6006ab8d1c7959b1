import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { removeFolder } from './folders';
import { EditorPage, photos } from './editor-page';
import { expect, test } from './fixtures';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-photos-'));
});
test.afterEach(() => removeFolder(folder));

test('starts with samples, and opens one', async ({ launch }) => {
  const editor = new EditorPage(await launch());
  const { page, maquette } = editor;
  await expect(page.getByText('Drop a portrait here')).toBeVisible();
  const sample = page.getByRole('button', { name: 'Sample portrait 1', exact: true });
  await expect(sample.locator('img')).toHaveJSProperty('complete', true);
  await maquette.screenshot('start');
  await sample.click();
  await editor.waitForFaces();
  await expect(page.getByText('Drop a portrait here')).toHaveCount(0);
});

test('opens by the dialog and by dropping a file', async ({ launch }) => {
  const editor = new EditorPage(await launch());
  const { page, maquette } = editor;
  await editor.answerOpenDialog(photos.onePerson);
  await page.getByRole('main').getByRole('button', { name: 'Open photo or project…' }).click();
  await editor.waitForFaces();
  await expect(page.getByText('joe-gardner-2.jpg')).toBeVisible();

  // Real files on their way from the desktop: the page cannot make up such a drop itself.
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [photos.fourPeople], dragOperationsMask: 1 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop'): Promise<unknown> =>
    session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  await drag('dragEnter');
  await drag('dragOver');
  await expect(page.getByText('Drop to open')).toBeVisible();
  await maquette.screenshot('drop');
  await drag('drop');
  await expect(page.getByText('sample6.jpg')).toBeVisible();
  await expect(page.getByText('Drop to open')).toHaveCount(0);
});

test('edits one of several faces, or all of them', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.fourPeople });
  const { page, maquette } = editor;
  const faces = page.getByRole('group', { name: 'Faces' });
  await expect(faces.getByRole('button', { name: /^Face \d/ })).toHaveCount(4);
  await expect(page.getByTestId('analysis')).toContainText('4 faces');

  const lips: { x: number; y: number }[] = [];
  for (const number of [1, 2]) {
    await faces.getByRole('button', { name: `Face ${number}` }).click();
    lips.push(await editor.pointIn('Lips'));
  }
  const [first, second] = lips;
  if (!first || !second) throw new Error('two faces have lips');
  expect(first.x).toBeLessThan(second.x);
  await editor.leave();
  const before = [await editor.colorAt(first), await editor.colorAt(second)] as const;

  await editor.swatch('Plum').click();
  await editor.expectColor(second, { far: before[1] });
  await editor.expectColor(first, { near: before[0] });

  await faces.getByRole('button', { name: 'All faces' }).click();
  await editor.swatch('Berry').click();
  await editor.expectColor(first, { far: before[0] });
  await editor.leave();
  await maquette.screenshot('several-faces');
  await editor.undo.click();
  await editor.expectColor(first, { near: before[0] });

  await page.mouse.click(first.x, first.y);
  await expect(faces.getByRole('button', { name: 'Face 1' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('draws what changes as if it drew all of the picture', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.woman });
  const { page } = editor;
  await editor.swatch('Plum').click();
  const strength = editor.slider('Strength');
  for (const zoom of ['Control+0', 'Control+-', 'Control+-', 'Control+1', 'Control+=']) {
    await page.keyboard.press(zoom);
    await strength.press('Home');
    const lip = await editor.pointIn('Lips');
    await editor.leave();
    const bare = await editor.colorAt(lip);
    await strength.press('End');
    await editor.expectColor(lip, { far: bare });
    expect(await editor.differenceFromAnew()).toEqual({ mean: 0, largest: 0 });
  }
});

test('speaks Chinese, and switches while running', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson, locale: 'zh-CN' });
  const { page, maquette } = editor;
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(editor.inspector.getByRole('heading', { name: '唇色' })).toBeVisible();
  await editor.swatch('梅子').click();
  await expect(editor.undo).toHaveAccessibleName('撤销：唇色 · 颜色');
  await editor.leave();
  await maquette.screenshot('chinese');
  await page.keyboard.press('Control+e');
  await expect(page.getByRole('dialog', { name: '导出' })).toBeVisible();
  await maquette.screenshot('chinese-export');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Switch to English' }).click();
  await expect(editor.inspector.getByRole('heading', { name: 'Lip colour' })).toBeVisible();
  await expect(editor.undo).toHaveAccessibleName('Undo: Lip colour · Colour');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('does the job by keyboard alone', async ({ launch }) => {
  const editor = new EditorPage(await launch({ photo: photos.onePerson }));
  await editor.waitForFaces();
  const { page, stage } = editor;
  const focused = page.locator(':focus');
  const tabTo = async (
    role: 'button' | 'radio' | 'slider' | 'tab',
    name: string,
  ): Promise<void> => {
    // The page is asked once a step; the matchers below would wait a while at every stop on the way.
    const wanted = await page.getByRole(role, { name, exact: true }).elementHandle();
    const most = 80;
    for (let step = 0; step < most; step++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((element) => document.activeElement === element, wanted)) return;
    }
    throw new Error(`no Tab leads to ${role} ${name}`);
  };

  await tabTo('tab', 'Looks');
  await page.keyboard.press('ArrowRight');
  await expect(editor.panel('Swap')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(editor.panel('Lips')).toHaveAttribute('aria-selected', 'true');
  await tabTo('button', 'Found in this face');
  await page.keyboard.press('Enter');
  await tabTo('button', 'Lips');
  await expect(stage.locator('.hovered[data-feature="lips"]')).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(focused).toHaveAttribute('aria-pressed', 'true');
  await tabTo('radio', 'Rosewood');
  await page.keyboard.press('Space');
  await expect(editor.slider('Strength')).toHaveValue('0.7');
  await page.keyboard.press('ArrowRight');
  await expect(editor.radio('Classic red')).toBeChecked();
  await tabTo('slider', 'Strength');
  await page.keyboard.press('End');
  await expect(editor.slider('Strength')).toHaveValue('1');
  await page.keyboard.press('Delete');
  await expect(editor.slider('Strength')).toHaveValue('0');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(editor.slider('Strength')).toHaveValue('0.7');
  await tabTo('radio', 'Satin');
  await page.keyboard.press('ArrowLeft');
  await expect(editor.radio('Matte')).toBeChecked();

  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(shortcuts).toBeVisible();
  await editor.maquette.screenshot('shortcuts');
  await page.keyboard.press('Escape');
  await expect(shortcuts).toHaveCount(0);
  await expect(editor.radio('Matte')).toBeFocused();

  const path = join(folder, 'keyboard.jpg');
  await editor.answerSaveDialog(path);
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await tabTo('button', 'Choose file and export…');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('keyboard.jpg is ready')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect((await sharp(path).metadata()).format).toBe('jpeg');
});

test('zooms at the pointer, moves, and shows the photo’s own pixels', async ({ launch }) => {
  const photo = join(folder, 'large.png');
  await sharp(photos.onePerson).resize(3000, 3000, { kernel: 'cubic' }).png().toFile(photo);
  const editor = await EditorPage.open(launch, { photo });
  const { page, stage, maquette } = editor;
  const zoom = page.getByRole('group', { name: 'Zoom' }).getByRole('status');
  const fitted = await zoom.textContent();

  const lip = await editor.pointIn('Lips');
  await page.mouse.move(lip.x, lip.y);
  await page.mouse.wheel(0, -400);
  await expect(zoom).not.toHaveText(fitted ?? '');
  await expect(stage.locator('.hovered[data-feature="lips"]')).toBeAttached();
  const { x, y } = await editor.pointIn('Lips');
  expect(Math.hypot(x - lip.x, y - lip.y)).toBeLessThan(40);

  await page.mouse.move(500, 300);
  await page.mouse.down();
  await page.mouse.move(560, 340, { steps: 4 });
  await page.mouse.up();
  const moved = await editor.pointIn('Lips');
  expect(Math.abs(moved.x - x - 60)).toBeLessThan(12);
  expect(Math.abs(moved.y - y - 40)).toBeLessThan(12);

  await editor.swatch('Classic red').click();
  await page.mouse.dblclick(moved.x, moved.y);
  await page.keyboard.press('Control+1');
  await expect(zoom).toHaveText('100%');
  const path = join(folder, 'large-red.png');
  await editor.answerSaveDialog(path);
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByText('PNG', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Choose file and export…' }).click();
  await expect(dialog.getByText('large-red.png is ready')).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Done' }).click();
  await editor.leave();
  await expect
    .poll(() => editor.differenceFrom(path), { timeout: 20_000 })
    .toMatchObject({ largest: 0 });
  await maquette.screenshot('actual-size');

  await page.keyboard.press('Control+0');
  await expect(zoom).toHaveText(fitted ?? '');
  await expect.poll(async () => (await editor.differenceFrom(path)).mean).toBeLessThan(1.5);
  await stage.focus();
  await page.keyboard.press('+');
  await expect(zoom).not.toHaveText(fitted ?? '');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('0');
  await expect(zoom).toHaveText(fitted ?? '');
});

test('says what is wrong with a file, in both languages', async ({ launch }) => {
  const broken = join(folder, 'broken.jpg');
  await writeFile(broken, 'no picture at all');
  const editor = new EditorPage(await launch({ photo: broken }));
  const { page, maquette } = editor;
  const notice = page.getByRole('alert');
  await expect(notice).toContainText(/This kind of file cannot be opened|The picture is damaged/);
  await maquette.screenshot('notice');
  await page.getByRole('button', { name: '切换到简体中文' }).click();
  await expect(notice).toContainText(/无法打开这种文件|图片已损坏/);
  await notice.getByRole('button', { name: '知道了' }).click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByText('或者试试示例照片')).toBeVisible();
});

test('keeps the document when the engine is killed', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { page, maquette } = editor;
  const lip = await editor.pointIn('Lips');
  await editor.leave();
  const bare = await editor.colorAt(lip);
  await editor.swatch('Plum').click();
  await editor.leave();
  await editor.expectColor(lip, { far: bare });
  const before = await editor.colorAt(lip);
  await editor.signalEngine('SIGKILL');
  await expect(page.getByText('The image engine was restarted')).toBeVisible();
  await maquette.screenshot('engine-restarted');
  await editor.waitForFaces();
  await editor.expectColor(lip, { near: before });
  await expect(editor.radio('Plum')).toBeChecked();
  await editor.undo.click();
  await editor.expectColor(lip, { far: before });
});

test('shows what takes long, and stops it', async ({ launch }) => {
  const editor = new EditorPage(await launch());
  const { page, maquette } = editor;
  const sample = page.getByRole('button', { name: 'Sample portrait 8' });
  await expect(sample).toBeVisible();
  await editor.signalEngine('SIGSTOP');
  await sample.click();
  const cancel = page.getByRole('status').getByRole('button', { name: 'Cancel' });
  await expect(cancel).toBeVisible();
  await maquette.screenshot('progress');
  await cancel.click();
  await expect(cancel).toHaveCount(0);
  await expect(page.getByText('Drop a portrait here')).toBeVisible();
  await editor.signalEngine('SIGCONT');
  await sample.click();
  await editor.waitForFaces();
});

test('asks before edits are lost', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { page, maquette } = editor;
  await editor.swatch('Plum').click();
  await editor.answerOpenDialog(photos.fourPeople);
  await page.keyboard.press('Control+o');
  const dialog = page.getByRole('dialog', { name: 'Save the changes first?' });
  await expect(dialog).toBeVisible();
  await maquette.screenshot('discard');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('joe-gardner-2.jpg')).toBeVisible();
  await page.keyboard.press('Control+o');
  await dialog.getByRole('button', { name: 'Don’t save' }).click();
  await expect(page.getByText('sample6.jpg')).toBeVisible();
});

test('fits a small window in both languages', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.fourPeople });
  const { page, maquette } = editor;
  await maquette.application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1000, 640);
  });
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(1000);
  for (const name of ['small-english', 'small-chinese']) {
    await editor.leave();
    await maquette.screenshot(name);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('button, label, legend, h3')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .filter((element) => getComputedStyle(element).overflow !== 'visible')
        .map((element) => element.textContent),
    );
    expect(cut).toEqual([]);
    await page.getByRole('button', { name: /切换到简体中文|Switch to English/ }).click();
  }
});
