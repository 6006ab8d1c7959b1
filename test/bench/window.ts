import { basename } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { launchMaquette, type Maquette } from '../e2e/launch';

/** What a person does in the window, timed by the window's own clock. */

const sliderMoves = 240;
/** The window is "a few seconds old" when a person opens a photo: the engine has loaded its networks. */
const settleMilliseconds = 6000;

/** Milliseconds from the start of the process to a start screen that can be clicked. */
export async function coldStart(): Promise<number> {
  const startedAt = performance.now();
  const maquette = await launchMaquette();
  await maquette.page.getByText('Open photo or project…', { exact: true }).click({ trial: true });
  const milliseconds = performance.now() - startedAt;
  await maquette.close();
  return milliseconds;
}

export async function startWindow(): Promise<Maquette> {
  const maquette = await launchMaquette();
  await maquette.page.waitForTimeout(settleMilliseconds);
  return maquette;
}

/** Milliseconds from asking for the photo to the edit's controls, which need the masks. */
export async function openPhoto({ application, page }: Maquette, path: string): Promise<number> {
  const startedAt = await emitOpen(application, path);
  const shown = await page.waitForFunction(
    (name) => {
      const ready = document.querySelector('[role="tabpanel"]');
      return ready && document.body.textContent?.includes(name) ? Date.now() : false;
    },
    basename(path),
    { polling: 'raf', timeout: 60_000 },
  );
  return Number(await shown.jsonValue()) - startedAt;
}

/** As the system does when a photo is dropped on the program's icon. */
function emitOpen(application: ElectronApplication, path: string): Promise<number> {
  return application.evaluate(({ app }, photo) => {
    const startedAt = Date.now();
    app.emit('open-file', { preventDefault: () => undefined }, photo);
    return startedAt;
  }, path);
}

/** Drags the strength of lip colour to and fro. */
export async function dragStrength({ page }: Maquette): Promise<readonly number[]> {
  await page.getByRole('tab', { name: /^Lips/ }).click();
  const slider = page.locator('[data-edit="lip-color"]').getByRole('slider', { name: 'Strength' });
  return dragToAndFro(page, slider);
}

/** Milliseconds from each move of a slider to its pixels on the canvas. */
export async function dragToAndFro(page: Page, slider: Locator): Promise<readonly number[]> {
  const box = await slider.boundingBox();
  if (!box) throw new Error('there is no slider');
  await page.evaluate(() => performance.clearMeasures());
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  for (let move = 0; move < sliderMoves; move++) {
    const share = 0.55 + 0.4 * Math.sin(move / 9);
    await page.mouse.move(box.x + share * box.width, y);
  }
  await page.mouse.up();
  return page.evaluate(() =>
    performance.getEntriesByName('edit-to-pixels').map(({ duration }) => duration),
  );
}

/** Milliseconds from the last click to the file's name under "is ready". */
export async function exportPhoto({ application, page }: Maquette, path: string): Promise<number> {
  await application.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await page.getByRole('button', { name: /^Export/ }).click();
  const choose = page.getByRole('button', { name: /^Choose file and export/ });
  await choose.click({ trial: true });
  const startedAt = performance.now();
  await choose.click();
  await page.getByText('is ready').waitFor({ timeout: 120_000 });
  const milliseconds = performance.now() - startedAt;
  await page.getByRole('button', { name: 'Done' }).click();
  return milliseconds;
}
