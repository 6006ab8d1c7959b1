interface Work {
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly settle: () => void;
}

/** Work for the moments in which nothing is asked for: it stops for every call and begins again after the last one. */
export class Leisure {
  #calls = 0;
  #work: Work | undefined;
  #controller: AbortController | undefined;

  /** Instead of what was to be done before. Resolves when the work has ended, one way or the other, or is given up. */
  fill(run: Work['run']): Promise<void> {
    return new Promise((resolve) => {
      this.#work?.settle();
      this.#work = { run, settle: resolve };
      this.#controller?.abort();
      this.#begin();
    });
  }

  async during<Result>(call: Promise<Result>): Promise<Result> {
    this.#calls++;
    this.#controller?.abort();
    try {
      return await call;
    } finally {
      this.#calls--;
      this.#begin();
    }
  }

  /** What there is to do is not worth it any more. */
  giveUp(): void {
    this.#controller?.abort();
    this.#work?.settle();
    this.#work = undefined;
  }

  #begin(): void {
    if (this.#calls > 0 || !this.#work || this.#controller) return;
    const work = this.#work;
    const controller = new AbortController();
    this.#controller = controller;
    const end = (): void => {
      this.#controller = undefined;
      if (!controller.signal.aborted && this.#work === work) {
        this.#work = undefined;
        work.settle();
      }
      this.#begin();
    };
    work.run(controller.signal).then(end, end);
  }
}
