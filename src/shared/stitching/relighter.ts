import { createPlanes, type Plane, type Planes } from '../pixels/raster';
import {
  f32x4,
  functionOf,
  i32,
  repeatWhile,
  sequence,
  v128,
  when,
  type Code,
  type Local,
  type ValueType,
} from '../wasm/assembler';
import { betweenRowsText, enlargeRowText } from '../wasm/enlarging';
import { advance, isLeft, number, placed, variables } from '../wasm/loops';
import { Machine } from '../wasm/machine';
import {
  constant,
  Curves,
  least,
  minus,
  most,
  over,
  plus,
  polynomial,
  times,
  whereLess,
  within,
} from '../wasm/vector-math';
import { floorLinear } from './curves';
import type { SkinLights } from './light';
import { lightBytes, LightsInMemory, type LightsOnGrid } from './lights-in-memory';
import {
  brightShareDarker,
  brightShareLighter,
  hairLog,
  leastHue,
  leastHueShare,
  mostHueShare,
  mostShade,
  reflectionLog,
  shoulderLinear,
  type ColorRow,
  type LightOptions,
  type LightRow,
} from './relight';

/** Of a pixel: its colour, what is known of the light there, and where the feature itself is. */
const rowNames = [
  ...(['red', 'green', 'blue'] as const),
  ...(['gain', 'level', 'own'] as const),
  ...(['fromRed', 'fromGreen', 'fromBlue', 'toRed', 'toGreen', 'toBlue'] as const),
] as const;
const rowCount = rowNames.length;
const optionNames = ['strength', 'ofOwn', 'hueOfOwn', 'shadeShare', 'isSkin', 'isHair'] as const;

const numberBytes = 4;
const pixelsAtOnce = 4;
const luminance = [0.2126, 0.7152, 0.0722] as const;
const channels = [0, 1, 2] as const;

type Variable = (type: ValueType) => Local;

const one = constant(1);
const nothing = constant(0);
const square = (local: Local): Code => times(local.get, local.get);
const sumOf = (terms: readonly Code[]): Code => plus(terms[0]!, ...terms.slice(1));

function vectorsOf(variable: Variable) {
  const logs = variables(variable, 'v128', 3);
  const [lightness, own, below, above, lighter, ofSkin] = variables(variable, 'v128', 6);
  const [factor, bright, skin, part, less, value] = variables(variable, 'v128', 6);
  return {
    ...{ logs, lightness, own, below, above, lighter, ofSkin },
    ...{ factor, bright, skin, part, less, value },
  };
}

type Vectors = ReturnType<typeof vectorsOf>;

/** What is read, and by which curves it is worked on. */
interface Given {
  readonly row: (name: (typeof rowNames)[number]) => Code;
  readonly color: (channel: 0 | 1 | 2) => Code;
  readonly from: (channel: 0 | 1 | 2) => Code;
  readonly to: (channel: 0 | 1 | 2) => Code;
  readonly option: (name: (typeof optionNames)[number]) => Code;
  readonly curves: Curves;
}

function givenOf(pointers: readonly Local[], options: Local, curves: Curves): Given {
  const at = (index: number): Code => v128.load(pointers[index]!.get);
  return {
    row: (name) => at(rowNames.indexOf(name)),
    color: (channel) => at(rowNames.indexOf('red') + channel),
    from: (channel) => at(rowNames.indexOf('fromRed') + channel),
    to: (channel) => at(rowNames.indexOf('toRed') + channel),
    option: (name) => v128.loadSplat32(options.get, numberBytes * optionNames.indexOf(name)),
    curves,
  };
}

/** As `relightRow` of `relight.ts`: rows lie `stride` bytes behind each other. */
const relightText = functionOf('relight', 4, (parameters, variable) => {
  const [rows, stride, options, count] = parameters;
  const pointers = variables(variable, 'i32', rowCount);
  const vectors = vectorsOf(variable);
  const given = givenOf(pointers, options, new Curves(variable));
  return sequence(
    ...pointers.map((pointer, index) =>
      pointer.set(i32.add(rows.get, i32.multiply(stride.get, number(index)))),
    ),
    repeatWhile(
      isLeft(count),
      findLightness(given, vectors),
      findFactor(given, vectors),
      findHue(given, vectors),
      ...channels.map((channel) => press(given, vectors, pointers[channel], channel)),
      ...pointers.map((pointer) => advance(pointer, number(numberBytes * pixelsAtOnce))),
      advance(count, number(-pixelsAtOnce)),
    ),
  );
});

