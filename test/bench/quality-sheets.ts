import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { parseEdits, requestedParams } from '../../src/main/cli/edit-arguments';
import { findPhotos } from '../../src/main/cli/photos';
import { words as cliWords } from '../../src/main/cli/words/words';
import type { EditDefinition } from '../../src/shared/edits/define';
import { stages } from '../../src/shared/edits/define';
import { isAmount, suggestedValues } from '../../src/shared/edits/parameters';
import { edits } from '../../src/shared/edits/registry';
import {
  crop,
  expand,
  intersect,
  wholeOf,
  type Raster,
  type Rectangle,
} from '../../src/shared/pixels/raster';
import type { Pass } from '../../src/shared/render/pass';
import { changedBounds, render } from '../../src/shared/render/render';
import { sharpOf } from '../fixtures/pictures';
import { loadPortraits, type Portrait } from './portraits';

/** What an edit's amounts are set to when nothing is asked for by name. */
const usualAmount = 0.75;
const rowsOfSheet = 6;
const captionPixels = 18;

/** Named edits, worn together on one sheet. */
interface Worn {
  readonly name: string;
  readonly plan: (portrait: Portrait) => readonly Pass[];
}

interface Layout {
  /** Side of the square that each picture has on the sheet. */
  readonly cellPixels: number;
  /** Sheet pixels a photo pixel; `fit` shows all that changes. */
  readonly zoom: number | 'fit';
  /** Which place of what changes is in the middle, in shares of its width and height. */
  readonly focus: readonly [number, number];
  /** Pairs beside each other. */
  readonly columns: number;
}

const options = {
  out: { type: 'string', default: 'test-results/sheets' },
  photos: { type: 'string', multiple: true },
  faces: { type: 'string', default: '' },
  only: { type: 'string', default: '' },
  edit: { type: 'string', multiple: true },
  name: { type: 'string', default: 'asked' },
  least: { type: 'string', default: '110' },
  zoom: { type: 'string', default: 'fit' },
  focus: { type: 'string', default: '0.5,0.5' },
  cell: { type: 'string', default: '360' },
  columns: { type: 'string', default: '2' },
} as const satisfies ParseArgsConfig['options'];

/**
 * `npm run quality -- sheets`: pairs of before and after to look at, one sheet an edit.
 *
 * --photos <file, folder/*.jpg> instead of the packages' photos, --faces <part of a name>, --least <face width in px>;
 * --only <edit,edit> with amounts of 0.75, or --edit <edit.parameter=value>... worn together on one sheet --name;
 * --zoom fit | 1 | 3, --focus <x,y> in shares of what changes, --cell <px>, --columns <pairs>, --out <folder>.
 */
export async function main(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...words], options });
  const { photos: paths = [], edit: texts = [] } = values;
  const found = await findPhotos(paths, process.cwd());
  const portraits = (
    await loadPortraits(
      Number(values.least),
      found.photos.map((path) => resolve(path)),
      values.faces,
    )
  ).filter(({ name }) => name.includes(values.faces));
  const [x = 0.5, y = 0.5] = values.focus.split(',').map(Number);
  const layout: Layout = {
    cellPixels: Number(values.cell),
    zoom: values.zoom === 'fit' ? 'fit' : Number(values.zoom),
    focus: [x, y],
    columns: Number(values.columns),
  };
  await mkdir(values.out, { recursive: true });
  const asked = texts.length > 0 ? [together(values.name, texts)] : [];
  const ids = values.only.split(',').filter((id) => id !== '');
  const chosen = edits.filter(({ id }) => (ids.length > 0 ? ids.includes(id) : asked.length === 0));
  for (const worn of [...asked, ...chosen.map(alone)]) {
    await writeSheets(worn, portraits, layout, values.out);
  }
}

function alone(edit: EditDefinition): Worn {
  const amounts = Object.entries(edit.params).filter(([, parameter]) => isAmount(parameter));
  const first = amounts[0]?.[0];
  const params = {
    ...suggestedValues(edit.params, {}),
    ...(first === undefined ? {} : { [first]: usualAmount }),
  };
  return { name: edit.id, plan: ({ face }) => edit.plan(params, { face }) };
}

