import axe, { type AxeResults } from 'axe-core';
import { EditorPage, photos } from './editor-page';
import { expect, test } from './fixtures';

/** Rules of WCAG 2.2 A and AA, and axe's own of good practice, that the page breaks now. */
async function violations({ page }: EditorPage): Promise<readonly string[]> {
  // Given as a string it passes by the page's policy, which forbids the page itself to do so.
  await page.evaluate(axe.source);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

for (const locale of ['en', 'zh-CN'] as const) {
  test(`is accessible (${locale})`, async ({ launch }) => {
    const editor = new EditorPage(await launch({ locale }));
    const { page } = editor;
    const samples = page.getByRole('main').getByRole('list').getByRole('button');
    await expect(samples.first()).toBeVisible();
    expect(await violations(editor)).toEqual([]);

    await editor.answerOpenDialog(photos.fourPeople);
    await page.keyboard.press('Control+o');
    await editor.waitForFaces();
    expect(await violations(editor)).toEqual([]);
    await editor.panel(locale === 'en' ? 'Lips' : '唇部').click();
    await editor.showFeatures();
    await editor.inspector.locator('.swatches label').first().click();
    expect(await violations(editor)).toEqual([]);

    await editor.panel(locale === 'en' ? 'Swap' : '换五官').click();
    expect(await violations(editor)).toEqual([]);
    await editor.answerOpenDialog(photos.woman);
    const donors = page.getByRole('region', {
      name: locale === 'en' ? 'Donor photos' : '供体照片',
    });
    await donors
      .getByRole('button', { name: locale === 'en' ? 'Add photo…' : '添加照片…' })
      .click();
    await donors.getByRole('button', { name: locale === 'en' ? 'Mouth' : '嘴巴' }).click();
    const report = editor.inspector.locator('[data-transplant] dl');
    await expect(report.first()).toBeVisible({ timeout: 30_000 });
    await editor.maquette.screenshot(`swap-${locale}`);
    expect(await violations(editor)).toEqual([]);

    await page.keyboard.press('Control+\\');
    expect(await violations(editor)).toEqual([]);

    await page.keyboard.press('Control+e');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violations(editor)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violations(editor)).toEqual([]);
  });

  test(`the look from a photo is accessible (${locale})`, async ({ launch }) => {
    const editor = new EditorPage(await launch({ locale, photo: photos.onePerson }));
    await editor.waitForFaces();
    await editor.panel(locale === 'en' ? 'Looks' : '妆容').click();
    await editor.answerOpenDialog(photos.redLips);
    const fromPhoto = locale === 'en' ? 'Look from a photo…' : '从照片读取妆容…';
    await editor.inspector.getByRole('button', { name: fromPhoto }).click();
    await expect(editor.inspector.getByRole('checkbox').first()).toBeChecked({ timeout: 30_000 });
    expect(await violations(editor)).toEqual([]);
  });
}
