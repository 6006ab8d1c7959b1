import type { OpenedProject } from '@shared/contract/contract';
import { createDocument, withParams } from '@shared/document/document';
import type { ProjectContent } from '@shared/document/project';
import { edit as lipColor } from '@shared/edits/lip-color/edit';
import { AppError } from '@shared/errors';
import { createLook, understandLook } from '@shared/looks/look';
import { describe, expect, it, vi } from 'vitest';
import { createFakeLinks, placeAt } from '../testing/fake-links';
import { Workspace } from './workspace.svelte';

type App = NonNullable<NonNullable<Parameters<typeof createFakeLinks>[0]>['app']>;

const wish = { id: 'file', name: 'a.maquette', kind: 'project' } as const;
const target = { id: lipColor.id, version: lipColor.version };

/** A project with lips coloured on its only face, which is the second of the analysis. */
function project(changes: Partial<Extract<OpenedProject, { state: 'opened' }>> = {}) {
  const document = withParams(createDocument('own'), { ...target, face: 0 }, {}, { strength: 0.5 });
  const content: ProjectContent = { document, kept: [], faces: { own: [placeAt(0.6)] } };
  return {
    state: 'opened' as const,
    project: { id: 'file', name: 'a.maquette' },
    recovered: false,
    content,
    photos: [{ id: 'own', name: 'a.jpg', state: 'same' as const }],
    ...changes,
  };
}

function create(app: App = {}) {
  const fake = createFakeLinks({ app: { openProject: () => project(), ...app } });
  return { ...fake, workspace: new Workspace(fake.links) };
}

const edited = ({ editor }: Workspace) => editor.document.edits.map(({ face }) => face);

describe('a project that is opened', () => {
  it('gives its edits to the faces that they were made on, with nothing to undo', async () => {
    const { workspace } = create();
    await workspace.open(wish);
    expect(edited(workspace)).toEqual([1]);
    expect(workspace.editor.undoLabel).toBeUndefined();
    expect(workspace.project).toMatchObject({ name: 'a.maquette', file: 'file', modified: false });
  });

  it('keeps the edits of a face that is not found, and says so', async () => {
    const saveProject = vi.fn<NonNullable<App['saveProject']>>(() => ({ id: 'file', name: 'a' }));
    const opened = project();
    const faces = { own: [placeAt(0.35)] };
    const { workspace } = create({
      openProject: () => ({ ...opened, content: { ...opened.content, faces } }),
      saveProject,
    });
    await workspace.open(wish);
    expect(edited(workspace)).toEqual([2]);
    expect(workspace.notices.entries).toMatchObject([{ kind: 'faces-missing', count: 1 }]);
    expect(await workspace.project.save()).toBe(true);
    const saved = saveProject.mock.calls[0]?.[0].content.faces['own'];
    expect(saved).toEqual([placeAt(0.1), placeAt(0.6), placeAt(0.35)]);
  });

  it('tells a changed photo and what it does not understand', async () => {
    const opened = project();
    const kept = [{ list: 'edits' as const, at: 0, part: { id: 'of-tomorrow' } }];
    const { workspace } = create({
      openProject: () => ({
        ...opened,
        photos: [{ id: 'own', name: 'a.jpg', state: 'changed' }],
        content: { ...opened.content, kept },
      }),
    });
    await workspace.open(wish);
    expect(workspace.notices.entries).toMatchObject([
      { kind: 'photo-changed', name: 'a.jpg' },
      { kind: 'project-incomplete', edits: ['of-tomorrow'] },
    ]);
  });

  it('asks where its photo is', async () => {
    const asked: unknown[] = [];
    const photos = [{ key: 'photo-1', name: 'a.jpg', own: true }];
    const { workspace } = create({
      openProject: ({ located }) => {
        asked.push(located);
        return asked.length === 1 ? { state: 'missing', photos } : project();
      },
    });
    await workspace.open(wish);
    expect(workspace.opening.lost?.photo.name).toBe('a.jpg');
    expect(workspace.modal).toBe(true);
    await workspace.opening.locate();
    expect(asked).toEqual([{}, { 'photo-1': 'located' }]);
    expect(edited(workspace)).toEqual([1]);
    expect(workspace.modal).toBe(false);
  });

  it('of a newer program leaves what is open alone', async () => {
    const { workspace } = create({
      openProject: () => {
        throw new AppError('newer-project', 'Maquette 9');
      },
    });
    await workspace.openDialog();
    await workspace.open(wish);
    expect(workspace.session.photo?.ticket.id).toBe('chosen');
    expect(workspace.notices.entries).toMatchObject([
      { code: 'newer-project', subject: 'a.maquette' },
    ]);
  });
});

