import { describe, expect, it } from 'vitest';
import { createDocument, withFaces, withParams, withTransplant, type Document } from './document';
import {
  contentOfProject,
  parseProject,
  projectFormat,
  projectOfContent,
  projectVersion,
  withKeptFaces,
  type NamedPhoto,
  type ProjectContent,
  type Understanding,
} from './project';

const photo: NamedPhoto = {
  key: 'photo-1',
  name: 'a.jpg',
  relativePath: 'a.jpg',
  absolutePath: '/photos/a.jpg',
  content: { fileBytes: 3, sha256: '0'.repeat(64) },
};
const target = { id: 'lip-color', version: 1, face: 0 };
const document: Document = withParams(createDocument('id'), target, {}, { strength: 0.5 });
const content: ProjectContent = { document, kept: [], faces: { id: [] } };

function write(changes: Partial<ProjectContent> = {}) {
  return projectOfContent({ ...content, ...changes }, new Map([['id', photo]]), '1.2.3');
}
const idOf = () => 'id';
const all: Understanding = { edit: (edit) => edit, transplant: (transplant) => transplant };
const none: Understanding = { edit: () => undefined, transplant: () => undefined };

describe('a project', () => {
  it('names photos by keys, never by ids of the program', () => {
    const project = write();
    expect(project).toMatchObject({
      format: projectFormat,
      version: projectVersion,
      program: '1.2.3',
      document: { photo: 'photo-1' },
    });
    expect(JSON.stringify(project)).not.toContain('"id":"id"');
    expect(project.photos['photo-1']).not.toHaveProperty('key');
  });

  it('says what was written', () => {
    const read = contentOfProject(parseProject(write()), idOf, all);
    expect(read).toEqual(content);
  });

  it.each([
    ['nothing', null],
    ['another format', { format: 'maquette-look', version: 1 }],
    ['no photos', { ...write(), photos: undefined }],
    ['a photo that is not in its table', { ...write(), photos: {} }],
    ['a document without edits', { ...write(), document: { schema: 1, photo: 'photo-1' } }],
  ])('of %s is refused', (_case, json) => {
    expect(() => parseProject(json)).toThrow('invalid-project');
  });

  it('of a newer program is refused, and says of which', () => {
    const newer = { ...write(), version: projectVersion + 1, anything: true };
    expect(() => parseProject(newer)).toThrow('newer-project: Maquette 1.2.3');
    const project = write();
    const later = { ...project, document: { ...project.document, schema: 99 } };
    expect(() => parseProject(later)).toThrow('newer-project: Maquette 1.2.3, document 99');
  });
});

describe('a part that is not understood', () => {
  const unknown = { key: 'x/0', id: 'x', face: 0, anything: [1, { deep: true }] };
  const foreign = { what: 'ever' };
  const project = () => {
    const written = write();
    const edits = [unknown, ...written.document.edits, foreign];
    return parseProject({ ...written, document: { ...written.document, edits } });
  };

  it('goes back to its place, as it was', () => {
    const read = contentOfProject(project(), idOf, all);
    expect(read.document.edits).toEqual(document.edits);
    expect(write(read).document.edits).toEqual([unknown, ...document.edits, foreign]);
  });

  it('stays also when all others are taken away', () => {
    const { kept } = contentOfProject(project(), idOf, all);
    const bare = { ...document, edits: [] };
    expect(write({ document: bare, kept }).document.edits).toEqual([unknown, foreign]);
  });

  it('gives way to the same edit of the same face made anew', () => {
    const read = contentOfProject(project(), idOf, none);
    expect(read.document.edits).toEqual([]);
    const { edits } = write({ ...read, document }).document;
    expect(edits).toHaveLength(3);
    expect(edits).toContainEqual(document.edits[0]);
  });

  it('follows its face', () => {
    const { kept } = contentOfProject(project(), idOf, all);
    const followed = withKeptFaces(kept, (face) => face + 2);
    expect(followed.map(({ part }) => part)).toEqual([
      { ...unknown, key: 'x/2', face: 2 },
      foreign,
    ]);
  });
});

describe('faces that got other numbers', () => {
  const other = withParams(document, { ...target, face: 1 }, {}, { strength: 0.7 });

  it('keep their edits, each under a key of its own', () => {
    const swapped = withFaces(other, 'id', (face) => 1 - face);
    expect(swapped.edits.map(({ key, face, params }) => [key, face, params['strength']])).toEqual([
      ['lip-color/1', 1, 0.5],
      ['lip-color/0', 0, 0.7],
    ]);
  });

  it('of a donor move nothing but what comes from them', () => {
    const with2 = withTransplant(other, {
      ...{ face: 0, feature: 'mouth', enabled: true, params: {} },
      donor: { photo: 'another', face: 1 },
    });
    const moved = withFaces(with2, 'another', () => 9);
    expect(moved.edits).toEqual(other.edits);
    expect(moved.transplants).toMatchObject([
      { key: 'mouth/0', face: 0, donor: { photo: 'another', face: 9 } },
    ]);
    const own = withFaces(with2, 'id', (face) => face + 1);
    expect(own.transplants).toMatchObject([{ key: 'mouth/1', face: 1, donor: { face: 1 } }]);
  });
});
