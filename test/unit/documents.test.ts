import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createDocument,
  documentPhotos,
  documentSchema,
  parseDocument,
  withPhotos,
} from '../../src/shared/document/document';
import { planDocument } from '../../src/shared/edits/plan';
import { findDefinition } from '../../src/shared/edits/registry';
import { transplantValues } from '../../src/shared/transplants/parameters';
import { analysisOf } from '../fixtures/analysis';
import { syntheticFace, syntheticSize } from '../fixtures/synthetic-face';

/** Every document format that was ever released has a sample here; none may become unreadable. */
const folder = resolve(import.meta.dirname, '../documents');
const analysis = analysisOf(syntheticSize, [syntheticFace, { ...syntheticFace, index: 1 }]);

describe('documents of every released format', async () => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));

  it.each(names)('%s can be read and rendered', async (name) => {
    const document = parseDocument(JSON.parse(await readFile(join(folder, name), 'utf8')));
    expect(documentSchema.parse(document)).toEqual(document);
    expect(document.edits.map(({ id }) => findDefinition(id)?.id)).toEqual(
      document.edits.map(({ id }) => id),
    );
    expect(planDocument(document, analysis).length).toBeGreaterThan(0);
    document.transplants.forEach((transplant) => transplantValues(transplant));
  });

  it('the first had no features of other photos', async () => {
    const first: unknown = JSON.parse(await readFile(join(folder, 'document-1.json'), 'utf8'));
    expect(documentSchema.safeParse(first).success).toBe(false);
    expect(parseDocument(first)).toMatchObject({ schema: 2, transplants: [] });
  });

  it('the second names every photo that it needs', async () => {
    const text = await readFile(join(folder, 'document-2.json'), 'utf8');
    const document = parseDocument(JSON.parse(text));
    expect(documentPhotos(document)).toEqual(['photo-1', 'photo-2', 'photo-3']);
    const renamed = withPhotos(document, (photo) => photo.replace('photo', 'file'));
    expect(documentPhotos(renamed)).toEqual(['file-1', 'file-2', 'file-3']);
  });

  it('one of a newer program is refused', () => {
    expect(() => parseDocument({ ...createDocument('a'), schema: 99 })).toThrow();
    expect(() => parseDocument(null)).toThrow();
  });

  it('one that is switched off gives no pass', () => {
    const edit = { key: 'a', id: 'lip-color', version: 1, face: 0, params: { strength: 1 } };
    const plan = (enabled: boolean) =>
      planDocument({ ...createDocument('a'), edits: [{ ...edit, enabled }] }, analysis);
    expect(plan(true)).toHaveLength(1);
    expect(plan(false)).toHaveLength(0);
  });

  it('one of an edit or a face that is not there gives no pass', () => {
    const edit = { key: 'a', version: 1, enabled: true, params: { strength: 1 } };
    const edits = [
      { ...edit, id: 'no-such-edit', face: 0 },
      { ...edit, id: 'lip-color', face: 9 },
    ];
    expect(planDocument({ ...createDocument('a'), edits }, analysis)).toEqual([]);
  });
});
