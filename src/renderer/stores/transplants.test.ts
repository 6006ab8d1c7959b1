import { findTransplant } from '@shared/document/document';
import { unmeasured } from '@shared/transplants/report';
import { describe, expect, it, vi } from 'vitest';
import { createFakeLinks, guestOverview, overview } from '../testing/fake-links';
import { remainsOf, type PartMeasures } from './clarity';
import { outlinesOfTaken, takenWith } from './donors.svelte';
import { wordStep } from './step-label';
import { Workspace } from './workspace.svelte';

const donor = { photo: 'donor', face: 0 };

async function opened(studio: NonNullable<Parameters<typeof createFakeLinks>[0]>['studio'] = {}) {
  const workspace = new Workspace(createFakeLinks({ studio }).links);
  await workspace.openDialog();
  workspace.selection.panel = 'swap';
  return workspace;
}

describe('transplants', () => {
  it('are taken in one step, each with its own controls, and undone', async () => {
    const { transplants, editor } = await opened();
    transplants.take('mouth', donor);
    expect(wordStep(editor.undoLabel ?? '', 'en')).toBe('Swap · Mouth');
    transplants.take('mouth', donor);
    expect(editor.steps).toBe(1);
    transplants.beginParameter('mouth', 'size');
    for (const size of [1.1, 1.2, 1.3]) transplants.setParameter('mouth', 'size', size);
    editor.commit();
    expect(editor.steps).toBe(2);
    expect(wordStep(editor.undoLabel ?? '', 'zh-CN')).toBe('嘴巴 · 大小');
    expect(transplants.find('mouth')?.params['size']).toBe(1.3);
    editor.undo();
    expect(transplants.find('mouth')?.params['size']).toBe(1);
    editor.undo();
    expect(transplants.present).toEqual([]);
  });

  it('are switched off, reset and removed, each in one step', async () => {
    const { transplants, editor } = await opened();
    transplants.take('nose', donor);
    transplants.setParameter('nose', 'rotation', 5);
    transplants.setEnabled('nose', false);
    expect(transplants.find('nose')?.enabled).toBe(false);
    transplants.reset('nose');
    expect(transplants.find('nose')?.params['rotation']).toBe(0);
    transplants.remove('nose');
    expect(transplants.find('nose')).toBeUndefined();
    expect(wordStep(editor.undoLabel ?? '', 'en')).toBe('Nose · Removed');
    expect(editor.steps).toBe(5);
  });

  it('another donor takes the place of the first, and several stand side by side', async () => {
    const { transplants } = await opened();
    transplants.take('eyes', donor);
    transplants.take('brows', { photo: 'other', face: 1 });
    transplants.take('eyes', { photo: 'other', face: 1 });
    expect(transplants.present.map(({ feature, donor: { photo } }) => [feature, photo])).toEqual([
      ['brows', 'other'],
      ['eyes', 'other'],
    ]);
  });

  it('go to the face that they are dropped on, or to all', async () => {
    const { transplants, editor, selection } = await opened();
    transplants.take('mouth', donor, 1);
    expect(selection.face).toBe(1);
    expect(findTransplant(editor.document, 1, 'mouth')).toBeDefined();
    selection.allFaces = true;
    transplants.take('nose', donor);
    expect(editor.document.transplants.map(({ key }) => key)).toEqual([
      'mouth/1',
      'nose/0',
      'nose/1',
    ]);
  });

  it('count as a change of the photo', async () => {
    const workspace = await opened();
    expect(workspace.edited).toBe(false);
    workspace.transplants.take('mouth', donor);
    expect(workspace.edited).toBe(true);
    workspace.transplants.setEnabled('mouth', false);
    expect(workspace.edited).toBe(false);
  });

  it('are measured; a donor that is gone is told, and the document stays', async () => {
    const { transplants, notices, editor } = await opened({
      stitchReports: ({ document }) =>
        document.transplants.map(({ key }) => ({
          ...unmeasured,
          key,
          unavailable: key === 'nose/0' ? ('file-not-found' as const) : null,
        })),
    });
    const { signal } = new AbortController();
    await transplants.measure(signal);
    expect(transplants.reports).toEqual({});
    transplants.take('mouth', donor);
    transplants.take('nose', donor);
    await transplants.measure(signal);
    expect(transplants.reports['mouth/0']?.unavailable).toBeNull();
    expect(notices.entries).toMatchObject([{ code: 'donor-unavailable' }]);
    expect(editor.document.transplants).toHaveLength(2);
  });
});

describe('donors', () => {
  it('the newest is looked at until another is chosen, and the rest once it is closed', async () => {
    const { donors, guests } = await opened({ openGuest: () => guestOverview });
    await donors.openPhoto({ id: 'a', name: 'a.jpg' });
    await donors.openPhoto({ id: 'b', name: 'b.jpg' });
    expect(donors.shown?.ticket.id).toBe('b');
    const [first] = guests.open;
    if (first) donors.choose(first, 1);
    expect([donors.shown?.ticket.id, donors.face?.index]).toEqual(['a', 1]);
    if (first) guests.close(first);
    await vi.waitFor(() => expect(donors.shown?.ticket.id).toBe('b'));
    expect(donors.face?.index).toBe(0);
  });

  it('lips and the inner mouth are taken together, hair is not taken', () => {
    expect([takenWith('lips'), takenWith('mouth'), takenWith('hair')]).toEqual([
      'mouth',
      'mouth',
      undefined,
    ]);
    const [face] = overview.faces;
    if (!face) throw new Error('no face');
    expect(outlinesOfTaken(face, 'mouth')).toHaveLength(1);
    expect(outlinesOfTaken(face, 'face')).toHaveLength(1);
    expect(outlinesOfTaken(face, 'nose')).toHaveLength(0);
    expect(outlinesOfTaken(face, undefined)).toHaveLength(0);
  });
});

describe('what is left of a difference in clarity', () => {
  const part = {
    appliedSigmaPixels: 0,
    donorNoise: 1,
    targetNoise: 3,
    grainAdded: 2.8,
    remainingSigmaPixels: 0,
  } as PartMeasures;
  const matched = { clarity: 'match', grain: 'match' } as const;
  const soft = { softer: 'donor', sigmaDifferencePixels: 1.2 } as const;

  it('is nothing where everything was matched', () => {
    expect(remainsOf(part, undefined, matched)).toEqual({ softPixels: 0, grainLevels: 0 });
  });

  it('is what could not be sharpened, or what was not to be', () => {
    expect(remainsOf({ ...part, remainingSigmaPixels: 0.4 }, soft, matched).softPixels).toBe(0.4);
    expect(remainsOf(part, soft, { ...matched, clarity: 'off' }).softPixels).toBe(1.2);
  });

  it('is grain that was not added, and grain that cannot be taken away', () => {
    expect(remainsOf(part, soft, { ...matched, grain: 'off' }).grainLevels).toBe(-2);
    expect(remainsOf({ ...part, donorNoise: 5 }, soft, matched).grainLevels).toBe(2);
  });
});
