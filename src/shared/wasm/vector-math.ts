import {
  f32,
  f32x4,
  i32x4,
  sequence,
  v128,
  type Code,
  type Local,
  type ValueType,
} from './assembler';
import { number, variables } from './loops';

/** Formulas of four numbers at a time: every function gives the code of its value. */

export function constant(value: number): Code {
  return f32x4.splat(f32.constant(value));
}

export function plus(first: Code, ...others: readonly Code[]): Code {
  return others.reduce((one, other) => f32x4.add(one, other), first);
}

export const minus = f32x4.subtract;

export function times(first: Code, ...others: readonly Code[]): Code {
  return others.reduce((one, other) => f32x4.multiply(one, other), first);
}

export const over = f32x4.divide;
export const least = f32x4.min;
export const most = f32x4.max;

/** Numbers at a share of the way from some to others, given what lies between them. */
export function onTheWay(from: Code, difference: Code, share: Code): Code {
  return plus(from, times(share, difference));
}

export function within(lowest: number, value: Code, highest: number): Code {
  return least(constant(highest), most(constant(lowest), value));
}

/** One value where the first of two others is less than the second, and another where it is not. */
export function whereLess(first: Code, second: Code, one: Code, other: Code): Code {
  return v128.choose(one, other, f32x4.lessThan(first, second));
}

/** Horner's scheme, the constant term first. */
export function polynomial(variable: Code, terms: readonly number[]): Code {
  return terms
    .slice(0, -1)
    .reduceRight(
      (sum, term) => plus(constant(term), times(variable, sum)),
      constant(terms[terms.length - 1]!),
    );
}

const exponentBits = 23;
const exponentOfOne = 127;
/** The bits of sqrt(1/2): numbers are taken apart there, so that logarithms near 1 lose nothing. */
const bitsOfRootOfHalf = new Int32Array(Float32Array.of(Math.SQRT1_2).buffer)[0]!;
/** 1 / n!, as many as the square root of two needs for seven digits. */
const factorials = [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720] as const;
/** Beyond this a power of e is as good as 0 or infinite. */
const mostExponent = 80;

/** Curves that are no instruction, to within a millionth. */
export class Curves {
  readonly #bits: Local;
  readonly #whole: Local;
  readonly #rest: Local;

  constructor(variable: (type: ValueType) => Local) {
    [this.#bits, this.#whole, this.#rest] = variables(variable, 'v128', 3);
  }

  /** The natural logarithm of positive numbers, by the series of the inverse hyperbolic tangent. */
  logarithm(into: Local, value: Code): Code {
    const [bits, whole, rest] = [this.#bits, this.#whole, this.#rest];
    const exponent = i32x4.shiftRight(
      i32x4.subtract(bits.get, i32x4.splat(number(bitsOfRootOfHalf))),
      number(exponentBits),
    );
    const mantissa = i32x4.subtract(bits.get, i32x4.shiftLeft(whole.get, number(exponentBits)));
    const series = polynomial(times(rest.get, rest.get), [2, 2 / 3, 2 / 5, 2 / 7]);
    return sequence(
      bits.set(value),
      whole.set(exponent),
      bits.set(mantissa),
      rest.set(over(minus(bits.get, constant(1)), plus(bits.get, constant(1)))),
      into.set(plus(times(f32x4.fromI32(whole.get), constant(Math.LN2)), times(rest.get, series))),
    );
  }

  /** e to the power of numbers: Taylor's series between two powers of two. */
  exponential(into: Local, value: Code): Code {
    const [bits, whole, rest] = [this.#bits, this.#whole, this.#rest];
    const power = i32x4.shiftLeft(
      i32x4.add(i32x4.fromF32(whole.get), i32x4.splat(number(exponentOfOne))),
      number(exponentBits),
    );
    return sequence(
      bits.set(times(within(-mostExponent, value, mostExponent), constant(Math.LOG2E))),
      whole.set(f32x4.round(bits.get)),
      rest.set(times(minus(bits.get, whole.get), constant(Math.LN2))),
      into.set(times(polynomial(rest.get, factorials), power)),
    );
  }
}
