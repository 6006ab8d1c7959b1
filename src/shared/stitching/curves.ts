/** Added to linear light before its logarithm is taken. */
export const floorLinear = 2e-3;

const lightSteps = 4096;
const mostLight = 2;
/** Finer towards black, where the curve is steep: entry i belongs to (i / steps)². */
const logarithms = Float64Array.from(
  { length: Math.ceil(Math.sqrt(mostLight) * lightSteps) + 2 },
  (_, index) => Math.log((index / lightSteps) ** 2 + floorLinear),
);

/** The natural logarithm of linear light and the floor, from a table, to within 1e-5. */
export function logarithmOfLight(linear: number): number {
  if (!(linear < mostLight)) return Math.log(linear + floorLinear);
  const position = linear > 0 ? Math.sqrt(linear) * lightSteps : 0;
  const index = position | 0;
  const before = logarithms[index]!;
  return before + (position - index) * (logarithms[index + 1]! - before);
}

const exponentSteps = 1024;
const mostExponent = 4;
const exponentials = Float64Array.from(
  { length: 2 * mostExponent * exponentSteps + 2 },
  (_, index) => Math.exp(index / exponentSteps - mostExponent),
);

/** From a table, to within a millionth of the value. */
export function exponential(exponent: number): number {
  const position = (exponent + mostExponent) * exponentSteps;
  if (!(position >= 0 && position < 2 * mostExponent * exponentSteps)) return Math.exp(exponent);
  const index = position | 0;
  const before = exponentials[index]!;
  return before + (position - index) * (exponentials[index + 1]! - before);
}
