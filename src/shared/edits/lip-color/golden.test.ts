import { expect, it } from 'vitest';
import { describeEdit, edited } from '../../../../test/fixtures/edit-suite';
import { loadRealFace } from '../../../../test/fixtures/real-face';
import { wholeOf } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { edit } from './edit';

const looks = {
  satin: { color: '#c21f30', strength: 0.8, finish: 'satin' },
  matte: { color: '#8e1f2f', strength: 0.9, finish: 'matte' },
  sheer: { color: '#e0715c', strength: 0.7, finish: 'sheer' },
  gloss: { color: '#a33a6f', strength: 0.8, finish: 'gloss' },
  shimmer: { color: '#d4506a', strength: 0.8, finish: 'shimmer', gloss: 0.8 },
  metallic: { color: '#a6584a', strength: 0.8, finish: 'metallic', gloss: 0.8 },
  ombre: { color: '#8e1f2f', secondColor: '#d98a8f', strength: 0.8, style: 'ombre' },
  'two-tone': { color: '#5c2440', secondColor: '#d4506a', strength: 0.8, style: 'two-tone' },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks });

it.each(Object.values(looks))('leaves the teeth of a smile alone: %#', async (look) => {
  const real = await loadRealFace('kal');
  const { source, face } = real;
  const { data } = edited({ edit }, real, look);
  const mouth = evaluateMask(
    probability(face, 'inner-mouth'),
    { source, scale: 1 },
    wholeOf(source),
  );
  const changed = data.filter(
    (sample, index) =>
      (mouth.data[Math.floor(index / 3)] ?? 0) > 0.6 && sample !== source.data[index],
  );
  expect(changed).toHaveLength(0);
});
