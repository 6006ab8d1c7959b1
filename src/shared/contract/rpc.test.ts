import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../errors';
import { createMemoryPorts } from './memory-port';
import { createClient, method, serve, type Handlers } from './rpc';

const table = {
  double: method({ input: z.number(), output: z.number() }),
  count: method({ input: z.number(), output: z.number(), progress: z.number() }),
  fail: method({ input: z.void(), output: z.void() }),
  wait: method({ input: z.void(), output: z.void() }),
  pixels: method({ input: z.instanceof(Uint8Array), output: z.instanceof(Uint8Array) }),
};

function connect(overrides: Partial<Handlers<typeof table>> = {}) {
  const [near, far] = createMemoryPorts(structuredClone);
  const stop = serve(table, far, {
    double: (value) => value * 2,
    count: (limit, { report }) => {
      for (let step = 1; step <= limit; step++) report(step);
      return limit;
    },
    fail: () => {
      throw new AppError('disk-full', 'no room');
    },
    wait: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new AppError('cancelled')));
      }),
    pixels: (data) => data.map((sample) => 255 - sample),
    ...overrides,
  });
  return { ...createClient(table, near), near, stop };
}

describe('the contract over a port that clones', () => {
  it('answers calls', async () => {
    await expect(connect().client.double(21)).resolves.toBe(42);
  });

  it('carries bytes', async () => {
    await expect(connect().client.pixels(Uint8Array.of(0, 255))).resolves.toEqual(
      Uint8Array.of(255, 0),
    );
  });

  it('keeps answers apart', async () => {
    const { client } = connect();
    await expect(Promise.all([client.double(1), client.double(2)])).resolves.toEqual([2, 4]);
  });

  it('tells progress before the result', async () => {
    const told: number[] = [];
    await connect().client.count(3, { onProgress: (step) => told.push(step) });
    expect(told).toEqual([1, 2, 3]);
  });

  it('rejects with the code of the other side', async () => {
    await expect(connect().client.fail()).rejects.toMatchObject({
      name: 'AppError',
      code: 'disk-full',
      detail: 'no room',
    });
  });

  it('turns unknown errors into `internal`', async () => {
    const { client } = connect({
      double: () => {
        throw new TypeError('oops');
      },
    });
    await expect(client.double(1)).rejects.toMatchObject({ code: 'internal', detail: 'oops' });
  });

  it('parses inputs where they arrive', async () => {
    const { client } = connect();
    await expect(client.double('two' as unknown as number)).rejects.toMatchObject({
      code: 'invalid-message',
    });
  });

  it('parses outputs where they arrive', async () => {
    const { client } = connect({ double: () => 'four' as unknown as number });
    await expect(client.double(2)).rejects.toMatchObject({ code: 'invalid-message' });
  });

  it('does not reach inherited properties', async () => {
    const [near, far] = createMemoryPorts(structuredClone);
    serve(table, far, {} as Handlers<typeof table>);
    const reply = new Promise((resolve) => near.listen(resolve));
    near.post({ kind: 'call', id: 1, name: 'constructor', input: undefined });
    await expect(reply).resolves.toMatchObject({ error: { code: 'invalid-message' } });
  });

  it('cancels', async () => {
    const { client } = connect();
    const controller = new AbortController();
    const call = client.wait(undefined, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('does not call once cancelled', async () => {
    const call = connect().client.double(1, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('rejects what is under way, and what comes later, when closed', async () => {
    const { client, close } = connect();
    const call = client.wait();
    close(new AppError('engine-restarted'));
    await expect(call).rejects.toMatchObject({ code: 'engine-restarted' });
    await expect(client.double(1)).rejects.toMatchObject({ code: 'engine-restarted' });
  });
});
