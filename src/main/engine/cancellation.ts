import { AppError } from '@shared/errors';

/** Rejects with `cancelled` as soon as the signal is aborted; the work itself goes on unheard. */
export async function untilCancelled<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return work;
  let stop: (() => void) | undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new AppError('cancelled'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}

/** Gives way to messages that have arrived. */
export function letMessagesIn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Work that several callers wait for: done once, kept when it succeeds, given up when the last of them has gone.
 * A failure is not kept: the next caller tries again.
 */
export class Shared<Result, Progress> {
  #running: Promise<Result> | undefined;
  #controller: AbortController | undefined;
  #waiting = new Set<object>();
  #listeners = new Set<(progress: Progress) => void>();

  constructor(
    private readonly work: (
      signal: AbortSignal,
      report: (progress: Progress) => void,
    ) => Promise<Result>,
  ) {}

  async get(signal?: AbortSignal, onProgress?: (progress: Progress) => void): Promise<Result> {
    const caller = {};
    this.#waiting.add(caller);
    if (onProgress) this.#listeners.add(onProgress);
    try {
      return await untilCancelled(this.#start(), signal);
    } finally {
      this.#waiting.delete(caller);
      if (onProgress) this.#listeners.delete(onProgress);
      if (this.#waiting.size === 0) this.#controller?.abort();
    }
  }

  #start(): Promise<Result> {
    if (this.#running) return this.#running;
    const controller = new AbortController();
    const running = this.work(controller.signal, (progress) =>
      this.#listeners.forEach((listener) => listener(progress)),
    );
    const settled = (kept: boolean): void => {
      if (this.#controller === controller) this.#controller = undefined;
      if (!kept && this.#running === running) this.#running = undefined;
    };
    running.then(
      () => settled(true),
      () => settled(false),
    );
    controller.signal.addEventListener('abort', () => settled(false));
    this.#controller = controller;
    this.#running = running;
    return running;
  }
}
