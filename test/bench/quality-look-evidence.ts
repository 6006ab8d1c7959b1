import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import type { EditDefinition } from '@shared/edits/define';
import { edits } from '@shared/edits/registry';
import type { Choice, Detector, Signs } from '@shared/edits/signs';
import type { Seen } from '@shared/edits/seen';
import { oklabFromHex } from '@shared/pixels/color';
import { evidenceSchema, type Evidence } from '@shared/looks/evidence';
import { crossValidated, fit, leastOdds, type Judgement, type Sample } from './fit-evidence';
import { inHardLight } from './hard-light';
import { tryLooks, type Trial } from './look-trials';
import { alreadyWorn, isVisible, plainlyWorn, randomFrom, type WornParams } from './looks-truth';
import { ciede2000 } from './measures';
import { loadPortraits } from './portraits';
import { median, printHead, printRow } from './table';

const looksPerFace = 4;
/** Other make-up than that by which `npm run quality -- looks` tests. */
const firstLook = 1000;
/** Of bare faces that were not known beforehand, so many may show what is taken for make-up. */
const falseShare = 0.03;
/** A real lipstick counts as much as so many of ours. */
const countOfReal = 4;

type SignsByEdit = Readonly<Record<string, Signs | undefined>>;
interface Picture extends Trial<SignsByEdit> {
  readonly isHardLit: boolean;
}
interface LabelledSample extends Sample {
  readonly kind: 'bare' | 'hardly' | 'visible' | 'real' | 'hard-lit';
  readonly picture: Picture;
}

/**
 * `npm run quality -- look-evidence <photo> ...`: lays known make-up on the faces of photos, looks at them anew, fits
 * how each edit's make-up is told from a bare face (`evidence.json` in the edit's folder) and prints how well that works
 * on people who were left out of the fit. The files that lie there come from 187 CC0 portraits (see `alreadyWorn`);
 * the packages' portraits have no part in them, so that `npm run quality -- looks` tests on strangers.
 */
export async function main(photos: readonly string[]): Promise<void> {
  if (photos.length === 0) throw new RangeError('name photos to learn from');
  const faces = await loadPortraits(110, photos);
  const detectors = edits.filter(({ detector }) => detector);
  const { found } = await tryLooks(faces, { looksPerFace, first: firstLook }, shots);
  const pictures = found.flatMap(({ result, ...trial }) =>
    result.map((signs, shot): Picture => ({ ...trial, result: signs, isHardLit: shot > 0 })),
  );
  process.stdout.write(`\n${pictures.length} pictures of ${faces.length} faces\n\n`);
  printHead([
    'edit',
    'bare',
    'of them false',
    'worn, missed',
    'visibly, missed',
    'real, missed',
    'in hard light, missed',
    'colour: ΔE2000',
  ]);
  const falsely = new Set<Picture>();
  for (const { id, detector } of detectors)
    if (detector) for (const picture of await learn(id, detector, pictures)) falsely.add(picture);
  const bare = pictures.filter((one) => isBare(one) && !one.isHardLit);
  const wrong = bare.filter((picture) => falsely.has(picture)).length;
  process.stdout.write(
    `\nBare faces on which anything false is seen: ${wrong} of ${bare.length}\n`,
  );
}

function isBare({ worn }: Pick<Picture, 'worn'>): boolean {
  return Object.keys(worn).length === 0;
}

/**
 * Of these, pictures in hard light are learnt from too. What tells make-up of the eyes is too faint for it: there they
 * cost more in plain light than they gain.
 */
const learntInHardLight: ReadonlySet<string> = new Set(['lip-color', 'blush']);

/** What each edit sees in a picture, and then in the same picture as it would be in hard light. */
async function shots(seen: Seen): Promise<readonly SignsByEdit[]> {
  const random = randomFrom(Math.round(seen.face.landmarks[0]! * 1000));
  const measured = (one: Seen, ids?: ReadonlySet<string>): SignsByEdit =>
    Object.fromEntries(
      edits.flatMap(({ id, detector }) =>
        detector && (ids?.has(id) ?? true) ? [[id, detector.measure(one)]] : [],
      ),
    );
  return [measured(seen), measured(await inHardLight(seen, random), learntInHardLight)];
}

