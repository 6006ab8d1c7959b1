import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { Leisure } from './leisure';

/** Work that ends when it is told to, or is stopped. */
function createWork() {
  const runs: { readonly signal: AbortSignal; readonly finish: () => void }[] = [];
  const run = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      runs.push({ signal, finish: resolve });
      signal.addEventListener('abort', () => reject(new AppError('cancelled')));
    });
  return { run, runs };
}

/** A promise that is resolved from outside. */
function createPromise<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('work for idle moments', () => {
  it('stops for a call and begins again after the last one', async () => {
    const leisure = new Leisure();
    const { run, runs } = createWork();
    const filled = leisure.fill(run);
    expect(runs).toHaveLength(1);
    const calls = [createPromise<number>(), createPromise<number>()] as const;
    const first = leisure.during(calls[0].promise);
    const second = leisure.during(calls[1].promise);
    expect(runs[0]?.signal.aborted).toBe(true);
    calls[0].resolve(1);
    expect(await first).toBe(1);
    expect(runs).toHaveLength(1);
    calls[1].resolve(2);
    expect(await second).toBe(2);
    expect(runs).toHaveLength(2);
    runs[1]?.finish();
    await filled;
    await leisure.during(Promise.resolve());
    expect(runs).toHaveLength(2);
  });

  it('waits for calls that have begun', async () => {
    const leisure = new Leisure();
    const { run, runs } = createWork();
    const call = createPromise<void>();
    const during = leisure.during(call.promise);
    const filled = leisure.fill(run);
    expect(runs).toHaveLength(0);
    call.resolve();
    await during;
    runs[0]?.finish();
    await filled;
  });

  it('gives up what something else takes the place of, what fails and what nobody wants any more', async () => {
    const leisure = new Leisure();
    const [before, after] = [createWork(), createWork()];
    const filled = [leisure.fill(before.run), leisure.fill(after.run)];
    await filled[0];
    expect(before.runs[0]?.signal.aborted).toBe(true);
    await leisure.fill(() => Promise.reject(new AppError('internal', 'made up')));
    await filled[1];
    const { run, runs } = createWork();
    const last = leisure.fill(run);
    leisure.giveUp();
    await last;
    expect(runs[0]?.signal.aborted).toBe(true);
    await leisure.during(Promise.resolve());
    expect(runs).toHaveLength(1);
  });
});
