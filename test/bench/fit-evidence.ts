import type { BareSigns, Choice, Detector, Found, Signs } from '@shared/edits/signs';
import {
  foundBy,
  standardized,
  termsOf,
  weighed,
  type BareModel,
  type Evidence,
  type Model,
  type Pattern,
} from '@shared/looks/evidence';
import type { Oklab } from '@shared/pixels/color';
import { fitPattern } from './fit-pattern';
import {
  covariance,
  inverse,
  leastSquares,
  lessRow,
  logistic,
  meanRow,
  type Row,
} from './logistic';
import { median, percentile } from './table';

/** One picture of a person: what it shows, and whether the make-up in question is worn in it. */
export interface Sample {
  readonly person: string;
  readonly isHardLit: boolean;
  readonly signs: Signs;
  readonly isWorn: boolean;
  /** How often it counts. */
  readonly count: number;
  /** Of the detector's choice, what is worn. */
  readonly option?: string | undefined;
  /** Numbers that are worn, and colours as far as they are seen, by parameter. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly colors: Readonly<Record<string, Oklab>>;
}

type Fitted = Omit<Evidence, 'source' | 'least'>;
type Options = NonNullable<Evidence['options']>;
type Colors = NonNullable<Evidence['colors']>;

const ridge = 5;
const folds = 10;

/** Fits a detector's evidence. */
export function fit(detector: Detector, samples: readonly Sample[]): Fitted {
  const whole = {
    ...(detector.bare && {
      bare: bareModel(
        detector.bare,
        samples.filter(({ isWorn }) => !isWorn).map(({ signs }) => signs),
      ),
    }),
    ...(detector.patterns && { patterns: fitPatterns(detector.patterns, samples) }),
  };
  const model = fitModel(
    samples.map(({ signs }) => termsOf(detector, whole, signs)),
    samples.map(({ isWorn }) => isWorn),
    samples.map(({ count }) => count),
  );
  return {
    ...whole,
    ...model,
    ...(detector.choice && { options: fitChoice(detector.choice, samples) }),
    ...(detector.colors && { colors: fitColors(Object.keys(detector.colors), samples) }),
    ...(detector.numbers && { numbers: fitNumbers(detector.numbers, samples) }),
  };
}

function fitPatterns(
  patterns: NonNullable<Detector['patterns']>,
  samples: readonly Sample[],
): Readonly<Record<string, Pattern>> {
  return Object.fromEntries(
    Object.entries(patterns).map(([pattern, names]) => {
      const { scales, rows } = scaled(
        samples.map(({ signs }) => Object.fromEntries(names.map((name) => [name, signs[name]!]))),
      );
      const fitted = fitPattern(
        Object.fromEntries(
          scales.map(({ name, middle, deviation }) => [name, [middle, deviation]]),
        ),
        samples.map(({ person, isHardLit, isWorn }, index) => ({
          face: `${person} ${isHardLit}`,
          isWorn,
          row: rows[index]!,
        })),
      );
      return [pattern, fitted];
    }),
  );
}

function fitColors(names: readonly string[], samples: readonly Sample[]): Colors {
  return Object.fromEntries(
    names.map((name) => {
      const of = (axis: keyof Oklab): Model =>
        fitNumber(samples, ({ colors }) => colors[name]?.[axis] ?? Number.NaN);
      return [name, { L: of('L'), a: of('a'), b: of('b') }];
    }),
  );
}

function fitNumbers(
  names: readonly string[],
  samples: readonly Sample[],
): Readonly<Record<string, Model>> {
  return Object.fromEntries(
    names.map((name) => [name, fitNumber(samples, ({ numbers }) => numbers[name] ?? Number.NaN)]),
  );
}

const valueRidgeFor = (terms: number): number => Math.max(20, 1.5 * terms);

/** Least squares over all signs of those that wear it. */
function fitNumber(samples: readonly Sample[], of: (sample: Sample) => number): Model {
  const seen = samples.filter((sample) => sample.isWorn && Number.isFinite(of(sample)));
  const { scales, rows } = scaled(seen.map(({ signs }) => signs));
  const wanted = seen.map(of);
  const middle = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const centred = wanted.map((value) => value - middle);
  const means = meanRow(rows);
  const weights = leastSquares(
    rows.map((row) => lessRow(row, means)),
    centred,
    valueRidgeFor(scales.length),
  );
  const constant = weights.reduce((sum, weight, column) => sum - weight * means[column]!, middle);
  return { terms: termsFor(scales, weights), constant };
}

/** Each option against the others, all as if they were worn equally often. */
function fitChoice({ options }: Choice, samples: readonly Sample[]): Options {
  const worn = samples.flatMap(({ signs, option: seen }) => {
    const option = Object.keys(options).find((name) => options[name]!.includes(seen ?? ''));
    return option === undefined ? [] : { option, values: signs };
  });
  const shareOf = (name: string): number => worn.filter(({ option }) => option === name).length;
  const others = Object.keys(options).length - 1;
  return Object.fromEntries(
    Object.keys(options).map((name) => [
      name,
      fitModel(
        worn.map(({ values }) => values),
        worn.map(({ option }) => option === name),
        worn.map(
          ({ option }) => worn.length / 2 / shareOf(option) / (option === name ? 1 : others),
        ),
      ),
    ]),
  );
}

function fitModel(
  values: readonly Signs[],
  isPositive: readonly boolean[],
  counts: readonly number[],
): Model {
  const { scales, rows } = scaled(values);
  const weights = logistic(rows, isPositive, counts, ridge);
  return { terms: termsFor(scales, weights), constant: weights.at(-1) ?? 0 };
}

interface Scale {
  readonly name: string;
  readonly middle: number;
  readonly deviation: number;
}

/** Values by name as rows of about the same size. */
function scaled(values: readonly Signs[]): {
  readonly scales: readonly Scale[];
  readonly rows: readonly Row[];
} {
  const scales = Object.keys(values[0] ?? {}).map((name) => {
    const seen = values.map((one) => one[name] ?? Number.NaN).filter(Number.isFinite);
    return { name, middle: median(seen), deviation: deviationOf(seen) };
  });
  const rows = values.map((one) =>
    scales.map(({ name, middle, deviation }) =>
      standardized(one[name] ?? Number.NaN, middle, deviation),
    ),
  );
  return { scales, rows };
}

function termsFor(scales: readonly Scale[], weights: Row): Model['terms'] {
  return Object.fromEntries(
    scales.map(({ name, middle, deviation }, index) => [
      name,
      [middle, deviation, weights[index]!],
    ]),
  );
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function bareModel({ expected, given, together }: BareSigns, bare: readonly Signs[]): BareModel {
  const seen = bare.filter((signs) => expected.every((name) => Number.isFinite(signs[name])));
  const known = seen.map((signs) => [
    ...given.map((name) => (Number.isFinite(signs[name]) ? signs[name]! : 0)),
    1,
  ]);
  const rows = Object.fromEntries(
    expected.map((name) => [
      name,
      leastSquares(
        known,
        seen.map((signs) => signs[name]!),
      ),
    ]),
  );
  const beyond = (name: string): number[] =>
    seen.map(
      (signs, index) =>
        signs[name]! -
        known[index]!.reduce((sum, value, column) => sum + value * rows[name]![column]!, 0),
    );
  const deviations = Object.fromEntries(expected.map((name) => [name, deviationOf(beyond(name))]));
  const inverses = Object.fromEntries(
    Object.entries(together).map(([name, of]) => {
      const columns = of.map(beyond);
      const around = seen.map((_, index) => columns.map((column) => column[index]!));
      return [name, inverse(covariance(around))];
    }),
  );
  return { rows, deviations, together: inverses };
}

export interface Judgement {
  readonly odds: number;
  readonly found: Found;
}

/** Every sample by evidence that was fitted without the person: nobody is known beforehand. */
export function crossValidated(
  detector: Detector,
  samples: readonly Sample[],
): readonly Judgement[] {
  const people = [...new Set(samples.map(({ person }) => person))].sort();
  const foldOf = new Map(people.map((person, index) => [person, (index * 7) % folds]));
  const judged: Judgement[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const evidence = {
      source: '',
      least: 0,
      ...fit(
        detector,
        samples.filter(({ person }) => foldOf.get(person) !== fold),
      ),
    };
    samples.forEach(({ person, signs }, index) => {
      if (foldOf.get(person) !== fold) return;
      judged[index] = {
        odds: weighed(evidence, termsOf(detector, evidence, signs)),
        found: foundBy(evidence, signs),
      };
    });
  }
  return judged;
}

/** Log odds that a share of bare faces exceeds, when they were not known beforehand. */
export function leastOdds(
  samples: readonly Sample[],
  odds: readonly number[],
  falseShare: number,
): number {
  const ofBare = odds.filter((_, index) => !samples[index]!.isWorn);
  return percentile(ofBare, 1 - falseShare);
}
