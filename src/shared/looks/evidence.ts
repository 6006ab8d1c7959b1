import { z } from 'zod';
import type { BareSigns, Detector, Found, Signs } from '../edits/signs';

/**
 * How likely what a face shows comes from make-up: logistic regression over signs, one file an edit, written by
 * `npm run quality -- look-evidence`, which says in it how it was made.
 */
const row = z.array(z.number());
/** In the file as whole thousandths: finer than anything in deviations is known. */
const rowOfThousandths = z.codec(z.array(z.int()), row, {
  decode: (thousandths) => thousandths.map((value) => value / 1000),
  encode: (values) => values.map((value) => Math.round(1000 * value)),
});
/** By value: its middle and its deviation among those that were fitted, and its weight in deviations. */
const model = z.object({
  terms: z.record(z.string(), z.tuple([z.number(), z.number(), z.number()])),
  constant: z.number(),
});
/**
 * Signs as a whole: in deviations from their middles, then along directions in which bare faces all vary by 1. `added`
 * is what make-up adds there, `ways` (orthogonal) how that differs from one make-up to another, and by how much.
 */
const pattern = z.object({
  scales: z.record(z.string(), z.tuple([z.number(), z.number()])),
  mean: rowOfThousandths,
  /** Lower triangle. */
  whitening: z.array(rowOfThousandths),
  added: rowOfThousandths,
  ways: z.array(z.object({ direction: rowOfThousandths, variance: z.number() })),
});
export const evidenceSchema = z.object({
  source: z.string(),
  /** What bare faces show: least squares of each expected sign over the given ones and 1, and what deviates from it. */
  bare: z
    .object({
      rows: z.record(z.string(), row),
      deviations: z.record(z.string(), z.number()),
      /** Inverse covariances of the deviations that count together. */
      together: z.record(z.string(), z.array(row)),
    })
    .optional(),
  patterns: z.record(z.string(), pattern).optional(),
  ...model.shape,
  /** Of each option that a choice has. */
  options: z.record(z.string(), model).optional(),
  /** Least squares over signs, of a colour's L, a and b and of a number. */
  colors: z.record(z.string(), z.object({ L: model, a: model, b: model })).optional(),
  numbers: z.record(z.string(), model).optional(),
  /** Log odds that as few bare faces exceed as `source` says. */
  least: z.number(),
});
export type Evidence = z.infer<typeof evidenceSchema>;
export type Model = z.infer<typeof model>;
export type BareModel = NonNullable<Evidence['bare']>;
export type Pattern = z.infer<typeof pattern>;

const files = import.meta.glob<unknown>('../edits/*/evidence.json', {
  eager: true,
  import: 'default',
});

const byEdit = new Map(
  Object.entries(files).map(([path, json]) => [path.split('/').at(-2), evidenceSchema.parse(json)]),
);

/** Whether an edit's make-up is seen, by its detector. */
export function isWorn(evidence: Evidence, detector: Detector, signs: Signs): boolean {
  return weighed(evidence, termsOf(detector, evidence, signs)) > evidence.least;
}

/** What signs tell of make-up that is worn: the likeliest option, colours and numbers. */
export function foundBy(
  { options, colors, numbers }: Pick<Evidence, 'options' | 'colors' | 'numbers'>,
  signs: Signs,
): Found {
  const weigh = (one: Model): number => weighed(one, signs);
  return {
    option: likeliest(options ?? {}, weigh),
    colors: mapped(colors ?? {}, ({ L, a, b }) => ({ L: weigh(L), a: weigh(a), b: weigh(b) })),
    numbers: mapped(numbers ?? {}, weigh),
  };
}

function likeliest(
  options: Readonly<Record<string, Model>>,
  weigh: (one: Model) => number,
): string | undefined {
  const names = Object.keys(options);
  const odds = Object.values(options).map(weigh);
  return names[odds.indexOf(Math.max(...odds))];
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (one: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([name, one]) => [name, change(one)]));
}

/** The edit's own file. */
export function evidenceFor(id: string): Evidence {
  const evidence = byEdit.get(id);
  if (!evidence) throw new RangeError(`no evidence.json for ${id}`);
  return evidence;
}

/** No single sign says more, however far off it is. */
const mostDeviations = 4;

