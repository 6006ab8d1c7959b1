import {
  f32x4,
  functionOf,
  i32,
  i32x4,
  repeatWhile,
  sequence,
  shuffle32,
  shuffle64,
  v128,
  when,
  type Code,
  type FunctionText,
  type Local,
  type Locals,
  type ValueType,
} from '../../../wasm/assembler';
import { commonVector, inEveryLane } from '../../../wasm/common-vector';
import { advance, isLeft, number, variables } from '../../../wasm/loops';
import { changePixels, rounding, type Rounding } from '../../change-pixels';
import { leastWeight } from '../../runs';
import { pointNumbers } from './table';
import { blueStep, fractions, greenStep, largestSample, redStep } from './tetrahedra';

/** The loops of `mixer.ts`. */

/** Pixels that a step of the loops takes; what it does of more than there are nobody looks at. */
export const pixelsAtOnce = 4;

const numberBytes = 4;
export const pointBytes = pointNumbers * numberBytes;
const everyPixel = [0, 1, 2, 3] as const;

/** From a corner of a cell to others. */
const stepBytes = {
  red: redStep * numberBytes,
  green: greenStep * numberBytes,
  blue: blueStep * numberBytes,
  white: (redStep + greenStep + blueStep) * numberBytes,
} as const;

/** Vectors that are the same for every pixel. */
function constants() {
  const { fromWhole, fromReal } = inEveryLane;
  const whole = (value: number): Code => commonVector(fromWhole(value));
  return {
    least: commonVector(fromReal(leastWeight)),
    largest: commonVector(fromReal(largestSample)),
    fractions: whole(fractions),
    red: whole(stepBytes.red),
    green: whole(stepBytes.green),
    blue: whole(stepBytes.blue),
    white: whole(stepBytes.white),
    redAndGreen: whole(stepBytes.red | (stepBytes.green << 16)),
    steps: whole(0xffff),
    wholeCells: whole(~0xffff),
    wholePoints: whole(-pointBytes),
    rounding: rounding(),
  };
}

type Constants = ReturnType<typeof constants>;

function localsOf(parameters: Locals<6>, variable: (type: ValueType) => Local) {
  const [samples, weights, count, table, sums, left] = parameters;
  const vectors = <Count extends number>(many: Count) => variables(variable, 'v128', many);
  const [one, other, weight, r, g, b] = vectors(6);
  const [high, middle, low, black, first, second] = vectors(6);
  return {
    ...{ samples, weights, count, table, sums, left },
    ...{ corner: variable('i32'), missing: variable('i32') },
    pixels: vectors(4),
    ...{ one, other, weight, r, g, b, high, middle, low, black, first, second },
    shares: vectors(4),
    found: vectors(4),
  };
}

interface Names extends ReturnType<typeof localsOf> {
  readonly constant: Constants;
  readonly pixelBytes: number;
}

const { add, subtract, sumOfProducts, shiftLeft, shiftRight, lane, splat } = i32x4;

/** For pixels of so many channels. */
export function mixingTexts(channels: 3 | 4): readonly FunctionText[] {
  const constant = constants();
  const text = (name: string, use: (names: Names) => Code): FunctionText =>
    functionOf(`${name} ${channels}`, 6, (parameters, variable) => {
      const names = { ...localsOf(parameters, variable), constant, pixelBytes: channels * 2 };
      return mixing(names, use(names));
    });
  return [
    text('collect', collect),
    text('mix', channels === 4 ? changeFour : changeThree),
    addText(channels, constant.rounding),
  ];
}

/**
 * As `collect` of `reference.ts`, four pixels in the lanes of vectors. Where a corner is missing that counts for
 * something the loop ends: what is left is told at `left`.
 */
function mixing(names: Names, use: Code): Code {
  const { samples, weights, weight, count, sums, left, found, missing, constant } = names;
  const all = found.map(({ get }) => get).reduce(v128.or);
  return repeatWhile(
    isLeft(count),
    missing.set(number(0)),
    weight.set(v128.load(weights.get)),
    weight.set(v128.and(weight.get, f32x4.lessThan(constant.least, weight.get))),
    when(
      v128.isAnySet(weight.get),
      load(names),
      locate(names),
      order(names),
      weigh(names),
      ...everyPixel.map((pixel) => blend(names, pixel)),
      missing.set(lane(all, pointNumbers - 1)),
      when(i32.equalsZero(missing.get), use),
      when(missing.get, i32.store(left.get, count.get), count.set(number(0))),
    ),
    advance(samples, number(names.pixelBytes * pixelsAtOnce)),
    advance(weights, number(numberBytes * pixelsAtOnce)),
    advance(sums, number(pointBytes * pixelsAtOnce)),
    advance(count, number(-pixelsAtOnce)),
  );
}

function collect({ sums, found }: Names): Code {
  const addOne = ({ get }: Local, pixel: number): Code => {
    const place = pixel * pointBytes;
    return v128.store(sums.get, f32x4.add(v128.load(sums.get, place), get), place);
  };
  return sequence(...found.map(addOne));
}

/** As `add` of `reference.ts` with what was found. */
function changed({ pixels, found, constant }: Names, pixel: number): Code {
  return add(pixels[pixel]!.get, constant.rounding(found[pixel]!.get));
}

