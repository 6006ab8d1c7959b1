/** Work that is done after the messages that have arrived: it lines up behind them as one more. */
export class Turns {
  readonly #work: (() => void)[] = [];
  readonly #channel = new MessageChannel();

  constructor() {
    this.#channel.port1.onmessage = () => this.#work.shift()?.();
  }

  take(work: () => void): void {
    this.#work.push(work);
    this.#channel.port2.postMessage(null);
  }
}
