import { edits } from '@shared/edits/registry';
import { readMakeup } from '@shared/looks/from-photo';
import type { LookEdit } from '@shared/looks/look';
import { oklabFromHex } from '@shared/pixels/color';
import type { Raster } from '@shared/pixels/raster';
import { definitionOf, tryLooks } from './look-trials';
import {
  alreadyWorn,
  cannotBeJudged,
  isVisible,
  lipFinishes,
  type WornParams,
} from './looks-truth';
import { ciede2000, colorDifference, edited, finite } from './measures';
import { loadPortraits, type Portrait } from './portraits';
import { median, percentile, printHead, printRow } from './table';

/** The main colour and amount of each edit that is read. */
const mainParameters = {
  'lip-color': ['color', 'strength'],
  'eye-shadow': ['lidColor', 'lid'],
  'eye-liner': ['color', 'upper'],
  blush: ['color', 'strength'],
} as const;
type ReadEdit = keyof typeof mainParameters;
const readEdits = Object.keys(mainParameters) as readonly ReadEdit[];

interface Trial {
  readonly model: Portrait;
  readonly worn: WornParams;
  readonly read: readonly LookEdit[];
  /** Another face, to put it on. */
  readonly wearer: Portrait;
}

const looksPerFace = 4;
const leastFaceWidthPixels = 110;

/**
 * `npm run quality -- looks`: known make-up is rendered onto faces, the pictures are analysed anew by the engine, read,
 * and what was read is put on another face beside what was worn. Bare faces are read too. `QUALITY_PHOTOS` names
 * photos, separated by commas, to take in place of the packages' portraits. `-- looks bare <photo> ...` only reads
 * photos of people who wear nothing.
 */
export async function main([mode, ...photos]: readonly string[] = []): Promise<void> {
  if (mode === 'bare') return readBare(photos);
  const { QUALITY_PHOTOS } = process.env;
  const faces = await loadPortraits(leastFaceWidthPixels, QUALITY_PHOTOS?.split(','));
  const { found, lost } = await tryLooks(faces, { looksPerFace, first: 0 }, (seen) =>
    readMakeup(seen, edits),
  );
  const trials = found.map(({ model, worn, result }) => {
    const index = faces.indexOf(model);
    const wearer = faces[(index + Math.ceil(faces.length / 2)) % faces.length] ?? model;
    return { model, worn, read: result, wearer };
  });
  const bare = trials.filter(({ worn }) => Object.keys(worn).length === 0);
  heading(
    `Make-up read off ${trials.length} pictures of ${bare.length} faces, ${bare.length} bare; ${lost} lost faces`,
  );
  printHead([
    'edit',
    'worn, not read',
    'asked for at 0.6 (blush 0.4) or more, not read',
    'of those that show, not read',
    'plainly not worn, but read',
    'perhaps not worn, but read',
    'colour: ΔE2000',
    'amount: error',
    'on another face: ΔE2000 of read to worn',
    'of worn to bare',
  ]);
  for (const id of readEdits) printEdit(id, trials);
  printBrows(trials);
  printBareFaces(bare);
  printFinishes(trials);
}

async function readBare(photos: readonly string[]): Promise<void> {
  const faces = await loadPortraits(leastFaceWidthPixels, photos);
  const { found, lost } = await tryLooks(faces, { looksPerFace: 0, first: 0 }, (seen) =>
    readMakeup(seen, edits),
  );
  const bare = found.map(({ model, worn, result }) => ({
    model,
    worn,
    read: result,
    wearer: model,
  }));
  heading(`Bare faces: ${bare.length}; ${lost} lost faces`);
  printBareFaces(bare);
}

function heading(text: string): void {
  process.stdout.write(`\n${text}\n\n`);
}

// What was read

function isFree({ model }: Trial, id: string): boolean {
  return !(alreadyWorn[model.name] ?? []).includes(id);
}

