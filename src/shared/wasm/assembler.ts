/**
 * Enough of WebAssembly's binary format (Core Specification 2.0 with fixed-width SIMD, chapter 5) to write a few pixel
 * loops down as expressions: every function gives the bytes of an instruction behind those of its operands.
 */
export type Code = readonly number[];

export type ValueType = 'i32' | 'f32' | 'f64' | 'v128';

const typeCodes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = rest === (low & 0x40 ? -1 : 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

function bytesOf(array: Float32Array | Float64Array): number[] {
  return [...new Uint8Array(array.buffer)];
}

type Unary = (value: Code) => Code;
type Binary = (one: Code, other: Code) => Code;

const unary =
  (...opcode: number[]): Unary =>
  (value) => [...value, ...opcode];
const binary =
  (...opcode: number[]): Binary =>
  (one, other) => [...one, ...other, ...opcode];
/** From an address and a constant offset in bytes, which are promised to lie on no particular boundary. */
const load =
  (...opcode: number[]) =>
  (address: Code, offset = 0): Code => [...address, ...opcode, 0, ...unsigned(offset)];
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
/** One lane of a vector from memory, the others as they were, or into memory. */
const laneInMemory =
  (opcode: number) =>
  (address: Code, value: Code, lane: number, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(opcode),
    0,
    ...unsigned(offset),
    lane,
  ];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  load: load(0x28),
  load8: load(0x2d),
  load16: load(0x2f),
  equalsZero: unary(0x45),
  lessThan: binary(0x48),
  /** Both without a sign. */
  isBelow: binary(0x49),
  add: binary(0x6a),
  subtract: binary(0x6b),
  multiply: binary(0x6c),
  and: binary(0x71),
  shiftLeft: binary(0x74),
  /** Towards 0. */
  fromF64: unary(0xaa),
  store: (address: Code, value: Code): Code => [...address, ...value, 0x36, 0, 0],
  store8: (address: Code, value: Code): Code => [...address, ...value, 0x3a, 0, 0],
};

export const f32 = {
  constant: (value: number): Code => [0x43, ...bytesOf(Float32Array.of(value))],
  load: load(0x2a),
  fromF64: unary(0xb6),
  store: (address: Code, value: Code): Code => [...address, ...value, 0x38, 0, 0],
};

export const f64 = {
  constant: (value: number): Code => [0x44, ...bytesOf(Float64Array.of(value))],
  load: load(0x2b),
  ceil: unary(0x9b),
  floor: unary(0x9c),
  least: binary(0xa4),
  add: binary(0xa0),
  subtract: binary(0xa1),
  multiply: binary(0xa2),
  divide: binary(0xa3),
  fromI32: unary(0xb7),
  fromF32: unary(0xbb),
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    0x39,
    0,
    ...unsigned(offset),
  ],
};

export const v128 = {
  load: load(...simd(0)),
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(11),
    0,
    ...unsigned(offset),
  ],
  /** Four 16-bit numbers without a sign, made 32 bits wide. */
  loadFour16: load(...simd(4)),
  /** One 32-bit number in all four lanes. */
  loadSplat32: load(...simd(9)),
  /** One 64-bit number in both lanes. */
  loadSplat64: load(...simd(10)),
  /** One 32-bit number in the first lane, nothing in the others. */
  loadZero32: load(...simd(92)),
  loadZero64: load(...simd(93)),
  loadLane32: laneInMemory(86),
  loadLane64: laneInMemory(87),
  and: binary(...simd(78)),
  or: binary(...simd(80)),
  xor: binary(...simd(81)),
  /** Bits of the first where those of the mask are set, otherwise of the other. */
  choose: (one: Code, other: Code, mask: Code): Code => [...one, ...other, ...mask, ...simd(82)],
  /** Whether any bit is set. */
  isAnySet: unary(...simd(83)),
  store8: laneInMemory(88),
  store16: laneInMemory(89),
  store32: laneInMemory(90),
  store64: laneInMemory(91),
};

export const i32x4 = {
  splat: unary(...simd(17)),
  lane: (value: Code, lane: number): Code => [...value, ...simd(27), lane],
  shiftLeft: binary(...simd(171)),
  shiftRight: binary(...simd(172)),
  /** Without a sign. */
  shiftRightUnsigned: binary(...simd(173)),
  add: binary(...simd(174)),
  subtract: binary(...simd(177)),
  multiply: binary(...simd(181)),
  least: binary(...simd(182)),
  leastUnsigned: binary(...simd(183)),
  most: binary(...simd(184)),
  mostUnsigned: binary(...simd(185)),
  /** The sum of both products of each pair of 16-bit numbers with a sign. */
  sumOfProducts: binary(...simd(186)),
  /** Towards 0; cut off at the ends of the range. */
  fromF32: unary(...simd(248)),
  /** To eight 16-bit numbers, those of both vectors, cut off at 0 and 65535. */
  narrow: binary(...simd(134)),
};

/** To sixteen 8-bit numbers, those of two vectors of 16-bit ones, cut off at 0 and 255. */
export const narrowTo8: Binary = binary(...simd(102));

/** The bytes of the first vector at the places that the other names; 0 where there is none. */
export const swizzle8: Binary = binary(...simd(14));

/** Sixteen of the bytes of two vectors, by their places in both: those of the other begin at 16. */
export function shuffle8(one: Code, other: Code, places: readonly number[]): Code {
  return [...one, ...other, ...simd(13), ...places];
}

/** Four of the 32-bit lanes of two vectors, by their places in both: those of the other begin at 4. */
export function shuffle32(one: Code, other: Code, lanes: readonly number[]): Code {
  return shuffle8(one, other, placesOf(lanes, 4));
}