function findLightness({ row, color, option, curves }: Given, vectors: Vectors): Code {
  const { logs, lightness, own, below, above, lighter, ofSkin, value } = vectors;
  const dark = times(below.get, constant(1 / hairLog));
  const hair = over(square(value), plus(one, square(value)));
  return sequence(
    ...channels.map((channel) =>
      curves.logarithm(logs[channel], plus(color(channel), constant(floorLinear))),
    ),
    lightness.set(sumOf(channels.map((at) => times(constant(luminance[at]), logs[at].get)))),
    below.set(most(nothing, minus(row('level'), lightness.get))),
    above.set(most(nothing, minus(lightness.get, row('level')))),
    value.set(dark),
    own.set(times(row('own'), plus(one, times(option('isHair'), minus(hair, one))))),
    lighter.set(
      times(option('strength'), minus(one, times(own.get, option('ofOwn'))), row('gain')),
    ),
    ofSkin.set(most(option('isSkin'), minus(one, own.get))),
  );
}

/**
 * By how much the lightness grows, as a logarithm, and the factor of what is brighter than its skin; `brightness` of
 * `relight.ts` has no branches here.
 */
function findFactor({ option, curves }: Given, vectors: Vectors): Code {
  const { own, below, above, lighter, ofSkin, factor, bright, value } = vectors;
  const shade = least(constant(mostShade), below.get);
  const lifted = times(option('shadeShare'), ofSkin.get, shade, within(0, lighter.get, 1));
  const share = whereLess(
    nothing,
    lighter.get,
    times(constant(brightShareLighter), minus(one, own.get)),
    constant(brightShareDarker),
  );
  const more = minus(value.get, one);
  return sequence(
    curves.exponential(bright, times(minus(share, one), lighter.get)),
    curves.exponential(value, above.get),
    factor.set(over(plus(one, times(more, bright.get)), value.get)),
    lighter.set(plus(lighter.get, lifted)),
  );
}

/** How far the hue follows the skin's change, and by how much it fades with the skin's. */
function findHue({ from, to, option }: Given, vectors: Vectors): Code {
  const { logs, lightness, own, above, ofSkin, skin, part, less, value, bright } = vectors;
  const chroma = (channel: 0 | 1 | 2): Code => minus(logs[channel].get, lightness.get);
  const scalar = (a: (channel: 0 | 1 | 2) => Code, b: (channel: 0 | 1 | 2) => Code): Code =>
    plus(constant(leastHue), ...channels.map((channel) => times(a(channel), b(channel))));
  const ofHue = times(option('strength'), minus(one, times(own.get, option('hueOfOwn'))));
  const growth = minus(f32x4.squareRoot(over(scalar(to, to), value.get)), one);
  return sequence(
    bright.set(times(above.get, constant(1 / reflectionLog))),
    skin.set(over(ofSkin.get, plus(one, square(bright)))),
    value.set(scalar(from, from)),
    part.set(most(nothing, over(scalar(chroma, from), value.get))),
    less.set(times(ofHue, skin.get, least(nothing, growth))),
    part.set(
      plus(
        times(skin.get, within(leastHueShare, part.get, 1)),
        times(minus(one, skin.get), least(constant(mostHueShare), part.get)),
      ),
    ),
    part.set(times(ofHue, part.get)),
  );
}

/** A channel's new light, pressed together where it would leave the range. */
function press(given: Given, vectors: Vectors, into: Local, channel: 0 | 1 | 2): Code {
  const { color, from, to, curves } = given;
  const { logs, lightness, lighter, factor, part, less, value, above, bright, skin } = vectors;
  const change = plus(
    lighter.get,
    times(part.get, minus(to(channel), from(channel))),
    times(less.get, minus(minus(logs[channel].get, lightness.get), from(channel))),
  );
  // From here on `above` is the new light, `bright` where it begins to be pressed, `skin` the room beyond.
  const plain = minus(
    times(plus(color(channel), constant(floorLinear)), factor.get, value.get),
    constant(floorLinear),
  );
  const pressed = plus(bright.get, times(skin.get, minus(one, value.get)));
  const tiny = constant(1e-6);
  const inRange = whereLess(bright.get, one, pressed, above.get);
  return sequence(
    curves.exponential(value, change),
    above.set(most(nothing, plain)),
    bright.set(most(constant(shoulderLinear), color(channel))),
    v128.store(into.get, above.get),
    when(
      v128.isAnySet(f32x4.lessThan(bright.get, above.get)),
      skin.set(most(tiny, minus(one, bright.get))),
      curves.exponential(value, over(minus(bright.get, above.get), skin.get)),
      v128.store(into.get, whereLess(bright.get, above.get, inRange, above.get)),
    ),
  );
}

/** The power in sRGB's curve, 1.055 x^(1 / 2.4) - 0.055, in fourth roots: fitted to within 7e-6 where it holds. */
const srgbOfFourthRoot = [
  -0.06134267, 0.1620485, 1.25532932, -0.57736396, 0.28944461, -0.06812244,
] as const;

