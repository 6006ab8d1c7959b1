import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentPhotos, withPhotos } from '../../src/shared/document/document';
import {
  contentOfProject,
  keptNames,
  parseProject,
  projectOfContent,
  projectVersion,
  type NamedPhoto,
} from '../../src/shared/document/project';
import { planDocument } from '../../src/shared/edits/plan';
import { understanding } from '../../src/shared/edits/understanding';
import { analysisOf } from '../fixtures/analysis';
import { syntheticFace, syntheticSize } from '../fixtures/synthetic-face';

/** Every project format that was ever released has a sample here; none may become unreadable. */
const folder = resolve(import.meta.dirname, '../projects');
const analysis = analysisOf(syntheticSize, [syntheticFace, { ...syntheticFace, index: 1 }]);

const idOf = (key: string): string => `id of ${key}`;
const readJson = async (name: string): Promise<object> =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as object;

describe('projects of every released format', async () => {
  const names = await readdir(folder);

  it('have a sample each', () => {
    expect(names).toEqual(
      Array.from({ length: projectVersion }, (_, index) => `project-${index + 1}.maquette`),
    );
  });

  it.each(names)('%s can be read and rendered', async (name) => {
    const project = parseProject(await readJson(name));
    const { document, faces } = contentOfProject(project, idOf, understanding);
    expect(document.edits.length).toBeGreaterThan(0);
    expect(planDocument(document, analysis).length).toBeGreaterThan(0);
    for (const photo of documentPhotos(document)) expect(faces[photo]).not.toEqual([]);
  });

  it.each(names)('%s loses nothing when it is saved again', async (name) => {
    const project = parseProject(await readJson(name));
    const content = contentOfProject(project, idOf, understanding);
    expect(keptNames(content.kept)).toEqual(['ears', 'of-tomorrow']);
    const photos = new Map<string, NamedPhoto>(
      Object.entries(project.photos).map(([key, photo]) => [idOf(key), { key, ...photo }]),
    );
    const again = parseProject(
      JSON.parse(JSON.stringify(projectOfContent(content, photos, project.program))),
    );
    expect(again.document.edits[1]).toEqual(project.document.edits[1]);
    expect(again.document.transplants?.[1]).toEqual(project.document.transplants?.[1]);
    expect(again.photos).toEqual(project.photos);
    const read = contentOfProject(again, idOf, understanding);
    expect(read).toEqual(content);
    expect(withPhotos(read.document, (photo) => photo)).toEqual(content.document);
  });
});