/** Two of the 64-bit halves of two vectors, by their places: those of the other are 2 and 3. */
export function shuffle64(one: Code, other: Code, first: number, second: number): Code {
  return shuffle8(one, other, placesOf([first, second], 8));
}

/** The places of the bytes of some parts, each of so many. */
function placesOf(parts: readonly number[], bytes: number): number[] {
  return parts.flatMap((part) => Array.from({ length: bytes }, (_, byte) => bytes * part + byte));
}

export const i16x8 = {
  splat: unary(...simd(16)),
  /** Of sixteen 8-bit numbers the first eight, and the last. */
  widenLow: unary(...simd(137)),
  widenHigh: unary(...simd(138)),
  add: binary(...simd(142)),
  subtract: binary(...simd(145)),
  /** Cut off at the ends of the range of numbers with a sign, or without one. */
  addWithin: binary(...simd(143)),
  addWithin16: binary(...simd(144)),
  /** Without a sign. */
  shiftRight: binary(...simd(141)),
  /** The rounded product of two numbers of 15 bits behind the point. */
  multiplyShares: binary(...simd(130)),
};

export const i64x2 = {
  /** Whether both numbers have any bit set. */
  areAllSet: unary(...simd(195)),
};

export const f64x2 = {
  splat: unary(...simd(20)),
  /** All bits of a number are set where it is so, none where it is not. */
  lessThan: binary(...simd(73)),
  atMost: binary(...simd(75)),
  /** The first two of four 32-bit numbers. */
  fromF32: unary(...simd(95)),
  /** Into the first two of four 32-bit numbers. */
  toF32: unary(...simd(94)),
  floor: unary(...simd(117)),
  add: binary(...simd(240)),
  subtract: binary(...simd(241)),
  multiply: binary(...simd(242)),
  divide: binary(...simd(243)),
};

/**
 * Added to a whole number of 64 bits that is not large, it leaves that number in the first 32 of them: quicker than a
 * conversion, which has to see whether it fits.
 */
export const wholeNumberBits = 1.5 * 2 ** 52;

export const f32x4 = {
  splat: unary(...simd(19)),
  add: binary(...simd(228)),
  subtract: binary(...simd(229)),
  multiply: binary(...simd(230)),
  divide: binary(...simd(231)),
  /**
   * The other where it is less, or greater; otherwise the first one, also where either is not a number. One
   * instruction, where the minimum and maximum that keep apart what is not a number and the two zeros take ten each.
   */
  min: binary(...simd(234)),
  max: binary(...simd(235)),
  squareRoot: unary(...simd(227)),
  /** To the nearest whole number. */
  round: unary(...simd(106)),
  /** All bits of a number are set where it is so, none where it is not. */
  lessThan: binary(...simd(67)),
  fromI32: unary(...simd(250)),
};

/** The first of two whole numbers where the condition is not 0. */
export function choose(condition: Code, one: Code, other: Code): Code {
  return [...one, ...other, ...condition, 0x1b];
}

export function sequence(...parts: readonly Code[]): Code {
  return parts.flat();
}

/** Repeats while the condition, which is looked at first, is not 0. */
export function repeatWhile(condition: Code, ...body: readonly Code[]): Code {
  const again = [0x0c, 1];
  const leave = [...condition, 0x45, 0x0d, 0];
  return [0x03, 0x40, 0x02, 0x40, ...leave, ...sequence(...body), ...again, 0x0b, 0x0b];
}

export function when(condition: Code, ...body: readonly Code[]): Code {
  return [...condition, 0x04, 0x40, ...sequence(...body), 0x0b];
}

/** A parameter or a variable of a function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
  readonly get: Code;
  readonly set: (value: Code) => Code;
}

export interface FunctionText {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly variables: readonly ValueType[];
  readonly body: Code;
}

/** As many locals as `Count` says. */
export type Locals<
  Count extends number,
  Found extends readonly Local[] = [],
> = Found['length'] extends Count ? Found : Locals<Count, [...Found, Local]>;

/** Writes a function that gives nothing back; `write` gets its parameters and makes its variables. */
export function functionOf<Count extends number>(
  name: string,
  parameterCount: Count,
  write: (parameters: Locals<Count>, variable: (type: ValueType) => Local) => Code,
): FunctionText {
  const variables: ValueType[] = [];
  const local = (index: number, type: ValueType): Local => ({
    index,
    type,
    get: [0x20, ...unsigned(index)],
    set: (value) => [...value, 0x21, ...unsigned(index)],
  });
  const parameters = Array.from({ length: parameterCount }, (_, index) => local(index, 'i32'));
  const body = write(parameters as unknown as Locals<Count>, (type) => {
    variables.push(type);
    return local(parameterCount + variables.length - 1, type);
  });
  return { name, parameters: parameters.map(({ type }) => type), variables, body };
}

/** A module that works in an imported memory `host.memory`. */
export function moduleOf(functions: readonly FunctionText[]): Uint8Array {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list(functions.map(({ parameters }) => functionType(parameters)))),
    ...section(2, list([[...text('host'), ...text('memory'), 0x02, 0x00, ...unsigned(1)]])),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...section(
      7,
      list(functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)])),
    ),
    ...section(10, list(functions.map(codeOf))),
  ]);
}

function functionType(parameters: readonly ValueType[]): Code {
  return [0x60, ...list(parameters.map((type) => [typeCodes[type]])), 0];
}

function codeOf({ variables, body }: FunctionText): Code {
  const code = [...list(variables.map((type) => [1, typeCodes[type]])), ...body, 0x0b];
  return [...unsigned(code.length), ...code];
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): Code {
  return [...unsigned(value.length), ...Array.from(value, (letter) => letter.charCodeAt(0))];
}
