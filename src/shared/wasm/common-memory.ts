const pageBytes = 65536;
/** Fixed, because arrays over a memory that grows are lost. Pages that nobody writes into cost nothing. */
const allBytes = 896 * pageBytes;
const boundaryBytes = 16;

/** Numbers, and where they lie in the common memory, if they do. */
export interface Located<Data extends ArrayBufferView> {
  readonly data: Data;
  readonly at: number | undefined;
}

/** A memory for loops that work on the same pixels one after the other, so that none of them has to copy them. */
class CommonMemory {
  readonly memory = new WebAssembly.Memory({ initial: allBytes / pageBytes });
  /** It never grows. */
  readonly buffer = this.memory.buffer;
  #end = 0;

  /** Where so many bytes, and some beyond them that vectors may reach, belong to the caller from now on. */
  reserve(bytes: number): number {
    const start = this.#end;
    this.#end += boundaryBytes * (Math.ceil(bytes / boundaryBytes) + 2);
    if (this.#end > allBytes) throw new RangeError('the common memory is too small');
    return start;
  }

  located<Data extends ArrayBufferView>(data: Data): Located<Data> {
    return { data, at: data.buffer === this.buffer ? data.byteOffset : undefined };
  }
}

let common: CommonMemory | undefined;

/** One for each thread. */
export function commonMemory(): CommonMemory {
  return (common ??= new CommonMemory());
}
