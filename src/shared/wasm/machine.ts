import { moduleOf, type FunctionText } from './assembler';

export type Kernel = (...values: readonly number[]) => void;

const pageBytes = 65536;

/**
 * A module of kernels, with a memory of its own where none is given. Arrays over the memory are of no use any more when
 * it has grown.
 */
export class Machine {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Readonly<Record<string, unknown>>;

  constructor(functions: readonly FunctionText[], memory = new WebAssembly.Memory({ initial: 1 })) {
    this.#memory = memory;
    const module = new WebAssembly.Module(moduleOf(functions));
    const host = { memory: this.#memory };
    this.#exports = new WebAssembly.Instance(module, { host }).exports;
  }

  kernel(name: string): Kernel {
    return this.#exports[name] as Kernel;
  }

  /** The memory, of at least so many bytes. */
  room(bytes: number): ArrayBuffer {
    const missing = Math.ceil((bytes - this.#memory.buffer.byteLength) / pageBytes);
    if (missing > 0) this.#memory.grow(missing);
    return this.#memory.buffer;
  }
}
