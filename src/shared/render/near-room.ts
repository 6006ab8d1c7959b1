import { commonMemory } from '../wasm/common-memory';

/** A band of the preview, or a cell: 128 rows of 2048 pixels, or 512 of 512, of four channels. */
const nearSamples = 2 ** 20;

let room: Uint16Array | undefined;

/** Room for pixels that loops need not copy, one for each thread: whoever uses it gives it back before others may. */
export function sharedNearRoom(): Uint16Array {
  const { buffer } = commonMemory();
  return (room ??= new Uint16Array(buffer, commonMemory().reserve(nearSamples * 2), nearSamples));
}
