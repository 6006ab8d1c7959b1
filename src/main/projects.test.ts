import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocument, withParams, withTransplant } from '@shared/document/document';
import type { ProjectContent } from '@shared/document/project';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Projects } from './projects';
import { createRecovery } from './recovery';
import { createTickets } from './tickets';

let folder: string;
let photo: string;
let donor: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-projects-'));
  await mkdir(join(folder, 'photos'));
  photo = join(folder, 'photos', 'a.jpg');
  donor = join(folder, 'photos', 'b.jpg');
  file = join(folder, 'a.maquette');
  await writeFile(photo, 'photo');
  await writeFile(donor, 'donor');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function create(askWhere = () => Promise.resolve<string | null>(file)) {
  const tickets = createTickets(() => undefined);
  const recovery = createRecovery(join(folder, 'recovery'));
  const onUsed = vi.fn();
  const projects = new Projects({ tickets, recovery, program: '1.2.3', askWhere, onUsed });
  return { tickets, recovery, projects, onUsed };
}

type Made = ReturnType<typeof create>;

/** Lips coloured, and the donor's mouth. */
function contentOf({ tickets }: Made): ProjectContent {
  const own = tickets.issue(photo, 'read').id;
  const other = tickets.issue(donor, 'read').id;
  const coloured = withParams(
    createDocument(own),
    { id: 'lip-color', version: 1, face: 0 },
    {},
    { strength: 0.5 },
  );
  const document = withTransplant(coloured, {
    ...{ face: 0, feature: 'mouth', enabled: true, params: {} },
    donor: { photo: other, face: 0 },
  });
  return { document, kept: [], faces: {} };
}

async function saved(): Promise<void> {
  const made = create();
  await made.projects.save({ project: null, content: contentOf(made) }, false);
}

async function open(made: Made, located: Record<string, string | null> = {}) {
  const answer = await made.projects.open(made.tickets.issue(file, 'project').id, located);
  if (answer.state === 'missing') throw new Error(`missing ${answer.photos[0]?.name}`);
  return answer;
}

const change = (path: string, from: string, to: string): Promise<void> =>
  readFile(path, 'utf8').then((text) => writeFile(path, text.replaceAll(from, to)));

describe('a project', () => {
  it('is asked for a place once, and says where its photos are from there', async () => {
    const askWhere = vi.fn(() => Promise.resolve(file));
    const made = create(askWhere);
    const content = contentOf(made);
    const ticket = await made.projects.save({ project: null, content }, false);
    expect(ticket?.name).toBe('a.maquette');
    const again = await made.projects.save({ project: ticket?.id ?? null, content }, false);
    expect(again).toEqual(ticket);
    expect(askWhere).toHaveBeenCalledTimes(1);
    const json = JSON.parse(await readFile(file, 'utf8')) as { photos: object };
    expect(json.photos).toMatchObject({
      'photo-1': { relativePath: 'photos/a.jpg', content: { fileBytes: 5 } },
      'photo-2': { relativePath: 'photos/b.jpg' },
    });
    expect(made.onUsed).toHaveBeenCalledWith(file);
  });

  it('is not written when no place was chosen', async () => {
    const made = create(() => Promise.resolve(null));
    expect(await made.projects.save({ project: null, content: contentOf(made) }, false)).toBeNull();
  });

  it('finds its photos after everything was moved together', async () => {
    await saved();
    const moved = join(folder, 'moved');
    await mkdir(moved);
    await rename(join(folder, 'photos'), join(moved, 'photos'));
    await rename(file, join(moved, 'a.maquette'));
    file = join(moved, 'a.maquette');
    const made = create();
    const { content, photos } = await open(made);
    expect(photos.map(({ name, state }) => [name, state])).toEqual([
      ['a.jpg', 'same'],
      ['b.jpg', 'same'],
    ]);
    expect(made.tickets.pathOf(content.document.photo, 'read')).toBe(
      join(moved, 'photos', 'a.jpg'),
    );
    expect(content.document.transplants[0]?.donor.photo).toBe(photos[1]?.id);
  });

  it('finds its photos where they were after it was moved alone', async () => {
    await saved();
    const moved = join(folder, 'deep', 'er');
    await mkdir(moved, { recursive: true });
    await rename(file, join(moved, 'a.maquette'));
    file = join(moved, 'a.maquette');
    expect((await open(create())).photos.map(({ state }) => state)).toEqual(['same', 'same']);
  });

  it('tells a photo whose content has changed', async () => {
    await saved();
    await writeFile(photo, 'other');
    expect((await open(create())).photos[0]?.state).toBe('changed');
  });

  it('asks for a photo that is nowhere; the others are looked for beside it', async () => {
    await saved();
    await rename(join(folder, 'photos'), join(folder, 'elsewhere'));
    const made = create();
    const ticket = made.tickets.issue(file, 'project').id;
    expect(await made.projects.open(ticket, {})).toEqual({
      state: 'missing',
      photos: [
        { key: 'photo-1', name: 'a.jpg', own: true },
        { key: 'photo-2', name: 'b.jpg', own: false },
      ],
    });
    const located = made.tickets.issue(join(folder, 'elsewhere', 'a.jpg'), 'read').id;
    expect((await open(made, { 'photo-1': located })).photos.map(({ state }) => state)).toEqual([
      'same',
      'same',
    ]);
  });

  it('can go on without a donor, and still names it when it is saved again', async () => {
    await saved();
    await rm(donor);
    const before = JSON.parse(await readFile(file, 'utf8')) as unknown;
    const made = create();
    const { project, content, photos } = await open(made, { 'photo-2': null });
    expect(photos.map(({ state }) => state)).toEqual(['same', 'missing']);
    await made.projects.save({ project: project.id, content }, false);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      ...(before as object),
      // Opened by today's program, it has every parameter.
      document: expect.objectContaining({ photo: 'photo-1' }) as unknown,
    });
  });

  it.each([
    ['damaged', '"format"', '"form"', 'invalid-project'],
    ['of a newer program', '"version": 1,\n  "program"', '"version": 2,\n  "program"', 'newer'],
  ])('that is %s is refused', async (_case, from, to, code) => {
    await saved();
    await change(file, from, to);
    await expect(open(create())).rejects.toThrow(code);
  });

  it('keeps what it does not understand', async () => {
    await saved();
    await change(file, '"lip-color', '"of-tomorrow');
    const made = create();
    const { project, content } = await open(made);
    expect(content.document.edits).toEqual([]);
    await made.projects.save({ project: project.id, content }, false);
    const text = await readFile(file, 'utf8');
    expect(text).toContain('"of-tomorrow/0"');
    expect(text).toContain('"program": "1.2.3"');
  });

  it('that was never saved comes back from what was kept of it', async () => {
    const made = create();
    await made.projects.keep({ project: null, content: contentOf(made) });
    const next = create();
    const [left] = await next.recovery.list();
    const ticket = next.tickets.issue(left?.path ?? '', 'recovery').id;
    const answer = await next.projects.open(ticket, {});
    expect(answer).toMatchObject({
      state: 'opened',
      recovered: true,
      project: { name: null },
      content: { document: { edits: [{ id: 'lip-color' }] } },
    });
    if (answer.state === 'missing') return;
    // It still has to be asked for a place.
    const { content, project } = answer;
    const kept = await next.projects.save({ project: project.id, content }, false);
    expect(kept).toMatchObject({ name: 'a.maquette' });
  });
});
