import { transformed, type Pattern } from '@shared/looks/evidence';
import { covariance, lessRow, meanRow, principals, whitening, type Row } from './logistic';

/** A picture, its signs in deviations. */
export interface PatternSample {
  /** Who is in it, and in which light: what make-up adds is seen beside the same face without it. */
  readonly face: string;
  readonly isWorn: boolean;
  readonly row: Row;
}

/** Some 150 people do not show in which ways bare faces never differ: nothing is taken to vary less, in deviations². */
const leastVariance = 0.1;
/** More or less of it, and other hues: as many as miss least on strangers. */
const waysOfMakeup = 3;

/** How bare faces vary as a whole, and what make-up adds to the very same face. */
export function fitPattern(scales: Pattern['scales'], samples: readonly PatternSample[]): Pattern {
  const bareOf = new Map(
    [...new Set(samples.map(({ face }) => face))].flatMap((face): [string, Row][] => {
      const bare = samples.filter((one) => one.face === face && !one.isWorn);
      return bare.length > 0 ? [[face, meanRow(bare.map(({ row }) => row))]] : [];
    }),
  );
  const faces = [...bareOf.values()];
  const mean = meanRow(faces);
  const differences = (isWorn: boolean): Row[] =>
    samples.flatMap((one) => {
      const bare = bareOf.get(one.face);
      return bare && one.isWorn === isWorn ? [lessRow(one.row, bare)] : [];
    });
  const between = covariance(faces);
  const within = covariance(differences(false));
  const whole = between.map((row, index) =>
    row.map(
      (value, column) => value + within[index]![column]! + (index === column ? leastVariance : 0),
    ),
  );
  const toBare = whitening(whole);
  const additions = differences(true).map((row) => transformed(toBare, row));
  const added = meanRow(additions);
  const ways = principals(
    additions.map((row) => lessRow(row, added)),
    waysOfMakeup,
  );
  return { scales, mean, whitening: toBare, added, ways };
}
