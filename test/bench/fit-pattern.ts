import { whitened, type Pattern } from '@shared/looks/evidence';
import { covariance, lessRow, meanRow, principals, whitening, type Row } from './logistic';

/** A picture of a person, its signs in deviations. */
export interface PatternSample {
  readonly person: string;
  readonly isWorn: boolean;
  readonly row: Row;
}

/**
 * Some 150 people do not show in which ways bare faces never differ: nothing is taken to vary by less than about half a
 * deviation.
 */
const leastVariance = 0.3;
/** More or less of it, and another hue. */
const waysOfMakeup = 2;

/** How bare faces vary as a whole, and what make-up adds to the very same face. */
export function fitPattern(scales: Pattern['scales'], samples: readonly PatternSample[]): Pattern {
  const bareOf = new Map(
    [...new Set(samples.map(({ person }) => person))].flatMap((person): [string, Row][] => {
      const bare = samples.filter((one) => one.person === person && !one.isWorn);
      return bare.length > 0 ? [[person, meanRow(bare.map(({ row }) => row))]] : [];
    }),
  );
  const people = [...bareOf.values()];
  const mean = meanRow(people);
  const differences = (isWorn: boolean): Row[] =>
    samples.flatMap((one) => {
      const bare = bareOf.get(one.person);
      return bare && one.isWorn === isWorn ? [lessRow(one.row, bare)] : [];
    });
  const between = covariance(people);
  const within = covariance(differences(false));
  const whole = between.map((row, index) =>
    row.map(
      (value, column) => value + within[index]![column]! + (index === column ? leastVariance : 0),
    ),
  );
  const toBare = whitening(whole);
  const additions = differences(true).map((row) => whitened(toBare, row));
  const added = meanRow(additions);
  const ways = principals(
    additions.map((row) => lessRow(row, added)),
    waysOfMakeup,
  );
  return { scales, mean, whitening: toBare, added, ways };
}
