import { engineContract } from '@shared/contract/contract';
import { createClient, type Client, type ClientConnection, type Port } from '@shared/contract/rpc';
import { AppError, throwIfCancelled } from '@shared/errors';

export type EngineClient = Client<typeof engineContract>;

/**
 * The engine, whichever process it is at the moment. Calls made while there is no line wait for one; when a line is
 * lost, everything that was asked over it fails with `engine-restarted`.
 */
export class EngineLink {
  #connection: ClientConnection<typeof engineContract> | undefined;
  readonly #waiting = new Set<(client: EngineClient) => void>();

  connect(port: Port): void {
    this.disconnect();
    this.#connection = createClient(engineContract, port);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve(this.#connection.client);
  }

  disconnect(): void {
    this.#connection?.close(new AppError('engine-restarted'));
    this.#connection = undefined;
  }

  /** Rejects with `cancelled` once the signal is aborted. */
  async client(signal?: AbortSignal): Promise<EngineClient> {
    throwIfCancelled(signal);
    if (this.#connection) return this.#connection.client;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiting.delete(connected);
        reject(new AppError('cancelled'));
      };
      const connected = (client: EngineClient): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve(client);
      };
      this.#waiting.add(connected);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }
}
