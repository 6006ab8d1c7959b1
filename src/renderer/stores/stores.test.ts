import { locales } from '@shared/contract/contract';
import { edit as lipColor } from '@shared/edits/lip-color/edit';
import { AppError } from '@shared/errors';
import { describe, expect, it } from 'vitest';
import { ComparisonStore } from './comparison.svelte';
import { Editor } from './editor.svelte';
import { Notices } from './notices.svelte';
import { Selection } from './selection.svelte';
import { stepLabel, wordStep } from './step-label';
import { withParameter } from './changes';

describe('the editor', () => {
  it('makes one step of one gesture and tells every state', () => {
    const told: unknown[] = [];
    const editor = new Editor((document) => told.push(document));
    editor.start('photo');
    editor.begin('drag');
    expect(editor.moving).toBe(true);
    for (const strength of [0.1, 0.2, 0.3]) {
      editor.update('drag', (document) =>
        withParameter(document, lipColor, 0, 'strength', strength),
      );
    }
    editor.commit();
    expect(editor).toMatchObject({ steps: 1, undoLabel: 'drag', moving: false });
    expect(told).toHaveLength(4);
    editor.undo();
    expect(editor.document.edits).toEqual([]);
    expect(editor).toMatchObject({ undoLabel: undefined, redoLabel: 'drag' });
    editor.redo();
    expect(editor.document.edits[0]?.params['strength']).toBe(0.3);
  });

  it('goes back when a gesture is cancelled', () => {
    const editor = new Editor(() => undefined);
    editor.start('photo');
    const before = editor.document;
    editor.begin('drag');
    editor.update('drag', (document) => withParameter(document, lipColor, 0, 'strength', 1));
    editor.cancel();
    expect(editor.document).toBe(before);
    expect(editor.steps).toBe(0);
  });
});

describe('comparing', () => {
  it('shows the original while held, even when split', () => {
    const comparison = new ComparisonStore();
    expect(comparison.for(800)).toEqual({ mode: 'edited' });
    comparison.toggleSplit();
    expect(comparison.for(800)).toEqual({ mode: 'split', at: 400 });
    comparison.hold();
    expect(comparison.for(800)).toEqual({ mode: 'original' });
    comparison.release();
    comparison.moveTo(2);
    expect(comparison.for(800)).toEqual({ mode: 'split', at: 800 });
  });
});

describe('notices', () => {
  it('replaces an older one of the same kind and keeps silent about cancelling', () => {
    const notices = new Notices();
    const retry = (): void => undefined;
    notices.fail(new AppError('disk-full', 'first'));
    notices.fail(new AppError('disk-full', 'second'));
    notices.fail(new AppError('broken-image'));
    notices.fail(new AppError('cancelled'));
    expect(notices.entries).toHaveLength(2);
    expect(notices.entries[0]).toMatchObject({ code: 'disk-full', detail: 'second' });
    notices.dismiss(notices.entries[0]?.id ?? 0);
    expect(notices.entries).toMatchObject([{ code: 'broken-image' }]);
    notices.fail(new AppError('broken-image'), { subject: 'a.jpg', retry });
    notices.fail(new AppError('internal'), { retry });
    expect(notices.entries).toMatchObject([
      { subject: 'a.jpg', retry: undefined },
      { subject: undefined, retry },
    ]);
  });
});

describe('selecting', () => {
  it('opens the edits of the feature and keeps them for one that has none', () => {
    const selection = new Selection();
    selection.select({ face: 1, feature: 'lips' });
    expect(selection).toMatchObject({ face: 1, feature: 'lips', group: 'lips' });
    selection.select({ face: 0, feature: 'nose' });
    expect(selection).toMatchObject({ face: 0, feature: 'nose', group: 'lips' });
    selection.select(undefined);
    expect(selection).toMatchObject({ face: 0, feature: undefined });
  });
});

describe('names of steps', () => {
  it('follow the language', () => {
    const strength = stepLabel({ edit: 'lip-color', parameter: 'strength' });
    const off = stepLabel({ edit: 'lip-color', action: 'off' });
    expect(wordStep(strength, 'en')).toBe('Lip colour · Strength');
    expect(wordStep(strength, 'zh-CN')).toBe('唇色 · 浓度');
    expect(wordStep(off, 'en')).toBe('Lip colour · Off');
    expect(wordStep(off, 'zh-CN')).toBe('唇色 · 停用');
  });

  it.each(locales)('do without an edit that is not known (%s)', (locale) => {
    expect(wordStep('gone.size', locale)).toBe('gone.size');
  });
});
