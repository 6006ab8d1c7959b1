import { findEdit } from '@shared/document/document';
import { describe, expect, it } from 'vitest';
import { createFakeLinks, type FakeLinks } from '../testing/fake-links';
import { wordStep } from './step-label';
import { Workspace } from './workspace.svelte';

async function opened(
  overrides?: Parameters<typeof createFakeLinks>[0],
): Promise<FakeLinks & { workspace: Workspace }> {
  const fake = createFakeLinks(overrides);
  const workspace = new Workspace(fake.links);
  await workspace.openDialog();
  return { ...fake, workspace };
}

describe('a look from a photo', () => {
  it('is read off the first face, and put on in one step', async () => {
    const { workspace } = await opened();
    const { looksFromPhoto: reading, looks, editor } = workspace;
    await reading.chooseFile();
    expect(reading.found?.map(({ id }) => id)).toEqual(['lip-color', 'eye-liner']);
    reading.wear();
    expect(findEdit(editor.document, 'lip-color', 0)?.params).toMatchObject({ finish: 'gloss' });
    expect(findEdit(editor.document, 'eye-liner', 0)?.params).toMatchObject({ upper: 0.8 });
    expect(wordStep(editor.undoLabel ?? '', 'en')).toBe('Look · From chosen');
    expect(wordStep(editor.undoLabel ?? '', 'zh-CN')).toBe('妆容 · 来自 chosen');
    expect(editor.steps).toBe(1);
    expect(looks.worn?.look.id).toBe(reading.look?.id);
    editor.undo();
    expect(editor.document.edits).toEqual([]);
  });

  it('leaves out what is not wanted', async () => {
    const { workspace } = await opened();
    const { looksFromPhoto: reading, editor } = workspace;
    await reading.openPhoto({ id: 'other', name: 'other.jpg' });
    reading.want('lip-color', false);
    reading.wear();
    expect(editor.document.edits.map(({ id }) => id)).toEqual(['eye-liner']);
    reading.want('eye-liner', false);
    expect(reading.look).toBeUndefined();
  });

  it('is kept under a name', async () => {
    const { workspace } = await opened();
    const { looksFromPhoto: reading, looks } = workspace;
    await reading.chooseFile();
    reading.keep();
    const { naming } = looks;
    if (naming?.kind !== 'keep') throw new Error('no name is asked for');
    await looks.keep({ ...naming.look.look, name: 'Evening' });
    expect(looks.own.map(({ look }) => look.name)).toEqual(['Evening']);
    expect(looks.own[0]?.look.edits.map(({ id }) => id)).toEqual(['lip-color', 'eye-liner']);
    expect(looks.naming).toBeUndefined();
  });

  it('is of the face that was chosen last', async () => {
    const asked: number[] = [];
    const { workspace } = await opened({
      studio: {
        readMakeup: ({ face }) => {
          asked.push(face);
          return [{ id: 'lip-color', version: 1, params: { strength: face === 0 ? 0.1 : 0.9 } }];
        },
      },
    });
    const { looksFromPhoto: reading } = workspace;
    await reading.chooseFile();
    await Promise.all([reading.chooseFace(0), reading.chooseFace(1)]);
    expect(asked).toEqual([0, 0, 1]);
    expect(reading.face).toBe(1);
    expect(reading.found?.[0]?.params['strength']).toBe(0.9);
  });

  it('says so when the face wears nothing', async () => {
    const { workspace } = await opened({ studio: { readMakeup: () => [] } });
    const { looksFromPhoto: reading } = workspace;
    await reading.chooseFile();
    expect(reading.found).toEqual([]);
    expect(reading.look).toBeUndefined();
  });
});
