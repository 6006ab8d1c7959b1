import { findEdit } from '@shared/document/document';
import { edit as lipColor } from '@shared/edits/lip-color/edit';
import { createLook, understandLook } from '@shared/looks/look';
import { edits } from '@shared/edits/registry';
import { describe, expect, it, vi } from 'vitest';
import { createFakeLinks, lookId, type FakeLinks } from '../testing/fake-links';
import type { LookEntry } from './looks.svelte';
import { wordStep } from './step-label';
import { Workspace } from './workspace.svelte';

const lips = (color: string, strength: number): LookEntry => {
  const params = { color, strength, finish: 'satin' };
  const look = createLook(color, [{ id: 'lip-color', version: lipColor.version, params }]);
  return { id: color, own: false, ...understandLook(look, edits) };
};
const red = lips('#c21f30', 0.8);
const rose = lips('#d4506a', 0.4);

async function opened(
  overrides?: Parameters<typeof createFakeLinks>[0],
): Promise<FakeLinks & { workspace: Workspace }> {
  const fake = createFakeLinks(overrides);
  const workspace = new Workspace(fake.links);
  await workspace.openDialog();
  return { ...fake, workspace };
}

const lipsOf = ({ editor }: Workspace, face = 0) =>
  findEdit(editor.document, 'lip-color', face)?.params;

describe('wearing a look', () => {
  it('is one step, named after the look', async () => {
    const { workspace } = await opened();
    const { looks, editor } = workspace;
    looks.wear(red);
    expect(lipsOf(workspace)).toMatchObject({ color: '#c21f30', strength: 0.8 });
    expect(looks.worn).toMatchObject({ look: { id: red.id }, strength: 1 });
    expect(editor.steps).toBe(1);
    expect(wordStep(editor.undoLabel ?? '', 'en')).toBe('Look · #c21f30');
    editor.undo();
    expect(looks.worn).toBeUndefined();
    editor.redo();
    expect(looks.worn).toMatchObject({ look: { id: red.id } });
  });

  it('goes to the faces that are meant', async () => {
    const { workspace } = await opened();
    const { looks, selection } = workspace;
    selection.allFaces = true;
    looks.wear(red);
    selection.allFaces = false;
    selection.selectFace(1);
    looks.wear(rose);
    expect(lipsOf(workspace, 0)).toMatchObject({ color: '#c21f30' });
    expect(looks.worn?.look.id).toBe(rose.id);
    selection.selectFace(0);
    expect(looks.worn?.look.id).toBe(red.id);
  });

  it('makes one step of a movement of its strength, and follows undo', async () => {
    const { workspace } = await opened();
    const { looks, editor } = workspace;
    looks.wear(red);
    looks.beginStrength();
    for (const strength of [0.9, 0.3, 0.5]) looks.setStrength(strength);
    editor.commit();
    expect(editor.steps).toBe(2);
    expect(lipsOf(workspace)).toMatchObject({ strength: 0.4 });
    expect(looks.worn?.strength).toBe(0.5);
    editor.undo();
    expect(looks.worn?.strength).toBe(1);
    expect(lipsOf(workspace)).toMatchObject({ strength: 0.8 });
  });

  it('follows other changes, until nothing is left of it', async () => {
    const { workspace } = await opened();
    const { looks } = workspace;
    looks.wear(red);
    workspace.selection.selectFace(1);
    workspace.setParameter(lipColor, 'strength', 0.2);
    workspace.selection.selectFace(0);
    expect(looks.worn?.look.id).toBe(red.id);
    workspace.setParameter(lipColor, 'strength', 0.2);
    expect(looks.worn).toBeUndefined();
    looks.takeOff();
    expect(lipsOf(workspace)).toMatchObject({ strength: 0.2 });
  });

  it('is no step when nothing changes', async () => {
    const { workspace } = await opened();
    const { looks, editor } = workspace;
    looks.wear(red);
    looks.wear(red);
    looks.setStrength(1);
    expect(editor.steps).toBe(1);
    looks.takeOff();
    looks.takeOff();
    expect(editor.steps).toBe(2);
  });

  it('can be taken off', async () => {
    const { workspace } = await opened();
    workspace.looks.wear(red);
    workspace.looks.takeOff();
    expect(workspace.editor.document.edits).toEqual([]);
    expect(workspace.looks.worn).toBeUndefined();
  });

  it('tells which edits of it are not known here', async () => {
    const { workspace } = await opened();
    workspace.looks.wear({ ...red, leftOut: ['aura'] });
    expect(workspace.notices.entries).toMatchObject([{ kind: 'look-incomplete', edits: ['aura'] }]);
  });
});

