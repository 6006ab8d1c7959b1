import { model, node, tensor, value } from './onnx-bytes';

/**
 * A network of one small convolution. A software adapter that passes for a GPU would need minutes for the face-parsing
 * network, and a run cannot be stopped: this one shows it in a moment.
 */
export const probe = { input: 'x', output: 'y', shape: [1, 16, 64, 64] } as const;

const channels = 16;

export function probeModel(): Uint8Array {
  const weights = new Float32Array(channels * channels * 9);
  return model({
    nodes: [node('Conv', [probe.input, 'w'], probe.output, { pads: [1, 1, 1, 1] })],
    tensors: [tensor('w', [channels, channels, 3, 3], weights)],
    inputs: [value(probe.input, probe.shape)],
    outputs: [value(probe.output, probe.shape)],
  });
}
