import { describe, expect, it } from 'vitest';
import { defineEdit } from '../edits/define';
import { choice, color, fraction } from '../edits/parameters';
import { createLook, lookName, parseLook, understandLook } from './look';

const text = { en: 'Made up', 'zh-CN': '虚构' };
/** Its first version called the strength `amount`, from 0 to 100. */
const tint = defineEdit({
  id: 'tint',
  version: 2,
  group: 'face',
  stage: 'color',
  text,
  features: ['skin'],
  params: {
    color: color('#b0404a', { text }),
    strength: fraction(0, { text }),
    tone: choice('warm', { text, options: { warm: text, cool: text } }),
  },
  migrations: [({ amount, ...rest }) => ({ ...rest, strength: Number(amount) / 100 })],
  plan: () => [],
});

const edit = { id: 'tint', version: 2, params: { strength: 0.5 } };

describe('the look format', () => {
  it('reads what it writes', () => {
    const look = createLook({ en: 'Calm', 'zh-CN': '恬静' }, [edit]);
    expect(parseLook(JSON.parse(JSON.stringify(look)))).toEqual(look);
    expect([lookName(look, 'en'), lookName(look, 'zh-CN')]).toEqual(['Calm', '恬静']);
    expect(lookName(createLook('My own', []), 'zh-CN')).toBe('My own');
  });

  it.each([
    ['no object', 'look'],
    ['another format', { ...createLook('a', []), format: 'other' }],
    ['a newer version', { ...createLook('a', []), version: 2 }],
    ['no name', createLook('  ', [])],
    ['a name as long as a novel', createLook('a'.repeat(61), [])],
    ['an edit twice', createLook('a', [edit, edit])],
    [
      'a parameter that is no value',
      createLook('a', [{ ...edit, params: { strength: [] } as never }]),
    ],
    ['an edit without a version', createLook('a', [{ id: 'tint', params: {} } as never])],
  ])('refuses %s', (_, json) => {
    expect(() => parseLook(json)).toThrow('invalid-look');
  });
});

describe('understanding a look', () => {
  const understood = (one: typeof edit | { id: string; version: number; params: object }) =>
    understandLook(createLook('a', [one as typeof edit]), [tint]);

  it('fills in what is neutral', () => {
    const [worn] = understood(edit).edits;
    expect(worn).toEqual({
      definition: tint,
      params: { color: '#b0404a', strength: 0.5, tone: 'warm' },
    });
  });

  it('brings older parameters to today', () => {
    const { edits, leftOut } = understood({ id: 'tint', version: 1, params: { amount: 30 } });
    expect(edits[0]?.params).toMatchObject({ strength: 0.3 });
    expect(leftOut).toEqual([]);
  });

  it.each([
    ['unknown', { id: 'aura', version: 1, params: {} }],
    ['newer', { ...edit, version: 3 }],
    ['out of range', { ...edit, params: { strength: 3 } }],
    ['with a parameter that it has not', { ...edit, params: { glow: 1 } }],
  ])('names an edit that is %s, and leaves it out', (_, one) => {
    expect(understood(one)).toMatchObject({ edits: [], leftOut: [one.id] });
  });
});
