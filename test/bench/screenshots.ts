import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { changedBounds, render } from '@shared/render/render';
import { edit } from '@shared/edits/lip-color/edit';
import { crop, expand, intersect, wholeOf } from '@shared/pixels/raster';
import sharp from 'sharp';
import { EditorPage, photos } from '../e2e/editor-page';
import { launchMaquette, type Maquette } from '../e2e/launch';
import { sharpOf } from '../fixtures/pictures';
import { loadRealFace, photoPath, type RealFace } from '../fixtures/real-face';

const folder = resolve(import.meta.dirname, '../../resources/readme');
const quality = 88;

/** `npm run screenshots`: makes the README's pictures anew, from the real program. */
export async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const maquette = await launchMaquette({ photo: photoPath('marie') });
  await takeEditor(maquette);
  await maquette.close();
  await takeSwap();
  await drawFinishes();
}

async function takeEditor(maquette: Maquette): Promise<void> {
  const { page } = maquette;
  const choose = (name: string): Promise<void> =>
    page
      .getByRole('complementary')
      .locator('label')
      .filter({ has: page.getByRole('radio', { name, exact: true }) })
      .click();
  await page.getByRole('tab', { name: /^Lips/ }).click();
  await page.getByRole('button', { name: 'Found in this face' }).click();
  await choose('Classic red');
  await page.getByRole('slider', { name: 'Strength' }).press('End');
  await page.getByRole('button', { name: 'Lips', exact: true }).hover();
  await store(await maquette.screenshot('readme-editor'), 'editor');
  await page.mouse.move(5, 22);
  await choose('Berry');
  await choose('Gloss');
  await page.getByRole('button', { name: /^Split view/ }).click();
  await store(await maquette.screenshot('readme-split'), 'split');
}

/** A mouth of another photo, and what was matched. */
async function takeSwap(): Promise<void> {
  const maquette = await launchMaquette({ photo: photos.onePerson });
  const editor = new EditorPage(maquette);
  const { page } = maquette;
  await editor.waitForFaces();
  await editor.panel('Swap').click();
  await editor.answerOpenDialog(photos.redLips);
  const donors = page.getByRole('region', { name: 'Donor photos' });
  await donors.getByRole('button', { name: 'Add photo…' }).click();
  await donors.getByRole('button', { name: 'Mouth', exact: true }).click();
  await editor.inspector.getByText('Fine detail').waitFor();
  await page.mouse.move(5, 22);
  await store(await maquette.screenshot('readme-swap'), 'swap');
  await maquette.close();
}

async function store(screenshot: string, name: string): Promise<void> {
  await sharp(screenshot)
    .webp({ quality })
    .toFile(join(folder, `${name}.webp`));
  process.stdout.write(`resources/readme/${name}.webp\n`);
}

const looks = [
  { strength: 0 },
  { color: '#c21f30', strength: 0.8, finish: 'matte' },
  { color: '#c21f30', strength: 0.8, finish: 'satin' },
  { color: '#c21f30', strength: 0.8, finish: 'sheer' },
  { color: '#a33a6f', strength: 0.8, finish: 'gloss' },
] as const;
const tile = { width: 240, height: 170 };
const borderPixels = 14;

/** Lips of three people, untouched and in every finish. */
async function drawFinishes(): Promise<void> {
  const faces = await Promise.all((['marie', 'kal', 'ivana'] as const).map(loadRealFace));
  const pictures = await Promise.all(
    faces.flatMap((face, row) =>
      looks.map(async (look, column) => ({
        input: await lips(face, look),
        left: column * tile.width,
        top: row * tile.height,
      })),
    ),
  );
  const size = { width: looks.length * tile.width, height: faces.length * tile.height };
  await sharp({ create: { ...size, channels: 3, background: '#141414' } })
    .composite(pictures)
    .webp({ quality })
    .toFile(join(folder, 'finishes.webp'));
  process.stdout.write('resources/readme/finishes.webp\n');
}

function lips({ source, face }: RealFace, look: object): Promise<Buffer> {
  const whole = wholeOf(source);
  const context = { source, scale: 1 };
  const bounds = changedBounds(edit.plan({ strength: 1 }, { face }), context);
  const after = render(edit.plan({ ...look }, { face }), context, whole);
  return sharpOf(crop(after, intersect(expand(bounds, borderPixels), whole)))
    .resize(tile.width - 4, tile.height - 4, { fit: 'cover', kernel: 'lanczos3' })
    .png()
    .toBuffer();
}
