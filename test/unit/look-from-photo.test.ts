import { expect, it } from 'vitest';
import { edits } from '../../src/shared/edits/registry';
import { see } from '../../src/shared/edits/seen';
import { lookFromPhoto } from '../../src/shared/looks/from-photo';
import { understandLook, type Look } from '../../src/shared/looks/look';
import { loadRealFace, type RealFaceName } from '../fixtures/real-face';

async function lookOf(model: RealFaceName, wearer: RealFaceName): Promise<Look> {
  const { face, source } = await loadRealFace(model);
  const { face: own } = await loadRealFace(wearer);
  return lookFromPhoto(model, see(face, { source, scale: 1 }), own, edits);
}

function paramsOf(look: Look, id: string): Readonly<Record<string, unknown>> | undefined {
  return look.edits.find((edit) => edit.id === id)?.params;
}

it('sees the red lips of one and puts them on another', async () => {
  const lips = paramsOf(await lookOf('ivana', 'erik'), 'lip-color');
  expect(lips?.['strength']).toBe(0.85);
  expect(['matte', 'satin']).toContain(lips?.['finish']);
  const [red, green, blue] = [1, 3, 5].map((at) =>
    Number.parseInt(String(lips?.['color']).slice(at, at + 2), 16),
  );
  expect(red).toBeGreaterThan(1.5 * (green ?? 255));
  expect(red).toBeGreaterThan(1.5 * (blue ?? 255));
});

it('sees the shadow on the lids of one who wears it', async () => {
  expect(paramsOf(await lookOf('kal', 'marie'), 'eye-shadow')).toMatchObject({ lid: 0.8 });
});

it('sees no paint on bare faces', async () => {
  const look = await lookOf('ayo', 'marie');
  expect(look.edits.filter(({ id }) => ['lip-color', 'eye-shadow'].includes(id))).toEqual([]);
});

it('gives a look that can be worn', async () => {
  const look = await lookOf('ivana', 'kal');
  const { edits: worn, leftOut } = understandLook(look, edits);
  expect(leftOut).toEqual([]);
  expect(worn).toHaveLength(look.edits.length);
});
