import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { writeBigPortrait } from './big-portrait';
import { dragToAndFro, openPhoto, startWindow } from './window';

/** The first moves find out what is kept. */
const firstMoves = 3;
/** Long enough for a panel's edits to get ready, as when a person looks at it before touching it. */
const lookingMilliseconds = 3000;

/**
 * `npm run bench -- sliders [<edit>]...`: drags the first slider of each edit to and fro in the real window, one edit
 * at a time, and prints the milliseconds from a move to its pixels on the canvas.
 */
export async function main(asked: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maquette-bench-'));
  try {
    const path = await writeBigPortrait(folder, 12);
    const window = await startWindow();
    await openPhoto(window, path);
    process.stdout.write(`| ${cpus()[0]?.model ?? 'processor'} × ${cpus().length} | p50 | p95 |\n`);
    process.stdout.write('| --- | --- | --- |\n');
    for (const tab of await window.page.getByRole('tab').all()) {
      await tab.click();
      await measureTab(window.page, asked);
    }
    await window.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureTab(page: Page, asked: readonly string[]): Promise<void> {
  const sections = page.locator('[role="tabpanel"] [data-edit]');
  const ids = await sections.evaluateAll((all) => all.map(({ dataset }) => dataset['edit'] ?? ''));
  const wanted = ids.filter((id) => asked.length === 0 || asked.includes(id));
  if (wanted.length > 0) await page.waitForTimeout(lookingMilliseconds);
  for (const id of wanted) {
    const slider = await firstSlider(page.locator(`[data-edit="${id}"]`));
    const moves = (await dragToAndFro(page, slider)).slice(firstMoves).sort((a, b) => a - b);
    const at = (share: number): string =>
      `${moves[Math.floor(share * moves.length)]?.toFixed(0) ?? '–'} ms`;
    process.stdout.write(`| ${id} | ${at(0.5)} | ${at(0.95)} |\n`);
    // The next one is measured alone.
    await page.keyboard.press('Control+z');
  }
}

async function firstSlider(section: Locator): Promise<Locator> {
  const slider = section.getByRole('slider').first();
  if (!(await slider.isVisible())) await section.getByRole('button').first().click();
  await slider.scrollIntoViewIfNeeded();
  return slider;
}