describe('pointing at a look', () => {
  it('shows it without changing anything', async () => {
    const shown: unknown[] = [];
    const { workspace } = await opened({
      studio: { setDocument: ({ document }) => void shown.push(document.edits) },
    });
    const { looks, editor } = workspace;
    shown.length = 0;
    looks.point(red);
    looks.point(undefined);
    looks.point(undefined);
    await vi.waitFor(() => expect(shown).toHaveLength(2));
    expect(shown).toMatchObject([[{ id: 'lip-color' }], []]);
    expect(editor.steps).toBe(0);
  });
});

describe('own looks', () => {
  it('are what the face wears, under a name', async () => {
    const saved = vi.fn();
    const { workspace } = await opened({
      app: {
        saveLook: ({ look }) => {
          saved(look);
          return { id: lookId, look };
        },
      },
    });
    const { looks } = workspace;
    expect(looks.canSave).toBe(false);
    workspace.setParameter(lipColor, 'strength', 0.4);
    expect(looks.canSave).toBe(true);
    looks.naming = { kind: 'save' };
    expect(workspace.modal).toBe(true);
    await looks.save('Mine');
    expect(workspace.modal).toBe(false);
    expect(saved.mock.calls[0]?.[0]).toMatchObject({
      name: 'Mine',
      edits: [{ id: 'lip-color', params: { strength: 0.4 } }],
    });
    expect(looks.own).toMatchObject([{ id: lookId, own: true, look: { name: 'Mine' } }]);
  });

  it('are listed at the start, those that cannot be read by name', async () => {
    const { workspace } = await opened({
      app: {
        looks: () => ({ looks: [{ id: lookId, look: red.look }], unreadable: ['broken.json'] }),
      },
    });
    await workspace.looks.load();
    expect(workspace.looks.own).toMatchObject([{ id: lookId }]);
    expect(workspace.notices.entries).toMatchObject([
      { code: 'invalid-look', subject: 'broken.json' },
    ]);
  });

  it('can be renamed, shared and deleted', async () => {
    const { workspace, calls } = await opened();
    const { looks } = workspace;
    workspace.setParameter(lipColor, 'strength', 0.4);
    await looks.save('Mine');
    const [mine] = looks.own;
    if (!mine) throw new Error('it was saved');
    await looks.rename(mine, 'Ours');
    expect(looks.own[0]?.look.name).toBe('Ours');
    expect(await looks.share(mine)).toMatchObject({ name: 'look.json' });
    await looks.delete(mine);
    expect(looks.own).toEqual([]);
    expect(calls).toEqual(expect.arrayContaining(['renameLook', 'shareLook', 'deleteLook']));
  });

  it('can come from a file, and tell what is missing', async () => {
    const edit = { id: 'aura', version: 1, params: {} };
    const { workspace } = await opened({
      app: { importLook: () => ({ id: lookId, look: createLook('Theirs', [edit]) }) },
    });
    await workspace.looks.import();
    expect(workspace.looks.own).toMatchObject([{ id: lookId, leftOut: ['aura'] }]);
    expect(workspace.notices.entries).toMatchObject([
      { kind: 'look-incomplete', name: 'Theirs', edits: ['aura'] },
    ]);
  });
});

describe('pictures of looks', () => {
  it('are made once for a face, and stop when something else is selected', async () => {
    let asked = 0;
    const { workspace } = await opened({
      studio: { thumbnail: () => new Blob([String(asked++)]) },
    });
    const { looks, selection } = workspace;
    const { signal } = new AbortController();
    await looks.fillThumbnails(signal);
    expect(Object.keys(looks.thumbnails)).toHaveLength(looks.all.length);
    expect(asked).toBe(looks.all.length);
    await looks.fillThumbnails(signal);
    expect(asked).toBe(looks.all.length);
    selection.selectFace(1);
    const controller = new AbortController();
    const filling = looks.fillThumbnails(controller.signal);
    controller.abort();
    await filling;
    expect(looks.thumbnails).toEqual({});
  });
});
