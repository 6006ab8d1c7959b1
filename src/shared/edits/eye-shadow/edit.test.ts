import { describe, expect, it } from 'vitest';
import { edited } from '../../../../test/fixtures/edit-suite';
import { loadRealFace } from '../../../../test/fixtures/real-face';
import { oklabFromHex } from '../../pixels/color';
import { wholeOf } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { edit } from './edit';
import { reachedTone } from './plan';

const light = { L: 0.75, a: 0.04, b: 0.045 };
const dark = { L: 0.4, a: 0.035, b: 0.04 };

describe('eye shadow', () => {
  it('never makes a lid chalky: it lifts by 0.14 at most', () => {
    for (const own of [light, dark]) {
      expect(reachedTone({ L: 1, a: 0, b: 0 }, own).L - own.L).toBeLessThanOrEqual(0.14);
      expect(reachedTone({ L: 0, a: 0, b: 0 }, own).L).toBeGreaterThan(0.1);
    }
  });

  it('reads on dark skin as on light skin', () => {
    const colors = ['#cf8f8b', '#b4613f', '#6b3352', '#3f8a6c', '#2f3f66'].map(oklabFromHex);
    const [onLight, onDark] = [light, dark].map((own) =>
      colors.reduce((sum, asked) => {
        const tone = reachedTone(asked, own);
        return sum + Math.hypot(tone.L - own.L, tone.a - own.a, tone.b - own.b);
      }, 0),
    );
    const ratio = (onLight ?? 0) / (onDark ?? 1);
    expect(Math.max(ratio, 1 / ratio)).toBeLessThan(1.6);
  });

  it.each(['erik', 'ayo', 'marie'] as const)('stays off eyeballs and brows: %s', async (name) => {
    const real = await loadRealFace(name);
    const look = { lid: 1, crease: 1, outer: 1, lidColor: '#3f8a6c', finish: 'shimmer' };
    const { data } = edited({ edit }, real, look);
    const context = { source: real.source, scale: 1 };
    const classes = ['left-eye', 'right-eye', 'left-brow', 'right-brow'] as const;
    const apart = evaluateMask(probability(real.face, ...classes), context, wholeOf(real.source));
    const strayed = data.filter(
      (sample, index) =>
        (apart.data[Math.floor(index / 3)] ?? 0) > 0.7 && sample !== real.source.data[index],
    );
    expect(strayed).toHaveLength(0);
  });

  it('lays only the colours that are asked for, and none where lids are not seen', async () => {
    const { face } = await loadRealFace('erik');
    expect(edit.plan({ crease: 0.5 }, { face })).toHaveLength(2);
    expect(edit.plan({ crease: 0.5, lid: 0.5, finish: 'matte' }, { face })).toHaveLength(4);
    const glasses = await loadRealFace('bruce');
    expect(edit.plan({ lid: 1 }, { face: glasses.face })).toEqual([]);
  });
});
