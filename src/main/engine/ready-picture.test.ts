import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { createDocument, withParams } from '@shared/document/document';
import type { EngineCall } from './core';
import type { Photo } from './photo';
import { ReadyPicture } from './ready-picture';

const photo = {} as Photo;
const lips = { id: 'lip-color', version: 1, face: 0 };
const wanted = { photo, document: createDocument('a'), keepMetadata: true };
const other = { ...wanted, document: withParams(wanted.document, lips, {}, { strength: 0.5 }) };

/** Fills pictures with their numbers; each waits until it is let go on. */
function setUp() {
  const begun: { readonly path: string; readonly goOn: () => void; readonly call: EngineCall }[] =
    [];
  const pictures = new ReadyPicture(() => async (path, call) => {
    const text = `picture ${begun.length}`;
    await new Promise<void>((goOn) => begun.push({ path, goOn, call }));
    await writeFile(path, text);
  });
  const read = (which: typeof wanted, call: EngineCall = {}) =>
    pictures.use(which, call, async (lend) => {
      let text = '';
      await lend(async (path) => void (text = await readFile(path, 'utf8')));
      return text;
    });
  const hold = () => {
    const controller = new AbortController();
    const held = pictures.hold(wanted, controller.signal);
    held.catch(() => undefined);
    return { held, leave: () => controller.abort() };
  };
  return { begun, hold, read };
}

describe('the picture of the next export', () => {
  it('is there for the export that wants it, as often as it does', async () => {
    const { begun, hold, read } = setUp();
    const { held, leave } = hold();
    await vi.waitFor(() => expect(begun).toHaveLength(1));
    const onProgress = vi.fn();
    const first = read(wanted, { onProgress });
    begun[0]?.call.onProgress?.({ stage: 'render', fraction: 0.5 });
    begun[0]?.goOn();
    expect(await first).toBe('picture 0');
    expect(onProgress).toHaveBeenCalledWith({ stage: 'render', fraction: 0.5 });
    // Another object of the same edits.
    expect(await read({ ...wanted, document: createDocument('a') })).toBe('picture 0');
    expect(begun).toHaveLength(1);
    leave();
    await expect(held).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(begun[0]!.path)).toBe(false);
  });

  it.each([
    ['other edits', other],
    ['another photo', { ...wanted, photo: {} as Photo }],
    ['no metadata', { ...wanted, keepMetadata: false }],
  ])('is not taken for another one: %s', async (_, which) => {
    const { begun, hold, read } = setUp();
    const { leave } = hold();
    await vi.waitFor(() => expect(begun).toHaveLength(1));
    const text = read(which);
    await vi.waitFor(() => expect(begun).toHaveLength(2));
    begun[1]?.goOn();
    expect(await text).toBe('picture 1');
    leave();
    begun[0]?.goOn();
  });

  it('is given up when nobody waits for it, and stays while somebody does', async () => {
    const { begun, hold, read } = setUp();
    const abandoned = hold();
    await vi.waitFor(() => expect(begun).toHaveLength(1));
    abandoned.leave();
    await vi.waitFor(() => expect(begun[0]?.call.signal?.aborted).toBe(true));
    begun[0]?.goOn();
    await expect(abandoned.held).rejects.toMatchObject({ code: 'cancelled' });

    const wantedStill = hold();
    await vi.waitFor(() => expect(begun).toHaveLength(2));
    const text = read(wanted);
    wantedStill.leave();
    expect(begun[1]?.call.signal?.aborted).toBe(false);
    begun[1]?.goOn();
    expect(await text).toBe('picture 1');
    await expect(wantedStill.held).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(begun[1]!.path)).toBe(false);
  });

  it('is rendered for the export alone when that went wrong ahead of it', async () => {
    let tries = 0;
    const pictures = new ReadyPicture(() => async (path) => {
      if (tries++ === 0) throw new Error('full');
      await writeFile(path, 'anew');
    });
    await expect(pictures.hold(wanted, new AbortController().signal)).rejects.toThrow('full');
    const text = pictures.use(wanted, {}, async (lend) => {
      let found = '';
      await lend(async (path) => void (found = await readFile(path, 'utf8')));
      return found;
    });
    expect(await text).toBe('anew');
  });
});