/** Linear light to sRGB's curve, in place; beyond 0-1 it is cut off. */
const encodeText = functionOf('encode', 2, (parameters, variable) => {
  const [numbers, count] = parameters;
  const [light, root] = variables(variable, 'v128', 2);
  const curve = polynomial(root.get, srgbOfFourthRoot);
  const line = times(constant(12.92), light.get);
  return repeatWhile(
    isLeft(count),
    light.set(within(0, v128.load(numbers.get), 1)),
    root.set(f32x4.squareRoot(f32x4.squareRoot(light.get))),
    v128.store(numbers.get, whereLess(constant(0.0031308), light.get, curve, line)),
    advance(numbers, number(numberBytes * pixelsAtOnce)),
    advance(count, number(-pixelsAtOnce)),
  );
});

let machine: Machine | undefined;

/** Relights and encodes rows of pixels. Only one is in use at a time. */
export class Relighter {
  readonly color: ColorRow;
  readonly light: LightRow;
  readonly #machine: Machine;
  readonly #stride: number;
  readonly #rows: number;
  readonly #options: number;
  readonly #lights: LightsInMemory | undefined;

  constructor(
    width: number,
    { share, strength, madeOf = 'other', shadeShare = 0 }: LightOptions,
    lights?: LightsOnGrid,
  ) {
    this.#machine = machine ??= new Machine([
      ...[relightText, encodeText],
      ...[betweenRowsText, enlargeRowText],
    ]);
    const factor = lights?.factor ?? 1;
    // What begins anywhere in a row is worked on in whole vectors, and lights in whole reduced pixels.
    const vectors = Math.ceil((width + 2 * factor) / pixelsAtOnce) + 1;
    this.#stride = numberBytes * pixelsAtOnce * vectors;
    const [at, bytes] = placed({
      options: numberBytes * optionNames.length,
      rows: this.#stride * rowCount,
      lights: lights ? lightBytes(lights) : 0,
    });
    this.#rows = at.rows;
    this.#options = at.options;
    const memory = this.#machine.room(bytes);
    this.#lights = lights && new LightsInMemory(this.#machine, memory, at.lights, lights);
    const options = [strength, 1 - share, 1 - share * share, shadeShare];
    new Float32Array(memory, at.options, optionNames.length).set([
      ...options,
      Number(madeOf === 'skin'),
      Number(madeOf === 'hair'),
    ]);
    const row = (name: (typeof rowNames)[number]): Float32Array =>
      new Float32Array(memory, at.rows + this.#stride * rowNames.indexOf(name), width);
    this.color = [row('red'), row('green'), row('blue')];
    this.light = {
      ...{ gain: row('gain'), level: row('level'), own: row('own') },
      from: [row('fromRed'), row('fromGreen'), row('fromBlue')],
      to: [row('toRed'), row('toGreen'), row('toBlue')],
    };
  }

  /** Fills some pixels of the rows of light with what is known of them on the grid, in row `y` of the rectangle. */
  fillLights(y: number, start: number, end: number): void {
    const first = this.#rows + this.#stride * rowNames.indexOf('gain');
    this.#lights?.fillRows(y, start, end, first, this.#stride);
  }

  /** Pixels beyond `end` in the row are of no use any more. */
  relight(start: number, end: number): void {
    const first = this.#rows + numberBytes * start;
    this.#machine.kernel('relight')(first, this.#stride, this.#options, end - start);
  }

  encode(start: number, end: number): void {
    const encode = this.#machine.kernel('encode');
    for (const channel of channels)
      encode(this.#rows + channel * this.#stride + numberBytes * start, end - start);
  }
}

/** Pixels of whole planes that are relit at once. */
const pixelsOfPlanes = 1024;

/** Whole planes at once: the lights and the feature must be of the same size. */
export function relit(
  donor: Planes,
  { gain, level, from, to }: SkinLights,
  donorOwn: Plane,
  options: LightOptions,
): Planes {
  if (options.strength === 0) return donor;
  const result = createPlanes(gain.width, gain.height);
  const relighter = new Relighter(pixelsOfPlanes, options);
  const { color, light } = relighter;
  const count = gain.data.length;
  for (let first = 0; first < count; first += pixelsOfPlanes) {
    const end = Math.min(count, first + pixelsOfPlanes);
    const fill = (row: Float32Array, { data }: Plane): void => row.set(data.subarray(first, end));
    fill(light.gain, gain);
    fill(light.level, level);
    fill(light.own, donorOwn);
    for (const channel of channels) {
      fill(color[channel], donor[channel]);
      fill(light.from[channel], from[channel]);
      fill(light.to[channel], to[channel]);
    }
    relighter.relight(0, end - first);
    for (const channel of channels)
      result[channel].data.set(color[channel].subarray(0, end - first), first);
  }
  return result;
}
