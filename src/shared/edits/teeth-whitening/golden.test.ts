import { expect, it } from 'vitest';
import { describeEdit, edited } from '../../../../test/fixtures/edit-suite';
import { loadRealFace } from '../../../../test/fixtures/real-face';
import { wholeOf } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { edit } from './edit';

const looks = {
  white: { strength: 0.7, brightness: 0.4 },
  bright: { strength: 0.3, brightness: 0.9 },
} as const;

describeEdit({
  edit,
  folder: import.meta.dirname,
  looks,
  // Only kal shows her teeth.
  without: ['marie', 'ivana', 'bruce', 'ayo', 'erik'],
});

it('leaves closed mouths alone', async () => {
  const { face } = await loadRealFace('marie');
  expect(edit.plan(looks.white, { face })).toEqual([]);
});

it('leaves the lips alone, and what is as red as gums', async () => {
  const real = await loadRealFace('kal');
  const { source, face } = real;
  const { data } = edited({ edit }, real, looks.white);
  const lips = evaluateMask(
    probability(face, 'upper-lip', 'lower-lip', 'skin'),
    { source, scale: 1 },
    wholeOf(source),
  );
  const strayed = data.filter((sample, index) => {
    const pixel = Math.floor(index / 3);
    const [red = 0, green = 0] = source.data.subarray(pixel * 3, pixel * 3 + 2);
    const kept = (lips.data[pixel] ?? 0) > 0.6 || red - green > 70;
    return kept && sample !== source.data[index];
  });
  expect(strayed).toHaveLength(0);
});
