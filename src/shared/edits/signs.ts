import type { Oklab } from '../pixels/color';
import type { Seen } from './seen';
import type { SkinLine } from './skin-line';
import { ascending, meanOf, quantile, type Colors } from './seen-pixels';

/**
 * What a face shows that may come from make-up, as numbers by name. What could not be measured is NaN. None of them
 * decides alone: `looks/evidence.ts` weighs them with what bare faces show.
 */
export type Signs = Readonly<Record<string, number>>;

/** How an edit's make-up is told from a bare face: by signs in any of three ways. */
export interface Detector {
  readonly measure: (seen: Seen) => Signs | undefined;
  /** Signs that count by how far they are from what they are on bare faces. */
  readonly bare?: BareSigns;
  /** Signs that count as they are. */
  readonly plain?: readonly string[];
  /** Signs that are compared as a whole with those of faces with and without make-up. */
  readonly patterns?: Readonly<Record<string, readonly string[]>>;
  /** A choice among an edit's parameters that can be read off signs too. */
  readonly choice?: Choice;
  /** Parameters that can be: colours with the amounts without which they are not seen, and numbers. */
  readonly colors?: Readonly<Record<string, string>>;
  readonly numbers?: readonly string[];
}

/** Signs of which bare faces have about as much as others let expect. */
export interface BareSigns {
  readonly expected: readonly string[];
  readonly given: readonly string[];
  /** Expected signs whose distance from what is expected counts together, whatever its direction. */
  readonly together: Readonly<Record<string, readonly string[]>>;
}

/** What signs tell of make-up that is worn. */
export interface Found {
  readonly option: string | undefined;
  readonly colors: Readonly<Record<string, Oklab>>;
  readonly numbers: Readonly<Record<string, number>>;
}

export interface Choice {
  readonly parameter: string;
  /** By the option that is read: those that look like it. */
  readonly options: Readonly<Record<string, readonly string[]>>;
}

/**
 * Logarithms of what the eye's cones get (OKLab's own cones), as light, red against green, and blue against yellow.
 * A lamp of another colour or strength adds a constant to each, so differences within a face do not know it.
 */
export interface Opponents {
  readonly light: number;
  readonly redGreen: number;
  readonly blueYellow: number;
}

const leastCone = 0.02;

/** The inverse of OKLab's second matrix (Ottosson 2020). */
export function opponentsOf({ L, a, b }: Oklab): Opponents {
  const cone = (root: number): number => 3 * Math.log(Math.max(leastCone, root));
  const long = cone(L + 0.3963377774 * a + 0.2158037573 * b);
  const medium = cone(L - 0.1055613458 * a - 0.0638541728 * b);
  const short = cone(L - 0.0894841775 * a - 1.291485548 * b);
  return {
    light: 0.4 * long + 0.4 * medium + 0.2 * short,
    redGreen: long - medium,
    blueYellow: short - (long + medium) / 2,
  };
}

/**
 * How one colour differs from another, as three signs; NaN where one of them was not seen. Where one of them lies in less
 * light, its hues are compared with those that the face's skin has there.
 */
export function apart(
  name: string,
  one: Oklab | undefined,
  other: Oklab | undefined,
  line: SkinLine = inAnyLight,
): Signs {
  const [here, there] = [one && opponentsOf(one), other && opponentsOf(other)];
  const between = (axis: keyof Opponents): number =>
    here && there ? here[axis] - there[axis] : Number.NaN;
  const light = between('light');
  return {
    [`${name}Light`]: light,
    [`${name}RedGreen`]: between('redGreen') - line.redGreen * light,
    [`${name}BlueYellow`]: between('blueYellow') - line.blueYellow * light,
  };
}

const inAnyLight: SkinLine = { redGreen: 0, blueYellow: 0 };

/** Mean colour of the pixels whose lightness is between two shares of all. */
export function meanBetween({ L, a, b }: Colors, from: number, to: number): Oklab {
  const order = [...L.keys()].sort((one, other) => L[one]! - L[other]!);
  const start = Math.floor(from * order.length);
  const part = order.slice(start, Math.max(start + 1, Math.floor(to * order.length)));
  const mean = (values: readonly number[]): number => meanOf(part.map((pixel) => values[pixel]!));
  return { L: mean(L), a: mean(a), b: mean(b) };
}

/** The spread of a coordinate beside the lightness, from the 10th to the 90th percentile; its logarithm. */
export function relativeRange(values: readonly number[], { L }: Colors): number {
  const [sorted, light] = [ascending(values), ascending(L)];
  const range = quantile(sorted, 0.9) - quantile(sorted, 0.1);
  return Math.log(range / quantile(light, 0.5) + 0.003);
}

/** Of both sides: the mean of what was seen. */
export function meanSigns(all: readonly Signs[]): Signs {
  const names = new Set(all.flatMap((signs) => Object.keys(signs)));
  return Object.fromEntries(
    [...names].map((name) => {
      const seen = all.flatMap((signs) => {
        const value = signs[name] ?? Number.NaN;
        return Number.isNaN(value) ? [] : value;
      });
      return [name, seen.length > 0 ? meanOf(seen) : Number.NaN];
    }),
  );
}

export function merged(all: readonly Signs[]): Signs {
  return Object.fromEntries(all.flatMap((signs) => Object.entries(signs)));
}