/** Answers with the pictures in which an edit's make-up is seen that is not there. */
async function learn(
  id: EditDefinition['id'],
  detector: Detector,
  pictures: readonly Picture[],
): Promise<readonly Picture[]> {
  const samples = pictures.flatMap((picture) => sampleOf(id, detector, picture) ?? []);
  const judged = crossValidated(detector, samples);
  const odds = judged.map((one) => one.odds);
  const least = leastOdds(samples, odds, falseShare);
  const people = new Set(samples.map(({ person }) => person)).size;
  const source =
    `npm run quality -- look-evidence: ${samples.length} pictures of ${people} people; of those of bare faces ` +
    `${100 * falseShare} % exceed the least log odds when the person is left out of the fit`;
  const evidence: Evidence = { source, ...fit(detector, samples), least };
  const file = join(import.meta.dirname, `../../src/shared/edits/${id}/evidence.json`);
  const style = await resolveConfig(file);
  await writeFile(
    file,
    await format(JSON.stringify(z.encode(evidenceSchema, evidence), rounded), {
      ...style,
      parser: 'json',
    }),
  );
  const share = (kinds: readonly LabelledSample['kind'][], above: boolean): string => {
    const of = odds.filter((_, index) => kinds.includes(samples[index]!.kind));
    const counted = of.filter((value) => value > least === above).length;
    return `${counted} of ${of.length} (${Math.round((100 * counted) / Math.max(1, of.length))} %)`;
  };
  printRow([
    id,
    `${samples.filter(({ isWorn }) => !isWorn).length}`,
    share(['bare'], true),
    share(['hardly', 'visible'], false),
    share(['visible'], false),
    share(['real'], false),
    share(['hard-lit'], false),
    colorError(samples, judged),
  ]);
  if (detector.choice) printChoice(detector.choice, samples, judged);
  return samples.flatMap(({ isWorn, picture }, index) =>
    !isWorn && (odds[index] ?? 0) > least ? picture : [],
  );
}

/** Of the colours that show, read to worn: the median. */
function colorError(samples: readonly LabelledSample[], judged: readonly Judgement[]): string {
  const errors = samples.flatMap(({ kind, colors }, index) =>
    Object.entries(kind === 'visible' ? colors : {}).flatMap(([name, worn]) => {
      const read = judged[index]?.found.colors[name];
      return read ? ciede2000(worn, read) : [];
    }),
  );
  return errors.length > 0 ? median(errors).toFixed(1) : '-';
}

/** Nothing where it was not measured, or where nobody knows what is worn. */
function sampleOf(id: string, detector: Detector, picture: Picture): LabelledSample | undefined {
  const { model, worn, result } = picture;
  const signs = result[id];
  if (!signs) return undefined;
  const asked = worn[id] ?? {};
  const known = {
    person: model.name,
    isHardLit: picture.isHardLit,
    signs,
    picture,
    count: 1,
    ...truthOf(detector, asked),
  };
  if (alreadyWorn[known.person]?.includes(id)) {
    const isReal = isBare(picture) && plainlyWorn[id]?.includes(known.person);
    return isReal
      ? {
          ...known,
          isWorn: true,
          count: countOfReal,
          kind: picture.isHardLit ? 'hard-lit' : 'real',
        }
      : undefined;
  }
  if (!worn[id]) return { ...known, isWorn: false, kind: 'bare' };
  if (picture.isHardLit) return { ...known, isWorn: true, kind: 'hard-lit' };
  return { ...known, isWorn: true, kind: isVisible(id, worn) ? 'visible' : 'hardly' };
}

/** What of the parameters can be read. */
function truthOf(
  { choice, colors = {}, numbers = [] }: Detector,
  asked: WornParams[string],
): Pick<Sample, 'option' | 'colors' | 'numbers'> {
  const numberOf = (name: string): number => Number(asked[name] ?? 0);
  const seen = Object.keys(colors).filter((color) => numberOf(colors[color]!) > 0);
  return {
    option: choice && asked[choice.parameter]?.toString(),
    colors: Object.fromEntries(seen.map((name) => [name, oklabFromHex(String(asked[name]))])),
    numbers: Object.fromEntries(numbers.map((name) => [name, numberOf(name)])),
  };
}

/** How often each worn option is read as which. */
function printChoice(
  { options }: Choice,
  samples: readonly LabelledSample[],
  judged: readonly Judgement[],
): void {
  const columns = Object.keys(options);
  for (const worn of Object.values(options).flat()) {
    const read = judged.filter((_, index) => samples[index]!.option === worn);
    const counts = columns.map(
      (column) => read.filter(({ found }) => found.option === column).length,
    );
    printRow([`- ${worn}`, ...columns.map((column, index) => `${column} ${counts[index]}`)]);
  }
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(5)) : value;
}
