import { edit as lipColor } from '@shared/edits/lip-color/edit';
import { findEdit } from '@shared/document/document';
import { AppError } from '@shared/errors';
import { describe, expect, it, vi } from 'vitest';
import { createFakeLinks, overview, type FakeLinks } from '../testing/fake-links';
import { Workspace } from './workspace.svelte';

type Overrides = Parameters<typeof createFakeLinks>[0];

function create(overrides?: Overrides): FakeLinks & { workspace: Workspace } {
  const fake = createFakeLinks(overrides);
  return { ...fake, workspace: new Workspace(fake.links) };
}

async function opened(overrides?: Overrides): Promise<FakeLinks & { workspace: Workspace }> {
  const made = create(overrides);
  await made.workspace.openDialog();
  return made;
}

const photo = (id: string) => ({ id, name: `${id}.jpg`, kind: 'photo' }) as const;

const untilCancelled = (_input: unknown, { signal }: { signal: AbortSignal }): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('cancelled')));
  });

describe('starting', () => {
  it('offers samples when no photo was named', async () => {
    const { workspace } = create();
    await workspace.start();
    expect(workspace.samples).toMatchObject([{ ticket: { id: 'sample', name: 'sample.jpg' } }]);
    expect(workspace.session.photo).toBeUndefined();
  });

  it('opens the photo that was named, in the remembered language', async () => {
    const { workspace, calls } = create({
      app: {
        start: () => ({
          file: { id: 'named', name: 'a.jpg', kind: 'photo' as const },
          recoveries: [],
          settings: { locale: 'zh-CN' as const },
        }),
      },
    });
    await workspace.start();
    expect(workspace.session.photo?.ticket.id).toBe('named');
    expect(workspace.settings.strings.undo).toBe('撤销');
    expect(calls).not.toContain('samples');
  });

  it('tells why a photo cannot be opened, and still offers the samples', async () => {
    const { workspace } = create({
      app: {
        start: () => ({
          file: { id: 'named', name: 'a.txt', kind: 'photo' as const },
          recoveries: [],
          settings: { locale: 'en' as const },
        }),
      },
      studio: {
        open: () => {
          throw new AppError('unsupported-format', 'text');
        },
      },
    });
    await workspace.start();
    expect(workspace.notices.entries).toMatchObject([{ code: 'unsupported-format' }]);
    expect(workspace.samples).toHaveLength(1);
  });
});

describe('editing', () => {
  it('changes the selected face, or all of them in one step', async () => {
    const { workspace } = await opened();
    const { editor, selection } = workspace;
    selection.selectFace(1);
    workspace.setParameter(lipColor, 'color', '#5c2440');
    expect(findEdit(editor.document, lipColor.id, 0)).toBeUndefined();
    expect(findEdit(editor.document, lipColor.id, 1)?.params['color']).toBe('#5c2440');
    selection.allFaces = true;
    workspace.setParameter(lipColor, 'strength', 0.4);
    expect(editor.document.edits.map(({ params }) => params['strength'])).toEqual([0.4, 0.4]);
    expect(editor.steps).toBe(2);
    expect(workspace.edited).toBe(true);
    workspace.run('undo');
    workspace.run('undo');
    expect(workspace.edited).toBe(false);
  });

  it('asks before changes are lost that were not saved', async () => {
    const { workspace } = await opened();
    workspace.setParameter(lipColor, 'strength', 0.5);
    await workspace.open(photo('other'));
    expect(workspace.session.photo?.ticket.id).toBe('chosen');
    expect(workspace.modal).toBe(true);
    expect(workspace.holdsUnsaved()).toBe(true);
    await workspace.opening.openWaiting();
    expect(workspace.session.photo?.ticket.id).toBe('other');
    expect(workspace.editor.steps).toBe(0);
  });

  it('asks after an export too: a picture cannot be edited again', async () => {
    const { workspace } = await opened();
    workspace.setParameter(lipColor, 'strength', 0.5);
    await workspace.exportation.run(workspace.editor.document);
    expect(workspace.holdsUnsaved()).toBe(true);
  });

  it('does not ask once everything is saved or undone', async () => {
    const { workspace } = await opened();
    workspace.setParameter(lipColor, 'strength', 0.5);
    await workspace.project.save();
    expect(workspace.holdsUnsaved()).toBe(false);
    await workspace.open(photo('second'));
    expect(workspace.session.photo?.ticket.id).toBe('second');
    workspace.setParameter(lipColor, 'strength', 0.5);
    workspace.run('undo');
    await workspace.open(photo('third'));
    expect(workspace.session.photo?.ticket.id).toBe('third');
  });

  it('lets nothing change behind a dialog', async () => {
    const { workspace } = await opened();
    workspace.setParameter(lipColor, 'strength', 0.5);
    workspace.showExport();
    workspace.run('undo');
    expect(workspace.editor.steps).toBe(1);
  });
});

