import { faceClasses } from '@shared/analysis/classes';
import { AppError } from '@shared/errors';
import type { ParsingNetwork } from './inference';
import type { ParsingManifest } from './models';

/** Class scores before the softmax: one plane of `side`² for each class. */
export interface Logits {
  readonly side: number;
  readonly data: Float32Array;
}

/** Runs the network on an aligned face, given as three interleaved channels of 0-1. */
export async function parseFace(
  face: Float32Array,
  { manifest: { input, output }, runner, tensor }: ParsingNetwork,
): Promise<Logits> {
  const image = tensor(normalised(face, input), [1, 3, input.height, input.width]);
  const results = await runner.run({ [input.name]: image });
  const logits = results[output.name];
  const side = input.width / output.stride;
  const expected = faceClasses.length * side * side;
  if (!(logits?.data instanceof Float32Array) || logits.data.length !== expected) {
    throw new AppError('model-missing', 'face-parsing: unexpected output');
  }
  return { side, data: logits.data };
}

/** From interleaved 0-1 to the planes of the statistics that the network was trained with. */
export function normalised(
  face: Float32Array,
  { mean, standardDeviation }: Pick<ParsingManifest['input'], 'mean' | 'standardDeviation'>,
): Float32Array {
  const pixels = face.length / 3;
  const planes = new Float32Array(face.length);
  for (const channel of [0, 1, 2] as const) {
    const shift = mean[channel];
    const factor = 1 / standardDeviation[channel];
    for (let pixel = 0; pixel < pixels; pixel++) {
      planes[channel * pixels + pixel] = (face[pixel * 3 + channel]! - shift) * factor;
    }
  }
  return planes;
}
