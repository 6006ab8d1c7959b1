import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { createEngineCore, type EngineOptions } from '../../src/main/engine/core';
import type { Face } from '../../src/shared/analysis/face';
import { createDocument } from '../../src/shared/document/document';
import type { EditDefinition } from '../../src/shared/edits/define';
import { AppError } from '../../src/shared/errors';
import { isAmount, suggestedValues } from '../../src/shared/edits/parameters';
import { edits } from '../../src/shared/edits/registry';
import type { Raster } from '../../src/shared/pixels/raster';
import { RenderCache, type RenderContext } from '../../src/shared/render/context';
import { EditedPicture } from '../../src/shared/render/edited-picture';
import type { Pass } from '../../src/shared/render/pass';
import { changedBounds, differingBounds, renderInSteps } from '../../src/shared/render/render';
import { isEmpty } from '../../src/shared/pixels/raster';
import { writeBigPortrait } from './big-portrait';

const modelsDirectory = resolve(import.meta.dirname, '../../resources/models');
const moves = 60;
const megapixels = 24;
/** The first one compiles what later ones find compiled: it is told apart. */
const exportRepeats = 10;
const quality = 92;

type Values = Readonly<Record<string, string | number>>;

/**
 * `npm run bench -- edits [<edit>|export]...`: what each edit costs where the window renders it (the 2048 px preview,
 * without drawing the result): its first touch when nothing is ready, the longest that getting ready holds up a slider,
 * its first touch then, and a step of its first amount's slider. Then a look of ten edits on a
 * 24-megapixel photo, exported as the first of the process, again, and with its picture rendered while the dialog was open,
 * against plain decoding and encoding in the same process.
 */