describe('loading', () => {
  it('is given up for another photo', async () => {
    const { workspace } = create({
      studio: {
        open: ({ photo }, context) =>
          photo === 'slow'
            ? untilCancelled(photo, context)
            : {
                information: {
                  ...{ width: 10, height: 10, format: 'png', bitsPerSample: 8 as const },
                  ...{ colorProfile: null, hasExif: false, hasOpacity: false, fileBytes: 1 },
                },
              },
      },
    });
    const slow = workspace.open(photo('slow'));
    await workspace.open(photo('fast'));
    await slow;
    expect(workspace.session).toMatchObject({ photo: { ticket: { id: 'fast' } } });
    expect(workspace.session.loading).toBeUndefined();
    expect(workspace.notices.entries).toEqual([]);
  });

  it('can be cancelled, and taken up again', async () => {
    let slow = true;
    const { workspace } = create({
      studio: {
        analyse: (input, context) => (slow ? untilCancelled(input, context) : overview),
      },
    });
    const opening = workspace.openDialog();
    await vi.waitFor(() => expect(workspace.session.photo).toBeDefined());
    workspace.session.loading?.cancel();
    await opening;
    expect(workspace.session.analysis).toBeUndefined();
    expect(workspace.notices.entries).toEqual([]);
    slow = false;
    await workspace.session.analyse();
    expect(workspace.session.faces).toHaveLength(2);
  });

  it('says when a photo has no face', async () => {
    const { workspace } = await opened({
      studio: { analyse: () => ({ ...overview, faces: [] }) },
    });
    expect(workspace.notices.entries).toMatchObject([{ kind: 'no-faces' }]);
  });
});