describe('saving', () => {
  it('is not done when no place was chosen', async () => {
    const { workspace } = create({ saveProject: () => null });
    await workspace.openDialog();
    workspace.setParameter(lipColor, 'strength', 0.5);
    expect(await workspace.project.save()).toBe(false);
    expect(workspace.project.modified).toBe(true);
  });

  it('leaves what is changed meanwhile modified', async () => {
    let finish: (() => void) | undefined;
    const { workspace } = create({
      saveProject: () =>
        new Promise((resolve) => (finish = () => resolve({ id: 'file', name: 'a.maquette' }))),
    });
    await workspace.openDialog();
    workspace.setParameter(lipColor, 'strength', 0.5);
    const saving = workspace.project.save();
    await vi.waitFor(() => expect(finish).toBeDefined());
    workspace.setParameter(lipColor, 'strength', 0.6);
    finish?.();
    await saving;
    expect(workspace.project).toMatchObject({ name: 'a.maquette', modified: true });
  });

  it('comes before another file where the person wants it', async () => {
    const { workspace } = create();
    await workspace.openDialog();
    workspace.setParameter(lipColor, 'strength', 0.5);
    await workspace.open(wish);
    await workspace.opening.saveFirst();
    expect(workspace.session.photo?.ticket.id).toBe('own');
  });
});

describe('what is kept against a crash', () => {
  it('is every settled change, and nothing once it is saved or undone', async () => {
    const { workspace, calls } = create();
    await workspace.openDialog();
    const kept = (): string[] => calls.filter((name) => name.endsWith('Recovery'));
    workspace.beginParameter(lipColor, 'strength');
    workspace.setParameter(lipColor, 'strength', 0.5);
    workspace.setParameter(lipColor, 'strength', 0.6);
    expect(kept()).toEqual([]);
    workspace.editor.commit();
    await vi.waitFor(() => expect(kept()).toEqual(['keepRecovery']));
    workspace.run('undo');
    await vi.waitFor(() => expect(kept()).toEqual(['keepRecovery', 'clearRecovery']));
  });

  it('is offered, and restored as something that is not saved', async () => {
    const { workspace, calls } = create({
      start: () => ({
        file: null,
        recoveries: [{ id: 'left', name: 'a.jpg', keptAtMilliseconds: 1 }],
        settings: { locale: 'en' },
      }),
      openProject: () => project({ recovered: true, project: { id: 'new', name: null } }),
    });
    await workspace.start();
    const [offer] = workspace.notices.entries;
    if (offer?.kind !== 'recovery') throw new Error('nothing is offered');
    await workspace.open({ ...offer.recovery, kind: 'recovery' });
    expect(edited(workspace)).toEqual([1]);
    expect(workspace.project).toMatchObject({ name: 'a.jpg', modified: true });
    expect(workspace.notices.entries).toEqual([]);
    // Never nothing: first this run keeps it, then the earlier one lets go.
    expect(calls.indexOf('keepRecovery')).toBeLessThan(calls.indexOf('discardRecovery'));
  });
});

describe('the look that a face wears', () => {
  const red = createLook('Red', [
    { id: lipColor.id, version: lipColor.version, params: { color: '#8e1f2f', strength: 0.8 } },
  ]);

  it('is kept with the project and worn again, wherever the look has gone', async () => {
    const saveProject = vi.fn<NonNullable<App['saveProject']>>(() => ({ id: 'file', name: 'a' }));
    const { workspace } = create({ saveProject });
    await workspace.open(wish);
    const look = { id: 'red', own: true, ...understandLook(red, [lipColor]) };
    workspace.selection.selectFace(1);
    workspace.looks.wear(look);
    workspace.looks.setStrength(0.5);
    expect(await workspace.project.save()).toBe(true);
    const content = saveProject.mock.calls[0]?.[0].content;
    expect(content?.looks).toEqual([{ face: 1, id: 'red', strength: 0.5, look: red }]);

    const again = create({ openProject: () => project(content && { content }) });
    await again.workspace.open(wish);
    again.workspace.selection.selectFace(1);
    expect(again.workspace.looks.worn).toMatchObject({ look: { id: 'red' }, strength: 0.5 });
    expect(again.workspace.project.modified).toBe(false);
    again.workspace.looks.takeOff();
    expect(again.workspace.editor.document.edits).toEqual([]);
  });
});
