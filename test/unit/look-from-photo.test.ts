import { beforeAll, describe, expect, it } from 'vitest';
import { edits } from '../../src/shared/edits/registry';
import { see } from '../../src/shared/edits/seen';
import { readMakeup } from '../../src/shared/looks/from-photo';
import { createLook, understandLook, type LookEdit } from '../../src/shared/looks/look';
import { loadRealFace, type RealFaceName } from '../fixtures/real-face';

const names = ['ivana', 'kal', 'ayo', 'erik'] as const satisfies readonly RealFaceName[];
const read = new Map<RealFaceName, readonly LookEdit[]>();

beforeAll(async () => {
  for (const name of names) {
    const { face, source } = await loadRealFace(name);
    read.set(name, readMakeup(see(face, { source, scale: 1 }), edits));
  }
});

const paramsOf = (name: RealFaceName, id: string): Readonly<Record<string, unknown>> | undefined =>
  read.get(name)?.find((edit) => edit.id === id)?.params;

describe('make-up read off a photo', () => {
  it('has the red of red lips', () => {
    const color = String(paramsOf('ivana', 'lip-color')?.['color']);
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    expect(red).toBeGreaterThan(1.8 * (green ?? 255));
    expect(red).toBeGreaterThan(1.8 * (blue ?? 255));
  });

  it('has the pink of pink lids', () => {
    const shadow = paramsOf('kal', 'eye-shadow');
    expect(shadow?.['lid']).toBeGreaterThan(0.4);
    const color = String(shadow?.['lidColor']);
    const [red, green] = [1, 3].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    expect(red).toBeGreaterThan((green ?? 255) + 20);
  });

  it('has brows only beside other make-up', () => {
    expect(paramsOf('ivana', 'brows')).toBeDefined();
    for (const name of names) {
      const found = read.get(name) ?? [];
      expect(found.map(({ id }) => id)).not.toEqual(['brows']);
    }
  });

  it('finds no paint on the lips and lids of bare faces', () => {
    for (const name of ['ayo', 'erik'] as const) {
      expect(paramsOf(name, 'lip-color')).toBeUndefined();
      expect(paramsOf(name, 'eye-shadow')).toBeUndefined();
      expect(paramsOf(name, 'blush')).toBeUndefined();
    }
  });

  it('is a look that can be worn', () => {
    const look = createLook('from ivana', read.get('ivana') ?? []);
    const { edits: worn, leftOut } = understandLook(look, edits);
    expect(leftOut).toEqual([]);
    expect(worn.length).toBeGreaterThan(0);
  });
});