export async function main(asked: readonly string[], options: EngineOptions): Promise<void> {
  const isAsked = (name: string): boolean => asked.length === 0 || asked.includes(name);
  const folder = await mkdtemp(join(tmpdir(), 'maquette-bench-'));
  const engine = createEngineCore({ modelsDirectory, stateDirectory: folder }, options);
  try {
    const path = await writeBigPortrait(folder, megapixels);
    const photo = await engine.open(path);
    const [face] = (await engine.analyse(photo)).faces;
    if (!face) throw new Error('no face');
    const source: Raster = { ...photo.preview, channels: 4 };
    const scale = source.width / photo.working.width;
    print([
      `${cpus()[0]?.model ?? 'processor'} × ${cpus().length}`,
      'first touch',
      'longest step of getting ready',
      'first touch when ready',
      'step p50',
      'step p95',
    ]);
    print(['---', '---', '---', '---', '---', '---']);
    for (const edit of edits) if (isAsked(edit.id)) measure(edit, { source, scale }, face);
    if (isAsked('export')) await compareExport(engine, photo, path, join(folder, 'export.jpg'));
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function suggested(edit: EditDefinition): Values {
  return suggestedValues(edit.params, {});
}

function measure(edit: EditDefinition, picture: Omit<RenderContext, 'cache'>, face: Face): void {
  const amount = Object.keys(edit.params).find((name) => isAmount(edit.params[name]));
  const parameter = amount === undefined ? undefined : edit.params[amount];
  if (amount === undefined || !isAmount(parameter)) return;
  const [low, high] = parameter.soft;
  const valueAt = (move: number): number => {
    const share = 0.55 + 0.4 * Math.sin(move / 9);
    return Math.round((low + share * (high - low)) / parameter.step) * parameter.step;
  };
  const planAt = (move: number): readonly Pass[] =>
    edit.plan({ ...suggested(edit), [amount]: valueAt(move) }, { face });
  const unready = new Shown(picture);
  const unprepared = unready.show(() => planAt(0));
  unready.close();
  const shown = new Shown(picture);
  const longest = shown.prepare(edit.plan(suggested(edit), { face }));
  const first = shown.show(() => planAt(0));
  shown.show(() => planAt(1));
  const steps = Array.from({ length: moves }, (_, move) => shown.show(() => planAt(move + 2)));
  shown.close();
  print([
    edit.id,
    ...[unprepared, longest, first, percentile(steps, 0.5), percentile(steps, 0.95)].map(
      (milliseconds) => `${milliseconds.toFixed(0)} ms`,
    ),
  ]);
}

/** What the window's preview does but for drawing, planning included, timed in milliseconds. */
class Shown {
  readonly #context: RenderContext;
  readonly #picture: EditedPicture;
  #passes: readonly Pass[] = [];

  constructor(picture: Omit<RenderContext, 'cache'>) {
    this.#context = { ...picture, cache: new RenderCache() };
    this.#picture = new EditedPicture(this.#context);
  }

  /** The longest step of getting ready. */
  prepare(passes: readonly Pass[]): number {
    const bounds = changedBounds(passes, this.#context);
    if (isEmpty(bounds)) return 0;
    const steps = renderInSteps(passes, this.#context, bounds);
    let longest = 0;
    for (let isDone = false; !isDone;) {
      const startedAt = performance.now();
      isDone = steps.next().done ?? false;
      longest = Math.max(longest, performance.now() - startedAt);
    }
    return longest;
  }

  show(plan: () => readonly Pass[]): number {
    const startedAt = performance.now();
    const passes = plan();
    const dirty = differingBounds(this.#passes, passes, this.#context);
    this.#passes = passes;
    if (!isEmpty(dirty)) this.#picture.render(passes, dirty);
    return performance.now() - startedAt;
  }

  close(): void {
    this.#picture.close();
  }
}

type Engine = ReturnType<typeof createEngineCore>;
type Photo = Awaited<ReturnType<Engine['open']>>;

/** Ten edits of different kinds: retouched skin, colour, lines and a warp. */
const look = [
  'skin-smoothing',
  'dark-circles',
  'foundation',
  'blush',
  'contour',
  'brows',
  'eye-shadow',
  'eye-liner',
  'lip-color',
  'face-shape',
];

async function compareExport(
  engine: Engine,
  photo: Photo,
  path: string,
  out: string,
): Promise<void> {
  const worn = edits.filter(({ id }) => look.includes(id));
  const document = {
    ...createDocument('bench'),
    edits: worn.map((edit) => ({
      key: edit.id,
      id: edit.id,
      version: edit.version,
      enabled: true,
      face: 0,
      // Nobody is suggested another shape.
      params: { ...suggested(edit), ...(edit.id === 'face-shape' ? { width: -0.4 } : {}) },
    })),
  };
  const options = { format: 'jpeg' as const, quality, keepMetadata: true, longestSidePixels: null };
  const times = { plain: [] as number[], exported: [] as number[] };
  for (let at = 0; at < exportRepeats; at++) {
    times.plain.push(await timed(() => plainCopy(path, out)));
    // As in the window: the photo is decoded and analysed while it is looked at.
    times.exported.push(await timed(() => engine.export(photo, document, out, options)));
  }
  const waited = await exportReady(engine, photo, document, out, options);
  const plain = percentile(times.plain, 0.5);
  const [first = Number.NaN, ...later] = times.exported;
  process.stdout.write(
    `\n${worn.length} edits, ${megapixels} megapixels; plain decoding and encoding takes ${plain.toFixed(0)} ms\n\n`,
  );
  print(['export', 'time', 'times plain']);
  print(['---', '---', '---']);
  for (const [name, milliseconds] of [
    ['first of the process', first],
    [`median of the next ${later.length}`, percentile(later, 0.5)],
    ['slowest of them', Math.max(...later)],
    ['rendered while the dialog was open', waited],
  ] as const) {
    print([name, `${milliseconds.toFixed(0)} ms`, (milliseconds / plain).toFixed(2)]);
  }
}

/** What is left to wait for when the picture was rendered while the dialog was open. */
async function exportReady(
  engine: Engine,
  ...wanted: Parameters<Engine['export']>
): Promise<number> {
  const [photo, document, , { keepMetadata }] = wanted;
  const dialog = new AbortController();
  const held = engine.prepareExport(photo, document, keepMetadata, dialog.signal);
  const closed = held.catch((error: unknown) => AppError.from(error).code);
  // The first one waits until it is rendered.
  await engine.export(...wanted);
  const milliseconds = await timed(() => engine.export(...wanted));
  dialog.abort();
  if ((await closed) !== 'cancelled') throw new Error('the picture was not held');
  return milliseconds;
}

async function plainCopy(path: string, out: string): Promise<void> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  await sharp(data, { raw: { width, height, channels } })
    .jpeg({ quality, chromaSubsampling: '4:4:4' })
    .toFile(out);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
