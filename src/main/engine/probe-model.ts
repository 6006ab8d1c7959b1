/**
 * A network of one small convolution, written byte by byte (ONNX is a protocol buffer; field numbers: onnx.proto).
 * A software adapter that passes for a GPU would need minutes for the face-parsing network, and a run cannot be
 * stopped: this one shows it in a moment.
 */
export const probe = { input: 'x', output: 'y', shape: [1, 16, 64, 64] } as const;

const channels = 16;
const float32 = 1;
const ints = 7;

export function probeModel(): Uint8Array {
  const weights = Buffer.alloc(channels * channels * 9 * 4);
  const node = message(
    text(1, probe.input),
    text(1, 'w'),
    text(2, probe.output),
    text(4, 'Conv'),
    bytes(
      5,
      message(text(1, 'pads'), ...[1, 1, 1, 1].map((pad) => number(8, pad)), number(20, ints)),
    ),
  );
  const initializer = message(
    ...[channels, channels, 3, 3].map((dimension) => number(1, dimension)),
    number(2, float32),
    text(8, 'w'),
    bytes(9, weights),
  );
  const graph = message(
    bytes(1, node),
    text(2, 'probe'),
    bytes(5, initializer),
    bytes(11, value(probe.input)),
    bytes(12, value(probe.output)),
  );
  return message(number(1, 8), bytes(7, graph), bytes(8, message(text(1, ''), number(2, 17))));
}

/** A ValueInfoProto: a float tensor of the probe's shape. */
function value(name: string): Buffer {
  const dimensions = probe.shape.map((size) => bytes(1, message(number(1, size))));
  const tensor = message(number(1, float32), bytes(2, message(...dimensions)));
  return message(text(1, name), bytes(2, message(bytes(1, tensor))));
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