describe('when the engine exits', () => {
  const exit = { event: 'engine-exited', code: 'engine-restarted', detail: 'killed' } as const;

  it('gives the photo to the new one and keeps the document', async () => {
    const { workspace, tell, calls } = await opened();
    workspace.setParameter(lipColor, 'strength', 0.5);
    const { document } = workspace.editor;
    calls.length = 0;
    tell(exit);
    await vi.waitFor(() => expect(calls.at(-1)).toBe('analyse'));
    expect(calls.filter((name) => name !== 'setDocument')).toEqual(
      expect.arrayContaining(['loseEngine', 'connectEngine', 'open', 'analyse']),
    );
    expect(workspace.editor.document).toBe(document);
    expect(workspace.notices.entries).toMatchObject([{ kind: 'engine-restarted' }]);
  });

  it('asks before a third try at a photo that kills it', async () => {
    let deadly = false;
    const { workspace, tell } = await opened({
      studio: {
        analyse: (input, context) => (deadly ? untilCancelled(input, context) : overview),
      },
    });
    const { session, notices } = workspace;
    deadly = true;
    tell(exit);
    tell(exit);
    const failed = notices.entries.find(({ kind }) => kind === 'error');
    expect(failed).toMatchObject({ code: 'engine-restarted' });
    await vi.waitFor(() => expect(session.loading).toBeUndefined());
    deadly = false;
    if (failed?.kind === 'error') failed.retry?.();
    await vi.waitFor(() => expect(session.faces).toHaveLength(2));
  });

  it('revives one that stays down only when asked', async () => {
    const { workspace, tell, calls } = await opened();
    calls.length = 0;
    tell({ event: 'engine-exited', code: 'internal', detail: 'three times' });
    const [failed] = workspace.notices.entries;
    expect(calls).not.toContain('connectEngine');
    if (failed?.kind === 'error') failed.retry?.();
    await vi.waitFor(() => expect(calls.at(-1)).toBe('analyse'));
    expect(calls).toContain('connectEngine');
  });

  it('can be asked again when main refuses a new one', async () => {
    let refused = true;
    const { workspace, tell } = await opened({
      app: {
        connectEngine: () => {
          if (refused) throw new AppError('internal', 'the engine keeps ending');
        },
      },
    });
    const { notices, session } = workspace;
    const retry = (): void => {
      const [failed] = notices.entries;
      expect(notices.entries).toHaveLength(1);
      if (failed?.kind !== 'error') throw new Error('nothing to try again');
      notices.dismiss(failed.id);
      failed.retry?.();
    };
    tell({ event: 'engine-exited', code: 'internal', detail: 'three times' });
    retry();
    await vi.waitFor(() => expect(notices.entries).toMatchObject([{ code: 'internal' }]));
    expect(session.loading).toBeUndefined();
    refused = false;
    retry();
    await vi.waitFor(() => expect(notices.entries).toMatchObject([{ kind: 'engine-restarted' }]));
  });
});

describe('exporting', () => {
  it('goes from choosing to a result', async () => {
    const { workspace } = await opened();
    workspace.showExport();
    const { exportation } = workspace;
    exportation.format = 'png';
    await exportation.run(workspace.editor.document);
    expect(exportation.state).toMatchObject({ step: 'done', target: { name: 'result.jpg' } });
  });

  it('has the picture rendered while the dialog is open, and lets go of it with the dialog', async () => {
    const asked: { input: unknown; signal: AbortSignal }[] = [];
    const { workspace } = await opened({
      studio: {
        prepareExport: (input, call) => {
          asked.push({ input, signal: call.signal });
          return untilCancelled(input, call);
        },
      },
    });
    workspace.showExport();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const { document } = workspace.editor;
    expect(asked[0]?.input).toMatchObject({ document, keepMetadata: true });
    await workspace.exportation.run(document);
    expect(asked[0]?.signal.aborted).toBe(false);
    workspace.exportation.chooseMetadata(false, document);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.input).toMatchObject({ document, keepMetadata: false });
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    workspace.exportation.close();
    await vi.waitFor(() => expect(asked[1]?.signal.aborted).toBe(true));
  });

  it('stays where it was when no file is chosen', async () => {
    const { workspace } = await opened({ app: { chooseExportFile: () => null } });
    workspace.showExport();
    await workspace.exportation.run(workspace.editor.document);
    expect(workspace.exportation).toMatchObject({ open: true, state: { step: 'choose' } });
  });

  it('says what went wrong', async () => {
    const { workspace } = await opened({
      studio: {
        export: () => {
          throw new AppError('disk-full', 'ENOSPC');
        },
      },
    });
    workspace.showExport();
    await workspace.exportation.run(workspace.editor.document);
    expect(workspace.exportation.state).toMatchObject({
      step: 'failed',
      error: { code: 'disk-full' },
    });
  });

  it('can be cancelled', async () => {
    const { workspace } = await opened({ studio: { export: untilCancelled } });
    workspace.showExport();
    const { exportation } = workspace;
    const running = exportation.run(workspace.editor.document);
    await vi.waitFor(() => expect(exportation.state.step).toBe('working'));
    if (exportation.state.step === 'working') exportation.state.task.cancel();
    await running;
    expect(exportation.state.step).toBe('choose');
  });
});