/** Log odds, or what else the model is of. */
export function weighed({ terms, constant }: Model, values: Signs): number {
  return Object.entries(terms).reduce((sum, [name, [middle, deviation, weight]]) => {
    return sum + weight * standardized(values[name] ?? Number.NaN, middle, deviation);
  }, constant);
}

/** What was not seen speaks neither for nor against. */
export function standardized(value: number, middle: number, deviation: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.min(mostDeviations, Math.max(-mostDeviations, (value - middle) / deviation));
}

/**
 * The numbers that are weighed: deviations from what is expected of a bare face, their distances, plain signs, and how
 * like make-up they are as a whole.
 */
export function termsOf(
  detector: Detector,
  { bare, patterns }: Pick<Evidence, 'bare' | 'patterns'>,
  signs: Signs,
): Signs {
  const ofBare = detector.bare && bare ? termsOfBare(detector.bare, bare, signs) : {};
  const plain = (detector.plain ?? []).map((name): [string, number] => [
    name,
    signs[name] ?? Number.NaN,
  ]);
  const likenesses = Object.entries(patterns ?? {}).map(([name, one]): [string, number] => [
    `${name}Likeness`,
    likeness(one, signs),
  ]);
  return { ...ofBare, ...Object.fromEntries([...plain, ...likenesses]) };
}

function termsOfBare(detected: BareSigns, model: BareModel, signs: Signs): Signs {
  const beyond = Object.fromEntries(
    detected.expected.map((name) => [name, beyondExpected(detected, model, signs, name)]),
  );
  const deviations = detected.expected.map((name): [string, number] => [
    `${name}Deviation`,
    (beyond[name] ?? Number.NaN) / (model.deviations[name] ?? 1),
  ]);
  const distances = Object.entries(detected.together).map(([name, of]): [string, number] => [
    `${name}Distance`,
    distance(
      of.map((sign) => beyond[sign] ?? Number.NaN),
      model.together[name] ?? [],
    ),
  ]);
  return Object.fromEntries([...deviations, ...distances]);
}

/** What a sign has beyond that of a bare face; given signs that were not seen count as 0. */
function beyondExpected(
  { given }: BareSigns,
  { rows }: BareModel,
  signs: Signs,
  name: string,
): number {
  const weights = rows[name] ?? [];
  const expected = given.reduce((sum, sign, index) => {
    const value = signs[sign] ?? Number.NaN;
    return sum + (weights[index] ?? 0) * (Number.isNaN(value) ? 0 : value);
  }, weights[given.length] ?? 0);
  return (signs[name] ?? Number.NaN) - expected;
}

const farthest = 8;

/** Mahalanobis' distance. */
function distance(values: readonly number[], inverse: readonly (readonly number[])[]): number {
  const square = dot(values, transformed(inverse, values));
  return Math.min(farthest, Math.sqrt(Math.max(0, square)));
}

/** A matrix times a column; of a lower triangular one the zeros may be left out. */
export function transformed(
  matrix: readonly (readonly number[])[],
  column: readonly number[],
): number[] {
  return matrix.map((weights) => dot(weights, column));
}

/** Degrees of freedom: with fewer, less of what is far from all bare faces speaks for make-up or against it. */
const degreesOfFreedom = 30;

/**
 * How much nearer a face lies to faces in make-up than to bare ones, by the logarithm of their distances' ratio: what
 * make-up does not explain counts against it, so that a ruddy or oddly lit face is not taken for it (the likelihoods'
 * ratio of multivariate t-distributions).
 */
function likeness({ scales, mean, whitening, added, ways }: Pattern, signs: Signs): number {
  const beyond = Object.entries(scales).map(
    ([name, [middle, deviation]], index) =>
      standardized(signs[name] ?? Number.NaN, middle, deviation) - (mean[index] ?? 0),
  );
  const place = transformed(whitening, beyond);
  const left = place.map((value, index) => value - (added[index] ?? 0));
  const explained = ways.reduce(
    (sum, { direction, variance }) => sum + (dot(direction, left) ** 2 * variance) / (1 + variance),
    0,
  );
  return Math.log(
    (degreesOfFreedom + dot(place, place)) / (degreesOfFreedom + dot(left, left) - explained),
  );
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
