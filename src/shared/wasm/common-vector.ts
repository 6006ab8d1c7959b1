import { v128, type Code } from './assembler';
import { commonMemory } from './common-memory';
import { number } from './loops';

/**
 * Four numbers that a loop over the common memory reads from there: written out in the loop they take three instructions
 * each time, not one.
 */
export function commonVector(numbers: Int32Array | Float32Array): Code {
  const { buffer, byteOffset, byteLength } = numbers;
  const at = commonMemory().reserve(byteLength);
  new Uint8Array(commonMemory().buffer, at).set(new Uint8Array(buffer, byteOffset, byteLength));
  return v128.load(number(0), at);
}
