/**
 * The few globals that src/shared may use besides ECMAScript itself: the subset that a browser
 * page, a worker and Node have in common. Clocks, consoles, timers and the network are absent on
 * purpose, so that a pixel function cannot reach for them.
 *
 * Only tsconfig.shared.json sees this file; the other projects have the full declarations.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare const AbortController: { new (): AbortController };

declare function structuredClone<T>(value: T): T;

interface TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare const TextEncoder: { new (): TextEncoder };

interface TextDecoder {
  decode(input?: ArrayBufferView | ArrayBuffer): string;
}
declare const TextDecoder: { new (label?: string): TextDecoder };

/** What is needed to run a module that was written in the program itself. */
declare namespace WebAssembly {
  class Memory {
    constructor(size: { readonly initial: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: Record<string, unknown>;
  }
}

/** Resolved by Vite at build time: the registry of edits is a folder listing. */
interface ImportMeta {
  glob<M>(
    pattern: string | readonly string[],
    options: { readonly eager: true; readonly import?: string },
  ): Record<string, M>;
  glob<M>(
    pattern: string | readonly string[],
    options?: { readonly eager?: false; readonly import?: string },
  ): Record<string, () => Promise<M>>;
}
