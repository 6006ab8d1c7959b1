import type { Choice, Detector, Signs } from '@shared/edits/signs';
import {
  likeliestOption,
  logOdds,
  standardized,
  termsOf,
  type BareModel,
  type Evidence,
  type Model,
} from '@shared/looks/evidence';
import { covariance, inverse, leastSquares, logistic } from './logistic';
import { median, percentile } from './table';

/** One picture of a person: what it shows, and whether the make-up in question is worn in it. */
export interface Sample {
  readonly person: string;
  readonly signs: Signs;
  readonly isWorn: boolean;
  /** How often it counts. */
  readonly count: number;
  /** Of the detector's choice, what is worn. */
  readonly option?: string | undefined;
}

type Fitted = Omit<Evidence, 'source' | 'least'>;
type Options = NonNullable<Evidence['options']>;

const ridge = 8;
const folds = 10;

/** Fits a detector's evidence. */
export function fit(detector: Detector, samples: readonly Sample[]): Fitted {
  const bare = bareModel(
    detector,
    samples.filter(({ isWorn }) => !isWorn).map(({ signs }) => signs),
  );
  const model = fitModel(
    samples.map(({ signs }) => termsOf(detector, bare, signs)),
    samples.map(({ isWorn }) => isWorn),
    samples.map(({ count }) => count),
  );
  return {
    bare,
    ...model,
    ...(detector.choice && { options: fitChoice(detector.choice, samples) }),
  };
}

/** Each option against the others, all as if they were worn equally often. */
function fitChoice({ signs: names, options }: Choice, samples: readonly Sample[]): Options {
  const worn = samples.flatMap(({ signs, option: seen }) => {
    const option = Object.keys(options).find((name) => options[name]!.includes(seen ?? ''));
    const values = Object.fromEntries(names.map((name) => [name, signs[name] ?? Number.NaN]));
    return option === undefined ? [] : { option, values };
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
  const names = Object.keys(values[0] ?? {});
  const scales = names.map((name) => {
    const seen = values.map((one) => one[name] ?? Number.NaN).filter(Number.isFinite);
    return { middle: median(seen), deviation: deviationOf(seen) };
  });
  const rows = values.map((one) =>
    names.map((name, index) => {
      const { middle, deviation } = scales[index]!;
      return standardized(one[name] ?? Number.NaN, middle, deviation);
    }),
  );
  const weights = logistic(rows, isPositive, counts, ridge);
  const terms = Object.fromEntries(
    names.map((name, index) => [name, { ...scales[index]!, weight: weights[index]! }]),
  );
  return { terms, constant: weights.at(-1) ?? 0 };
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function bareModel({ expected, given, together }: Detector, bare: readonly Signs[]): BareModel {
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
  readonly option: string | undefined;
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
        odds: logOdds(evidence, termsOf(detector, evidence.bare, signs)),
        option: likeliestOption(evidence, signs),
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
