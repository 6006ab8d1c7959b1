import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../src/shared/document/document';
import { planDocument } from '../../src/shared/edits/plan';
import { edits } from '../../src/shared/edits/registry';
import { builtInLooks } from '../../src/shared/looks/built-in';
import { lookName, parseLook, understandLook } from '../../src/shared/looks/look';
import { withLook } from '../../src/shared/looks/wear';
import { analysisOf } from '../fixtures/analysis';
import { syntheticFace, syntheticSize } from '../fixtures/synthetic-face';

/** Every look format that was ever released has a sample here; none may become unreadable. */
const folder = resolve(import.meta.dirname, '../looks');
const analysis = analysisOf(syntheticSize, [syntheticFace]);

describe('looks of every released format', async () => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));

  it.each(names)('%s can be read, worn and rendered', async (name) => {
    const look = parseLook(JSON.parse(await readFile(join(folder, name), 'utf8')));
    const wearable = understandLook(look, edits);
    expect(wearable.leftOut).toEqual([]);
    const document = withLook(createDocument('a'), 0, { look: wearable, strength: 1 });
    expect(planDocument(document, analysis).length).toBeGreaterThan(0);
  });
});

describe('the built-in looks', () => {
  it.each(builtInLooks.map((look) => [look.id, look] as const))(
    '%s is understood whole, named in both languages',
    (id, { look, leftOut, edits: worn }) => {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/u);
      expect(leftOut).toEqual([]);
      expect(worn.length).toBeGreaterThan(0);
      expect(lookName(look, 'en')).not.toMatch(/\p{Script=Han}/u);
      expect(lookName(look, 'zh-CN')).toMatch(/\p{Script=Han}/u);
    },
  );

  it('are told apart by id and by name', () => {
    for (const names of [
      builtInLooks.map(({ id }) => id),
      builtInLooks.map(({ look }) => lookName(look, 'en')),
      builtInLooks.map(({ look }) => lookName(look, 'zh-CN')),
    ]) {
      expect(new Set(names).size).toBe(builtInLooks.length);
    }
  });

  it('are gone at strength 0', () => {
    for (const look of builtInLooks) {
      const document = withLook(createDocument('a'), 0, { look, strength: 0 });
      expect([look.id, planDocument(document, analysis)]).toEqual([look.id, []]);
    }
  });
});
