import { locales } from '@shared/contract/contract';
import { edit as lipColor } from '@shared/edits/lip-color/edit';
import { createDocument } from '@shared/document/document';
import { AppError } from '@shared/errors';
import { describe, expect, it, vi } from 'vitest';
import { ComparisonStore } from './comparison.svelte';
import { Editor } from './editor.svelte';
import { Notices } from './notices.svelte';
import { editsOf, panels } from './panels';
import { Selection } from './selection.svelte';
import { stepLabel, wordStep } from './step-label';
import { withParameter } from './changes';

describe('the editor', () => {
  it('makes one step of one gesture and tells every state', () => {
    const told: unknown[] = [];
    const editor = new Editor((document) => told.push(document));
    editor.start(createDocument('photo'));
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

  it('tells each settled state once', () => {
    const onStep = vi.fn();
    const editor = new Editor(
      () => undefined,
      () => undefined,
      onStep,
    );
    editor.start(createDocument('photo'));
    expect(onStep).not.toHaveBeenCalled();
    const change = (strength: number): void =>
      editor.update('drag', (document) =>
        withParameter(document, lipColor, 0, 'strength', strength),
      );
    editor.begin('drag');
    change(0.1);
    change(0.2);
    expect(onStep).not.toHaveBeenCalled();
    editor.commit();
    editor.commit();
    expect(onStep).toHaveBeenCalledTimes(1);
    editor.undo();
    expect(onStep).toHaveBeenCalledTimes(2);
    editor.begin('drag');
    change(0.3);
    editor.cancel();
    expect(onStep).toHaveBeenCalledTimes(2);
  });

  it('goes back when a gesture is cancelled', () => {
    const editor = new Editor(() => undefined);
    editor.start(createDocument('photo'));
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
  it('opens the edit of the feature and keeps it for one that has none', () => {
    const selection = new Selection();
    selection.close('lip-color');
    selection.select({ face: 1, feature: 'lips' });
    expect(selection).toMatchObject({ face: 1, feature: 'lips', panel: 'lips' });
    expect(selection.isOpen('lip-color')).toBe(true);
    selection.select({ face: 0, feature: 'hat' });
    expect(selection).toMatchObject({ face: 0, feature: 'hat', panel: 'lips' });
    selection.select(undefined);
    expect(selection).toMatchObject({ face: 0, feature: undefined });
  });

  it('opens one edit of a panel at a time, the first to begin with', () => {
    const selection = new Selection();
    for (const edits of panels.map(editsOf).filter(({ length }) => length > 0)) {
      const open = (): readonly string[] =>
        edits.map(({ id }) => id).filter((id) => selection.isOpen(id));
      expect(open()).toEqual([edits[0]?.id]);
      const last = edits.at(-1)?.id ?? '';
      selection.open(last);
      expect(open()).toEqual([last]);
      selection.close(last);
      expect(open()).toEqual([]);
    }
  });

  it('means one face, or all of them', () => {
    const selection = new Selection();
    const faces = [{ index: 0 }, { index: 1 }];
    selection.selectFace(1);
    expect(selection.targetsOf(faces)).toEqual([1]);
    selection.allFaces = true;
    expect(selection.targetsOf(faces)).toEqual([0, 1]);
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

  it('name looks', () => {
    const look = { en: 'Dusk', 'zh-CN': '日落' };
    const word = (action: 'wear' | 'strength' | 'off') =>
      locales.map((locale) => wordStep(stepLabel({ look, action }), locale));
    expect(word('wear')).toEqual(['妆容 · 日落', 'Look · Dusk']);
    expect(word('strength')).toEqual(['日落 · 妆容浓度', 'Dusk · Look strength']);
    expect(word('off')).toEqual(['卸下妆容', 'Look taken off']);
    expect(wordStep(stepLabel({ look: 'Mine', action: 'wear' }), 'zh-CN')).toBe('妆容 · Mine');
  });

  it.each(locales)('do without an edit that is not known (%s)', (locale) => {
    expect(wordStep(stepLabel({ edit: 'gone', parameter: 'size' }), locale)).toBe('gone');
  });
});