function together(name: string, texts: readonly string[]): Worn {
  const requested = parseEdits(texts, edits, cliWords.en).map((one) => ({
    definition: one.definition,
    params: requestedParams(one),
  }));
  const ordered = requested.sort(
    (one, other) => stages.indexOf(one.definition.stage) - stages.indexOf(other.definition.stage),
  );
  return {
    name,
    plan: ({ face }) =>
      ordered.flatMap(({ definition, params }) => definition.plan(params, { face })),
  };
}

export async function writeSheets(
  { name, plan }: Worn,
  portraits: readonly Portrait[],
  layout: Layout,
  folder: string,
): Promise<void> {
  const pairs = [];
  for (const portrait of portraits) {
    const passes = plan(portrait);
    if (passes.length > 0) pairs.push(await pairOf(portrait, passes, layout));
  }
  const each = rowsOfSheet * layout.columns;
  for (let start = 0; start < pairs.length; start += each) {
    const path = join(folder, `${name}-${1 + start / each}.png`);
    await writeSheet(pairs.slice(start, start + each), layout, path);
    process.stdout.write(`${path}\n`);
  }
}

/** Before and after beside each other, with the face's name below. */
async function pairOf(
  { name, source, face }: Portrait,
  passes: readonly Pass[],
  layout: Layout,
): Promise<Buffer> {
  const context = { source, scale: 1 };
  const part = shownPart(changedBounds(passes, context), source, layout);
  const { cellPixels } = layout;
  const cells = [crop(source, part), render(passes, context, part)].map((raster) =>
    picture(raster, layout),
  );
  const label = `${name}  ${Math.round(face.faceWidthPixels)} px  L ${face.statistics.skin?.median.L.toFixed(2) ?? '-'}`;
  return sheetOf(2 * cellPixels + 2, cellPixels + captionPixels)
    .composite([
      { input: await cells[0]!, left: 0, top: 0 },
      { input: await cells[1]!, left: cellPixels + 2, top: 0 },
      { input: caption(label, 2 * cellPixels), left: 0, top: cellPixels },
    ])
    .png()
    .toBuffer();
}

function shownPart(
  changed: Rectangle,
  source: Raster,
  { cellPixels, zoom, focus }: Layout,
): Rectangle {
  const whole = wholeOf(source);
  if (zoom === 'fit') {
    const border = Math.round(0.04 * Math.max(changed.width, changed.height));
    return intersect(expand(changed, border), whole);
  }
  const side = Math.round(cellPixels / zoom);
  const start = (from: number, length: number, share: number, most: number): number =>
    Math.max(0, Math.min(most - side, Math.round(from + share * length - side / 2)));
  const part = {
    left: start(changed.left, changed.width, focus[0], whole.width),
    top: start(changed.top, changed.height, focus[1], whole.height),
    width: side,
    height: side,
  };
  return intersect(part, whole);
}

/** Enlarged without smoothing by whole numbers, so that each pixel is seen. */
function picture(raster: Raster, { cellPixels, zoom }: Layout): Promise<Buffer> {
  const kernel = zoom === 'fit' ? 'lanczos3' : 'nearest';
  return sharpOf(raster)
    .removeAlpha()
    .resize(cellPixels, cellPixels, { fit: 'contain', kernel, background: '#202020' })
    .png()
    .toBuffer();
}

function caption(text: string, width: number): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${captionPixels}">` +
      `<text x="4" y="13" font-family="sans-serif" font-size="12" fill="#ffffff">${text}</text></svg>`,
  );
}

function sheetOf(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#202020' } });
}

async function writeSheet(
  pairs: readonly Buffer[],
  { cellPixels, columns }: Layout,
  path: string,
): Promise<void> {
  const [width, height] = [2 * cellPixels + 10, cellPixels + captionPixels + 4];
  const rows = Math.ceil(pairs.length / columns);
  await sheetOf(columns * width, rows * height)
    .composite(
      pairs.map((input, index) => ({
        input,
        left: (index % columns) * width,
        top: Math.floor(index / columns) * height,
      })),
    )
    .png()
    .toFile(path);
}