function isJudged({ model }: Trial, id: string): boolean {
  return !(cannotBeJudged[model.name] ?? []).includes(id);
}

function readIn({ read }: Trial, id: string): LookEdit['params'] | undefined {
  return read.find((edit) => edit.id === id)?.params;
}

function share(part: readonly unknown[], all: readonly unknown[]): string {
  return `${part.length} of ${all.length} (${Math.round((100 * part.length) / Math.max(1, all.length))} %)`;
}

function spread(values: readonly number[], digits: number): string {
  const [middle, tail] = [median(values), percentile(values, 0.9)];
  return `${middle.toFixed(digits)} (${tail.toFixed(digits)})`;
}

function printEdit(id: ReadEdit, all: readonly Trial[]): void {
  const trials = all.filter((trial) => isFree(trial, id));
  const worn = trials.filter((trial) => trial.worn[id]);
  const visible = worn.filter((trial) => isVisible(id, trial.worn));
  const shown = visible.filter((trial) => changeOf(trial, id) >= leastShown[id]);
  const bare = trials.filter((trial) => !trial.worn[id]);
  const found = worn.flatMap((trial) => {
    const [truth, read] = [trial.worn[id], readIn(trial, id)];
    return truth && read ? [{ truth, read }] : [];
  });
  const [color, amount] = mainParameters[id];
  const colored = found.filter(({ read }) => read[amount] !== 0);
  const effects = worn.map((trial) => effectOn(trial, id));
  printRow([
    id,
    share(
      worn.filter((trial) => !readIn(trial, id)),
      worn,
    ),
    share(
      visible.filter((trial) => !readIn(trial, id)),
      visible,
    ),
    share(
      shown.filter((trial) => !readIn(trial, id)),
      shown,
    ),
    ...[true, false].map((judged) => falseShare(bare, id, judged)),
    spread(
      colored.map(({ truth, read }) =>
        ciede2000(oklabFromHex(String(truth[color])), oklabFromHex(String(read[color]))),
      ),
      1,
    ),
    spread(
      colored.map(({ truth, read }) => Math.abs(Number(truth[amount]) - Number(read[amount]))),
      2,
    ),
    spread(finite(effects.map(({ apart }) => apart)), 1),
    spread(finite(effects.map(({ whole }) => whole)), 1),
  ]);
}

/** Of pictures in which an edit is plainly not worn, or of those in which nobody can tell. */
function falseShare(trials: readonly Trial[], id: string, judged: boolean): string {
  const free = trials.filter((trial) => isJudged(trial, id) === judged);
  return share(
    free.filter((trial) => readIn(trial, id)),
    free,
  );
}

/** Brown on brown lashes, or beige on beige lids, shows on nobody: changes (ΔE2000) of the model's own face that do. */
const leastShown: Readonly<Record<ReadEdit, number>> = {
  'lip-color': 5,
  'eye-shadow': 5,
  'eye-liner': 5,
  blush: 3,
};

/** By how much an edit alone changes the face that wears it, where it does: the median. */
function changeOf({ model, worn }: Trial, id: ReadEdit): number {
  const after = edited(definitionOf(id), model, worn[id] ?? {});
  const changes = [...Array(after.width * after.height).keys()].flatMap((pixel) =>
    differs(after, model.source, pixel) ? colorDifference(after, model.source, pixel) : [],
  );
  // Faint edges are no part of it.
  const seen = changes.filter((change) => change > 1);
  return seen.length > 0 ? median(seen) : 0;
}

/** Change (ΔE2000) that an eye sees. */
const leastSeen = 2;

