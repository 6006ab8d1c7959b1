import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { askBeforeClosing } from './closing';

function create(ask: () => Promise<boolean>) {
  const webContents = new EventEmitter();
  const destroy = vi.fn();
  askBeforeClosing({ webContents, destroy } as unknown as BrowserWindow, ask);
  return { destroy, object: () => webContents.emit('will-prevent-unload') };
}

describe('a page that objects to being closed', () => {
  it('is closed when the person says so', async () => {
    const { destroy, object } = create(() => Promise.resolve(true));
    object();
    await vi.waitFor(() => expect(destroy).toHaveBeenCalledOnce());
  });

  it('stays otherwise, and asks again at the next try', async () => {
    const ask = vi.fn(() => Promise.resolve(false));
    const { destroy, object } = create(ask);
    object();
    await vi.waitFor(() => {
      object();
      expect(ask).toHaveBeenCalledTimes(2);
    });
    expect(destroy).not.toHaveBeenCalled();
  });

  it('asks once at a time', async () => {
    let answer: (close: boolean) => void = () => undefined;
    const ask = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)));
    const { destroy, object } = create(ask);
    object();
    object();
    expect(ask).toHaveBeenCalledOnce();
    answer(true);
    await vi.waitFor(() => expect(destroy).toHaveBeenCalledOnce());
  });
});
