import { engineContract } from '@shared/contract/contract';
import { createClient, type Client, type ClientConnection, type Port } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';

export type EngineClient = Client<typeof engineContract>;

/**
 * The engine, whichever process it is at the moment. Calls made before there is a line wait for one; a new line
 * means that the old engine is gone, so everything that was asked of it fails with `engine-restarted`.
 */
export class EngineLink {
  #connection: ClientConnection<typeof engineContract> | undefined;
  #waiting: ((client: EngineClient) => void)[] = [];

  connect(port: Port): void {
    this.#connection?.close(new AppError('engine-restarted'));
    this.#connection = createClient(engineContract, port);
    for (const resolve of this.#waiting) resolve(this.#connection.client);
    this.#waiting = [];
  }

  client(): Promise<EngineClient> {
    const connection = this.#connection;
    if (connection) return Promise.resolve(connection.client);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
