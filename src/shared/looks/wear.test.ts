import { describe, expect, it } from 'vitest';
import { createDocument, findEdit, withParams, type Document } from '../document/document';
import { defineEdit } from '../edits/define';
import { color, fraction } from '../edits/parameters';
import { createLook, understandLook, type LookEdit } from './look';
import { editsOfFace, withLook, withLookStrength, withoutLook } from './wear';

const text = { en: 'Made up', 'zh-CN': '虚构' };
const definitions = ['lips', 'blush', 'shadow'].map((id) =>
  defineEdit({
    id,
    version: 1,
    group: 'face',
    stage: 'color',
    text,
    features: ['skin'],
    params: {
      color: color('#b0404a', { text }),
      strength: fraction(0, { text }),
      lift: fraction(0, { text, hard: [-1, 1] }),
      width: fraction(0.5, { text }),
    },
    migrations: [],
    plan: () => [],
  }),
);

const look = (...edits: readonly [id: string, params: LookEdit['params']][]) =>
  understandLook(
    createLook(
      'a',
      edits.map(([id, params]) => ({ id, version: 1, params })),
    ),
    definitions,
  );
const strong = look(
  ['lips', { color: '#101010', strength: 0.8, lift: -0.4, width: 0.9 }],
  ['blush', { strength: 0.4 }],
);
const other = look(['shadow', { strength: 1 }]);
const empty = createDocument('photo');
const idsOf = (document: Document, face = 0) =>
  document.edits.filter((edit) => edit.face === face).map(({ id }) => id);
const set = (document: Document, id: string, params: LookEdit['params']) =>
  withParams(document, { id, version: 1, face: 0 }, {}, params);

describe('wearing a look', () => {
  it('scales the amounts and keeps the rest', () => {
    const document = withLook(empty, 0, { look: strong, strength: 0.5 });
    expect(findEdit(document, 'lips', 0)).toMatchObject({
      enabled: true,
      params: { color: '#101010', strength: 0.4, lift: -0.2, width: 0.9 },
    });
  });

  it('leaves other faces and the edits that it does not have alone', () => {
    const own = set(empty, 'shadow', { strength: 0.3 });
    const document = withLook(own, 1, { look: strong, strength: 1 });
    expect(idsOf(document)).toEqual(['shadow']);
    expect(idsOf(document, 1)).toEqual(['lips', 'blush']);
  });

  it('takes off the look before, but not what was changed since', () => {
    const before = { look: strong, strength: 0.5 };
    const worn = withLook(empty, 0, before);
    expect(idsOf(withLook(worn, 0, { look: other, strength: 1 }, before))).toEqual(['shadow']);
    const changed = set(worn, 'blush', { strength: 0.9 });
    expect(idsOf(withoutLook(changed, 0, before))).toEqual(['blush']);
    expect(withoutLook(worn, 0, before)).toEqual(empty);
  });

  it('replaces an edit of the person’s own, switched off or not', () => {
    const own = set(empty, 'lips', { color: '#ffffff', strength: 0.1 });
    const off = { ...own, edits: own.edits.map((edit) => ({ ...edit, enabled: false })) };
    const document = withLook(off, 0, { look: strong, strength: 1 });
    expect(findEdit(document, 'lips', 0)).toMatchObject({
      enabled: true,
      params: { color: '#101010', strength: 0.8 },
    });
  });

  it('moves with its strength, down to nothing and up again', () => {
    const worn = { look: strong, strength: 0.7 };
    const document = withLook(empty, 0, worn);
    const none = withLookStrength(document, 0, worn, 0);
    expect(editsOfFace(none, 0, definitions)).toEqual([]);
    const back = withLookStrength(none, 0, { ...worn, strength: 0 }, 0.7);
    expect(back).toEqual(document);
  });

  it('does not move what was changed since', () => {
    const worn = { look: strong, strength: 1 };
    const changed = set(withLook(empty, 0, worn), 'blush', { strength: 0.9 });
    const weaker = withLookStrength(changed, 0, worn, 0.5);
    expect(findEdit(weaker, 'lips', 0)?.params['strength']).toBe(0.4);
    expect(findEdit(weaker, 'blush', 0)?.params['strength']).toBe(0.9);
  });
});

describe('a look made of what a face wears', () => {
  it('is the same look again', () => {
    const document = withLook(empty, 0, { look: strong, strength: 1 });
    const again = understandLook(
      createLook('b', editsOfFace(document, 0, definitions)),
      definitions,
    );
    expect(again.edits).toEqual(strong.edits);
  });

  it('holds only what shows', () => {
    const resting = set(set(empty, 'lips', { color: '#000000' }), 'blush', { strength: 0.2 });
    const off = {
      ...resting,
      edits: [
        ...resting.edits,
        { key: 'x', id: 'shadow', version: 1, enabled: false, face: 0, params: { strength: 1 } },
        { key: 'y', id: 'unknown', version: 1, enabled: true, face: 0, params: {} },
      ],
    };
    expect(editsOfFace(off, 0, definitions).map(({ id }) => id)).toEqual(['blush']);
  });
});
