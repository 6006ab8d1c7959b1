import { describe, expect, it } from 'vitest';
import { loadRealFace } from '../../../test/fixtures/real-face';
import type { Oklab } from '../pixels/color';
import { skinSpots } from './skin-line';
import { apart } from './signs';

/** Skin in shares of the light on it, redder where there is more. */
function skinIn(light: number): Oklab {
  const L = 0.7 * Math.cbrt(light);
  return { L, a: 0.06 * L * light, b: 0.07 * L };
}

async function lineOf(colors: readonly (Oklab | undefined)[]) {
  const { face } = await loadRealFace('erik');
  let seen = 0;
  return skinSpots(face, () => colors[seen++ % colors.length]).line;
}

const lights = [1, 0.8, 0.6, 0.5, 0.4];

describe("a skin's line", () => {
  it('tells shade from paint', async () => {
    const line = await lineOf(lights.map(skinIn));
    const [lit, shade] = [skinIn(1), skinIn(0.5)];
    expect(line.redGreen).toBeGreaterThan(0);
    const plain = apart('cheek', shade, lit)['cheekRedGreen'] ?? 0;
    const beside = apart('cheek', shade, lit, line)['cheekRedGreen'] ?? 0;
    expect(Math.abs(beside)).toBeLessThan(0.3 * Math.abs(plain));
    const painted = { ...shade, a: shade.a + 0.03 };
    expect(apart('cheek', painted, lit, line)['cheekRedGreen']).toBeGreaterThan(
      Math.abs(beside) + 0.05,
    );
  });

  it('is level where all of it lies in the same light or none is seen', async () => {
    const even = [0.05, 0.06, 0.07].map((a) => ({ L: 0.7, a, b: 0.05 }));
    expect(Math.abs((await lineOf(even)).redGreen)).toBeLessThan(0.05);
    expect(await lineOf([undefined])).toEqual({ redGreen: 0, blueYellow: 0 });
  });
});
