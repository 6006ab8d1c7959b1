import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import sharp from 'sharp';
import { EditorPage, photos } from './editor-page';
import { expect, test } from './fixtures';

test.describe.configure({ timeout: 120_000 });

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-swap-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

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
  const mouth = await editor.pointIn('Lips');
  const donors = await openDonor(editor, photos.woman);
  await editor.leave();
  const before = await editor.colorAt(mouth);
  await editor.maquette.screenshot('swap-donor');

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

  await test.step('the report says what differed, what was done and what is left', async () => {
    const report = section(editor, 'mouth').getByRole('group', { name: 'Clarity' });
    await expect(report.getByText('Fine detail')).toBeVisible({ timeout: 30_000 });
    await expect(report).toContainText(/equally sharp|softer/);
    await expect(report).toContainText(/blurred by|sharpened by|sharpness unchanged/);
    await editor.maquette.screenshot('swap-report');
  });
});
