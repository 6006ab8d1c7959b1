import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { EditDefinition } from '@shared/edits/define';
import { edits } from '@shared/edits/registry';
import type { Choice, Detector, Signs } from '@shared/edits/signs';
import { oklabFromHex } from '@shared/pixels/color';
import type { Evidence } from '@shared/looks/evidence';
import { crossValidated, fit, leastOdds, type Judgement, type Sample } from './fit-evidence';
import { tryLooks, type Trial } from './look-trials';
import { alreadyWorn, isVisible, plainlyWorn, type WornParams } from './looks-truth';
import { loadPortraits } from './portraits';
import { printHead, printRow } from './table';

const looksPerFace = 4;
/** Other make-up than that by which `npm run quality -- looks` tests. */
const firstLook = 1000;
/**
 * Of bare faces that were not known beforehand, so many may show what is taken for make-up. Lips differ more from one
 * collection of photos to another than anything else: at 3 % here it would be 16 % of 73 men in two others.
 */
const falseShares: Readonly<Record<string, number>> = { 'lip-color': 0.015 };
const usualFalseShare = 0.03;
/** A real lipstick counts as much as so many of ours. */
const countOfReal = 4;

type SignsByEdit = Readonly<Record<string, Signs | undefined>>;
type Picture = Trial<SignsByEdit>;
interface LabelledSample extends Sample {
  readonly kind: 'bare' | 'hardly' | 'visible' | 'real';
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
  const { found } = await tryLooks(faces, { looksPerFace, first: firstLook }, (seen): SignsByEdit =>
    Object.fromEntries(detectors.map(({ id, detector }) => [id, detector?.measure(seen)])),
  );
  process.stdout.write(`\n${found.length} pictures of ${faces.length} faces\n\n`);
  printHead(['edit', 'bare', 'of them false', 'worn, missed', 'visibly, missed', 'real, missed']);
  const falsely = new Set<Picture>();
  for (const { id, detector } of detectors)
    if (detector) for (const picture of await learn(id, detector, found)) falsely.add(picture);
  const bare = found.filter(({ worn }) => Object.keys(worn).length === 0);
  const wrong = bare.filter((picture) => falsely.has(picture)).length;
  process.stdout.write(
    `\nBare faces on which anything false is seen: ${wrong} of ${bare.length}\n`,
  );
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
  const falseShare = falseShares[id] ?? usualFalseShare;
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
    await format(JSON.stringify(evidence, rounded), { ...style, parser: 'json' }),
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
  ]);
  if (detector.choice) printChoice(detector.choice, samples, judged);
  return samples.flatMap(({ isWorn, picture }, index) =>
    !isWorn && (odds[index] ?? 0) > least ? picture : [],
  );
}

/** Nothing where it was not measured, or where nobody knows what is worn. */
function sampleOf(id: string, detector: Detector, picture: Picture): LabelledSample | undefined {
  const { model, worn, result } = picture;
  const signs = result[id];
  if (!signs) return undefined;
  const asked = worn[id] ?? {};
  const known = { person: model.name, signs, picture, count: 1, ...truthOf(detector, asked) };
  if (alreadyWorn[known.person]?.includes(id)) {
    const isReal = Object.keys(worn).length === 0 && plainlyWorn[id]?.includes(known.person);
    return isReal ? { ...known, isWorn: true, count: countOfReal, kind: 'real' } : undefined;
  }
  if (!worn[id]) return { ...known, isWorn: false, kind: 'bare' };
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
