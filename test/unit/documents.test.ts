import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentSchema } from '../../src/shared/document/document';
import { planDocument } from '../../src/shared/edits/plan';
import { findDefinition } from '../../src/shared/edits/registry';
import { syntheticFace, syntheticSide } from '../fixtures/synthetic-face';

/** Every document format that was ever released has a sample here; none may become unreadable. */
const folder = resolve(import.meta.dirname, '../documents');
const analysis = {
  width: syntheticSide,
  height: syntheticSide,
  faces: [syntheticFace, { ...syntheticFace, index: 1 }],
  provider: 'cpu',
  milliseconds: { detect: 0, parse: 0, measure: 0 },
};

describe('documents of every released format', async () => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));

  it.each(names)('%s can be read and rendered', async (name) => {
    const document = documentSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
    expect(document.edits.map(({ id }) => findDefinition(id)?.id)).toEqual(
      document.edits.map(({ id }) => id),
    );
    expect(planDocument(document, analysis).length).toBeGreaterThan(0);
  });

  it('one that is switched off gives no pass', () => {
    const edit = { key: 'a', id: 'lip-color', version: 1, face: 0, params: { strength: 1 } };
    const plan = (enabled: boolean) =>
      planDocument({ schema: 1, photo: 'a', edits: [{ ...edit, enabled }] }, analysis);
    expect(plan(true)).toHaveLength(1);
    expect(plan(false)).toHaveLength(0);
  });

  it('one of an edit or a face that is not there gives no pass', () => {
    const edit = { key: 'a', version: 1, enabled: true, params: { strength: 1 } };
    const edits = [
      { ...edit, id: 'no-such-edit', face: 0 },
      { ...edit, id: 'lip-color', face: 9 },
    ];
    expect(planDocument({ schema: 1, photo: 'a', edits }, analysis)).toEqual([]);
  });
});
