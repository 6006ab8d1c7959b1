import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { Shared, untilCancelled } from './cancellation';

function deferred<Result>() {
  let resolve: (result: Result) => void = () => undefined;
  const promise = new Promise<Result>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('untilCancelled', () => {
  it('gives the result, or the failure', async () => {
    const { signal } = new AbortController();
    expect(await untilCancelled(Promise.resolve(7), signal)).toBe(7);
    const failing = untilCancelled(Promise.reject(new AppError('disk-full')), signal);
    await expect(failing).rejects.toMatchObject({ code: 'disk-full' });
  });

  it('does not wait for work that was cancelled', async () => {
    const controller = new AbortController();
    const work = untilCancelled(new Promise(() => undefined), controller.signal);
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    const late = untilCancelled(new Promise(() => undefined), controller.signal);
    await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('shared work', () => {
  it('is done once for all callers, and kept', async () => {
    let runs = 0;
    const shared = new Shared<number, never>(() => Promise.resolve(++runs));
    expect(await Promise.all([shared.get(), shared.get()])).toEqual([1, 1]);
    expect(await shared.get()).toBe(1);
  });

  it('tries again after a failure', async () => {
    let runs = 0;
    const shared = new Shared<number, never>(() =>
      ++runs === 1 ? Promise.reject(new AppError('model-missing')) : Promise.resolve(runs),
    );
    await expect(shared.get()).rejects.toMatchObject({ code: 'model-missing' });
    expect(await shared.get()).toBe(2);
  });

  it('goes on while one caller still waits, and tells it about progress', async () => {
    const { promise, resolve } = deferred<number>();
    const told: number[] = [];
    let given: AbortSignal | undefined;
    let report: (progress: number) => void = () => undefined;
    const shared = new Shared<number, number>((signal, tell) => {
      given = signal;
      report = tell;
      return promise;
    });
    const impatient = new AbortController();
    const first = shared.get(impatient.signal);
    const second = shared.get(undefined, (progress) => told.push(progress));
    impatient.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(given?.aborted).toBe(false);
    report(3);
    resolve(5);
    expect(await second).toBe(5);
    expect(told).toEqual([3]);
  });

  it('is given up with its last caller, and begun anew by the next', async () => {
    const signals: AbortSignal[] = [];
    const shared = new Shared<string, never>((signal) => {
      signals.push(signal);
      return signals.length === 1 ? new Promise(() => undefined) : Promise.resolve('done');
    });
    const controller = new AbortController();
    const only = shared.get(controller.signal);
    controller.abort();
    await expect(only).rejects.toMatchObject({ code: 'cancelled' });
    expect(signals[0]?.aborted).toBe(true);
    expect(await shared.get()).toBe('done');
  });
});