/** Two pixels are a vector; nothing is added to a fourth channel. */
function changeFour(names: Names): Code {
  const { samples, pixelBytes } = names;
  const two = (first: number): Code =>
    v128.store(
      samples.get,
      i32x4.narrow(changed(names, first), changed(names, first + 1)),
      first * pixelBytes,
    );
  return sequence(two(0), two(2));
}

function changeThree(names: Names): Code {
  const { samples, one, pixelBytes } = names;
  return sequence(
    ...everyPixel.flatMap((pixel) => [
      one.set(changed(names, pixel)),
      one.set(i32x4.narrow(one.get, one.get)),
      v128.store32(samples.get, one.get, 0, pixel * pixelBytes),
      v128.store16(samples.get, one.get, 2, pixel * pixelBytes + 4),
    ]),
  );
}

/** Red, green and blue of four pixels, each in a vector. */
function load({ samples, pixelBytes, pixels, one, other, r, g, b }: Names): Code {
  const [first, second, third, fourth] = pixels;
  const inTurn = (from: Local, and: Local, place: number): Code =>
    shuffle32(from.get, and.get, [place, place + 4, place + 1, place + 5]);
  return sequence(
    ...pixels.map((pixel, at) => pixel.set(v128.loadFour16(samples.get, at * pixelBytes))),
    one.set(inTurn(first, second, 0)),
    other.set(inTurn(third, fourth, 0)),
    r.set(shuffle64(one.get, other.get, 0, 2)),
    g.set(shuffle64(one.get, other.get, 1, 3)),
    b.set(shuffle64(inTurn(first, second, 2), inTurn(third, fourth, 2), 0, 2)),
  );
}

/** Where the corners of the pixels' cells nearest to black lie, and places in cells (`placeOf`) in place of samples. */
function locate({ one, r, g, b, black, table, constant }: Names): Code {
  const { redAndGreen, wholeCells, wholePoints } = constant;
  const place = (sample: Local): Code =>
    sample.set(add(shiftLeft(sample.get, number(5)), shiftRight(sample.get, number(11))));
  // A blue cell's step is a point, of 16 bytes.
  const ofBlue = v128.and(shiftRight(b.get, number(12)), wholePoints);
  return sequence(
    place(r),
    place(g),
    place(b),
    one.set(v128.or(shiftRight(r.get, number(16)), v128.and(g.get, wholeCells))),
    black.set(add(add(splat(table.get), sumOfProducts(one.get, redAndGreen)), ofBlue)),
  );
}

/**
 * The fractions of cells' sides by size, and where the corners between black and white lie. Behind each fraction in a
 * number stands the step of its channel, so that whatever is largest tells where it leads.
 */
function order({ r, g, b, high, middle, low, black, first, second, constant }: Names): Code {
  const { red, green, blue, white, steps } = constant;
  const { leastUnsigned, mostUnsigned, shiftRightUnsigned } = i32x4;
  const fractionAndStep = (place: Local, step: Code): Code =>
    place.set(v128.or(shiftLeft(place.get, number(16)), step));
  const sum = add(add(r.get, g.get), b.get);
  return sequence(
    fractionAndStep(r, red),
    fractionAndStep(g, green),
    fractionAndStep(b, blue),
    high.set(mostUnsigned(mostUnsigned(r.get, g.get), b.get)),
    low.set(leastUnsigned(leastUnsigned(r.get, g.get), b.get)),
    middle.set(subtract(sum, add(high.get, low.get))),
    first.set(add(black.get, v128.and(high.get, steps))),
    second.set(subtract(add(black.get, white), v128.and(low.get, steps))),
    ...[high, middle, low].map((one) => one.set(shiftRightUnsigned(one.get, number(16)))),
  );
}

/** What the four corners count for. */
function weigh({ weight, high, middle, low, shares, constant }: Names): Code {
  const parts = [
    subtract(constant.fractions, high.get),
    subtract(high.get, middle.get),
    subtract(middle.get, low.get),
    low.get,
  ];
  return sequence(
    weight.set(f32x4.multiply(weight.get, constant.largest)),
    ...shares.map((share, at) => share.set(f32x4.multiply(weight.get, f32x4.fromI32(parts[at]!)))),
  );
}

/** A pixel's four corners' weighed sum. */
function blend({ corner, black, first, second, shares, found }: Names, pixel: number): Code {
  const weighed = (at: number, address: Code, offset = 0): Code => {
    const share = shares[at]!.get;
    const everywhere = shuffle32(share, share, [pixel, pixel, pixel, pixel]);
    return f32x4.multiply(everywhere, v128.load(address, offset));
  };
  const darker = f32x4.add(weighed(0, corner.get), weighed(1, lane(first.get, pixel)));
  const lighter = f32x4.add(
    weighed(2, lane(second.get, pixel)),
    weighed(3, corner.get, stepBytes.white),
  );
  return sequence(
    corner.set(lane(black.get, pixel)),
    found[pixel]!.set(f32x4.add(darker, lighter)),
  );
}

/** As `add` of `reference.ts`. */
function addText(channels: 3 | 4, rounded: Rounding): FunctionText {
  return functionOf(`add ${channels}`, 3, ([samples, count, sums], variable) => {
    const sum = add(v128.loadFour16(samples.get), rounded(v128.load(sums.get)));
    const row = { samples, count, step: number(channels * 2) };
    return changePixels(row, sum, variable('v128'), [advance(sums, number(pointBytes))]);
  });
}
