import { v128, type Code } from './assembler';
import { commonMemory } from './common-memory';
import { number } from './loops';

/**
 * A vector that loops over the common memory read from there: written out in a loop it takes three instructions each
 * time, not one.
 */
export function commonVector(lanes: Int32Array | Float32Array | Uint8Array): Code {
  const { buffer, byteOffset, byteLength } = lanes;
  const at = commonMemory().reserve(byteLength);
  new Uint8Array(commonMemory().buffer, at).set(new Uint8Array(buffer, byteOffset, byteLength));
  return v128.load(number(0), at);
}

/** The same 32-bit number four times. */
export const inEveryLane = {
  fromWhole: (value: number): Int32Array => new Int32Array(4).fill(value),
  fromReal: (value: number): Float32Array => new Float32Array(4).fill(value),
} as const;
