import { describe, expect, it } from 'vitest';
import {
  changeTransplant,
  createDocument,
  findTransplant,
  withoutTransplant,
  withTransplant,
} from './document';

const mouth = {
  face: 0,
  donor: { photo: 'donor', face: 1 },
  feature: 'mouth',
  enabled: true,
  params: {},
} as const;
const empty = createDocument('photo');

describe('transplants of a document', () => {
  it('are one a feature and face: another takes the place of the first', () => {
    const first = withTransplant(empty, mouth);
    const other = { ...mouth, donor: { photo: 'other', face: 0 } };
    const second = withTransplant(withTransplant(first, { ...mouth, face: 1 }), other);
    expect(second.transplants.map(({ key }) => key)).toEqual(['mouth/1', 'mouth/0']);
    expect(findTransplant(second, 0, 'mouth')?.donor.photo).toBe('other');
    expect(first.transplants).toHaveLength(1);
  });

  it('change and go', () => {
    const document = withTransplant(empty, mouth);
    const off = changeTransplant(document, mouth, (one) => ({ ...one, enabled: false }));
    expect(findTransplant(off, 0, 'mouth')?.enabled).toBe(false);
    expect(withoutTransplant(off, mouth).transplants).toEqual([]);
  });

  it('what is not there cannot change', () => {
    const nose = { face: 0, feature: 'nose' } as const;
    const document = withTransplant(empty, mouth);
    expect(withoutTransplant(document, nose)).toBe(document);
    expect(changeTransplant(document, nose, (one) => ({ ...one }))).toBe(document);
    expect(changeTransplant(document, mouth, (one) => one)).toBe(document);
  });
});
