/**
 * sRGB (IEC 61966-2-1) and OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020).
 * Components of sRGB are 0-1; L is 0-1, a and b about -0.4 to 0.4.
 */
export interface Oklab {
  readonly L: number;
  readonly a: number;
  readonly b: number;
}

export type Triple = [number, number, number];

export function srgbToLinear(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}

export function linearToSrgb(linear: number): number {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
}

/** Lightness of linear light (ITU-R BT.709), or of its logarithms or differences, weighed alike. */
export function luminanceOf(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Weights of red, green and blue in linear light, for each kind of cone. */
export const conesOfLight = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
] as const;

/** Weights of the cones' cube roots, for L, a and b. */
export const oklabOfRoots = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
] as const;

// As numbers of their own they are at hand.
const [
  [longRed, longGreen, longBlue],
  [mediumRed, mediumGreen, mediumBlue],
  [shortRed, shortGreen, shortBlue],
] = conesOfLight;
const [[LLong, LMedium, LShort], [aLong, aMedium, aShort], [bLong, bMedium, bShort]] = oklabOfRoots;

export function linearToOklab(red: number, green: number, blue: number): Oklab {
  const long = cubeRoot(longRed * red + longGreen * green + longBlue * blue);
  const medium = cubeRoot(mediumRed * red + mediumGreen * green + mediumBlue * blue);
  const short = cubeRoot(shortRed * red + shortGreen * green + shortBlue * blue);
  return {
    L: LLong * long + LMedium * medium + LShort * short,
    a: aLong * long + aMedium * medium + aShort * short,
    b: bLong * long + bMedium * medium + bShort * short,
  };
}

/** Steps of the table of cube roots, from 0 to 1. */
export const rootSteps = 16384;
export const cubeRoots = Float64Array.from({ length: rootSteps + 2 }, (_, step) =>
  Math.cbrt(step / rootSteps),
);
/** Below it the roots' curve is too steep for the table. */
export const smallestTabled = 1 / 64;

/** From a table in the range that nearly all pixels are in, off by less than a millionth. */
function cubeRoot(value: number): number {
  if (!(value >= smallestTabled && value <= 1)) return Math.cbrt(value);
  const step = Math.floor(value * rootSteps);
  const from = cubeRoots[step]!;
  return from + (value * rootSteps - step) * (cubeRoots[step + 1]! - from);
}

/** May leave 0-1 where the colour lies outside sRGB. */
export function oklabToLinear({ L, a, b }: Oklab): Triple {
  writeLinear(L, a, b, found);
  return [found[0]!, found[1]!, found[2]!];
}

const found = new Float64Array(3);

function writeLinear(L: number, a: number, b: number, result: Float64Array): void {
  const long = cube(L + 0.3963377774 * a + 0.2158037573 * b);
  const medium = cube(L - 0.1055613458 * a - 0.0638541728 * b);
  const short = cube(L - 0.0894841775 * a - 1.291485548 * b);
  result[0] = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short;
  result[1] = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short;
  result[2] = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short;
}

function cube(value: number): number {
  return value * value * value;
}

export function srgbToOklab(red: number, green: number, blue: number): Oklab {
  return linearToOklab(srgbToLinear(red), srgbToLinear(green), srgbToLinear(blue));
}

/**
 * Back to sRGB, 0-1. A colour outside the gamut keeps its lightness and hue and loses chroma until it fits
 * (bisection), so that strong edits grow paler instead of shifting in hue.
 */
export function oklabToSrgb({ L, a, b }: Oklab): Triple {
  writeSrgb(L, a, b, found);
  return [found[0]!, found[1]!, found[2]!];
}

/** The same into three numbers that are there already: objects for each pixel of much hair are half of the work. */
export function writeSrgb(lightness: number, a: number, b: number, result: Float64Array): void {
  const L = Math.min(1, Math.max(0, lightness));
  writeLinear(L, a, b, result);
  if (!inGamut(result)) writePaler(L, a, b, result);
  result[0] = encoded(result[0]!);
  result[1] = encoded(result[1]!);
  result[2] = encoded(result[2]!);
}

function writePaler(L: number, a: number, b: number, result: Float64Array): void {
  let kept = 0;
  let excess = 1;
  for (let step = 0; step < 8; step++) {
    const share = (kept + excess) / 2;
    writeLinear(L, a * share, b * share, result);
    if (inGamut(result)) kept = share;
    else excess = share;
  }
  writeLinear(L, a * kept, b * kept, result);
}

const encodedSteps = 16384;
const encodedTable = Float32Array.from({ length: encodedSteps + 2 }, (_, step) =>
  linearToSrgb(step / encodedSteps),
);

/** sRGB of a linear value, cut off at 0 and 1, from a table: off by less than half a 16-bit level. */
function encoded(linear: number): number {
  if (linear <= 0) return 0;
  if (linear >= 1) return 1;
  const step = Math.floor(linear * encodedSteps);
  const share = linear * encodedSteps - step;
  return encodedTable[step]! + share * (encodedTable[step + 1]! - encodedTable[step]!);
}

const gamutTolerance = 1e-4;

function inGamut(linear: Float64Array): boolean {
  const red = linear[0]!;
  const green = linear[1]!;
  const blue = linear[2]!;
  return (
    Math.min(red, green, blue) >= -gamutTolerance &&
    Math.max(red, green, blue) <= 1 + gamutTolerance
  );
}

export function mixOklab(from: Oklab, to: Oklab, share: number): Oklab {
  return {
    L: from.L + (to.L - from.L) * share,
    a: from.a + (to.a - from.a) * share,
    b: from.b + (to.b - from.b) * share,
  };
}

/** What a table of this colour is kept under. */
export function oklabKey({ L, a, b }: Oklab): string {
  return `${L},${a},${b}`;
}

/** Reads "#rrggbb". Throws on anything else: colours are checked where they enter. */
export function oklabFromHex(hex: string): Oklab {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex)?.[1];
  if (!digits) throw new RangeError(`not a colour: ${hex}`);
  const value = Number.parseInt(digits, 16);
  return srgbToOklab((value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255);
}

/** Smooth step from 0 at `low` to 1 at `high`; falls when `low` is above `high`. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}
