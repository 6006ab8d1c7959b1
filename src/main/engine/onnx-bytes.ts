/**
 * Writes small networks without a library. ONNX is a protocol buffer; the numbers are the fields' in onnx.proto.
 */

const float32 = 1;
const attributeTypes = { int: 2, string: 3, ints: 7 } as const;
/** The format's version, and that of the operators. */
const irVersion = 8;
const operatorSet = 17;

export type Attribute = number | string | readonly number[];

export interface Graph {
  readonly nodes: readonly Buffer[];
  readonly tensors: readonly Buffer[];
  readonly inputs: readonly Buffer[];
  readonly outputs: readonly Buffer[];
}

export function model({ nodes, tensors, inputs, outputs }: Graph): Uint8Array {
  const graph = message(
    ...nodes.map((node) => bytes(1, node)),
    text(2, 'graph'),
    ...tensors.map((tensor) => bytes(5, tensor)),
    ...inputs.map((input) => bytes(11, input)),
    ...outputs.map((output) => bytes(12, output)),
  );
  const operators = message(text(1, ''), number(2, operatorSet));
  return message(number(1, irVersion), bytes(7, graph), bytes(8, operators));
}

/** An operator. Numbers among the attributes are integers. */
export function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, Attribute>> = {},
): Buffer {
  return message(
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
  );
}

function attribute(name: string, value: Attribute): Buffer {
  if (typeof value === 'number') {
    return message(text(1, name), number(3, value), number(20, attributeTypes.int));
  }
  if (typeof value === 'string') {
    return message(text(1, name), text(4, value), number(20, attributeTypes.string));
  }
  const items = value.map((item) => number(8, item));
  return message(text(1, name), ...items, number(20, attributeTypes.ints));
}

/** A weight. */
export function tensor(name: string, shape: readonly number[], values: Float32Array): Buffer {
  return message(
    ...shape.map((size) => number(1, size)),
    number(2, float32),
    text(8, name),
    bytes(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
}

/** An input or output of the graph. */
export function value(name: string, shape: readonly number[]): Buffer {
  const dimensions = shape.map((size) => bytes(1, message(number(1, size))));
  const type = message(number(1, float32), bytes(2, message(...dimensions)));
  return message(text(1, name), bytes(2, message(bytes(1, type))));
}

function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function number(field: number, value: number): Buffer {
  return Buffer.from([...variable(field << 3), ...variable(value)]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value));
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([...variable((field << 3) | 2), ...variable(value.length)]),
    value,
  ]);
}

/** Seven bits a byte, lowest first. */
function variable(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...variable(value >>> 7)];
}