/** On another face: how far what was read is from what was worn, and that from the bare face; where any of it shows. */
function effectOn(trial: Trial, id: string): { readonly apart: number; readonly whole: number } {
  const { wearer, worn } = trial;
  const definition = definitionOf(id);
  const truth = edited(definition, wearer, worn[id] ?? {});
  const read = readIn(trial, id);
  const result = read ? edited(definition, wearer, read) : wearer.source;
  const pixels = Array.from({ length: truth.width * truth.height }, (_, pixel) => pixel).filter(
    (pixel) => differs(truth, wearer.source, pixel) || differs(result, wearer.source, pixel),
  );
  const seen = pixels.filter(
    (pixel) =>
      colorDifference(truth, wearer.source, pixel) > leastSeen ||
      colorDifference(result, wearer.source, pixel) > leastSeen,
  );
  return {
    apart: median(seen.map((pixel) => colorDifference(truth, result, pixel))),
    whole: median(seen.map((pixel) => colorDifference(truth, wearer.source, pixel))),
  };
}

function differs(one: Raster, other: Raster, pixel: number): boolean {
  const at = pixel * one.channels;
  return [0, 1, 2].some((channel) => one.data[at + channel] !== other.data[at + channel]);
}

/** Brows have a colour on bare faces too: only their colour is compared, where any make-up was found. */
function printBrows(all: readonly Trial[]): void {
  const pairs = all.flatMap((trial) => {
    const [truth, read] = [trial.worn['brows'], readIn(trial, 'brows')];
    return truth && read
      ? ciede2000(oklabFromHex(String(truth['color'])), oklabFromHex(String(read['color'])))
      : [];
  });
  const effects = all
    .filter((trial) => trial.worn['brows'] && readIn(trial, 'brows'))
    .map((trial) => effectOn(trial, 'brows'));
  printRow([
    'brows',
    '-',
    '-',
    '-',
    '-',
    spread(pairs, 1),
    '-',
    spread(finite(effects.map(({ apart }) => apart)), 1),
    spread(finite(effects.map(({ whole }) => whole)), 1),
  ]);
}

function printBareFaces(bare: readonly Trial[]): void {
  const found = bare.map((trial) => {
    const free = readEdits.filter((id) => isFree(trial, id));
    const read = free.filter((id) => readIn(trial, id));
    return {
      name: trial.model.name,
      isBare: free.length === readEdits.length && free.every((id) => isJudged(trial, id)),
      wrong: read.filter((id) => isJudged(trial, id)),
      unsure: read.filter((id) => !isJudged(trial, id)),
    };
  });
  const plain = found.filter(({ isBare }) => isBare);
  const wrong = found.filter((one) => one.wrong.length > 0);
  heading(
    `Of faces without any make-up, something is read on ${share(
      plain.filter((one) => one.wrong.length > 0),
      plain,
    )}; of all, something that is plainly not there on ${share(wrong, found)}`,
  );
  for (const one of wrong) process.stdout.write(`- ${one.name}: ${one.wrong.join(', ')}\n`);
  for (const id of readEdits) {
    const free = bare.filter((trial) => isFree(trial, id));
    process.stdout.write(
      `- ${id}: plainly bare ${falseShare(free, id, true)}, cannot be judged ${falseShare(free, id, false)}\n`,
    );
  }
  process.stdout.write('\nRead where it cannot be judged:\n');
  for (const { name, unsure } of found)
    if (unsure.length > 0) process.stdout.write(`- ${name}: ${unsure.join(', ')}\n`);
}

function printFinishes(all: readonly Trial[]): void {
  heading('Finish of lips: worn (rows) and read (columns)');
  const found = all.flatMap((trial) => {
    const [truth, read] = [trial.worn['lip-color'], readIn(trial, 'lip-color')];
    return truth && read && isFree(trial, 'lip-color')
      ? [{ worn: truth['finish'], read: read['finish'] }]
      : [];
  });
  const columns = ['matte', 'satin', 'gloss'] as const;
  printHead(['worn', ...columns]);
  for (const finish of lipFinishes) {
    const ofFinish = found.filter(({ worn }) => worn === finish);
    printRow([
      finish,
      ...columns.map((column) => `${ofFinish.filter(({ read }) => read === column).length}`),
    ]);
  }
}
