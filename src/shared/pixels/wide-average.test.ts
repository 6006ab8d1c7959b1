import { describe, expect, it } from 'vitest';
import { createPlane } from './raster';
import { weightedAverage } from './weighted-average';
import { WideAverage } from './wide-average';

const [width, height] = [140, 90];
const plane = createPlane(width, height);
const weights = createPlane(width, height);
for (let at = 0; at < plane.data.length; at++) {
  const [x, y] = [at % width, Math.floor(at / width)];
  plane.data[at] = 0.5 + 0.3 * Math.sin(x / 17) + 0.1 * Math.cos(y / 3) + 0.05 * ((x * 7 + y) % 3);
  weights.data[at] = x > 60 && x < 75 ? 0 : 0.4 + 0.6 * ((x + y) % 2);
}

describe('wide averages', () => {
  it.each([3, 8, 12.5])('are those of single pixels, sigma %d', (sigma) => {
    const exact = weightedAverage(weights, sigma);
    const wide = new WideAverage(weights, sigma);
    const one = exact.of(plane).data;
    const other = wide.enlarged(wide.of(plane)).data;
    const share = wide.enlarged(wide.share).data;
    let [worst, worstShare] = [0, 0];
    const border = Math.ceil(2 * sigma);
    for (let y = border; y < height - border; y++) {
      for (let x = border; x < width - border; x++) {
        const at = y * width + x;
        worst = Math.max(worst, Math.abs(one[at]! - other[at]!));
        worstShare = Math.max(worstShare, Math.abs(exact.share.data[at]! - share[at]!));
      }
    }
    expect(worst).toBeLessThan(0.02);
    expect(worstShare).toBeLessThan(0.03);
  });

  it('mark what any pixel marks', () => {
    const wide = new WideAverage(weights, 10);
    const marks = new Uint8Array(width * height);
    marks[40 * width + 30] = 1;
    const marked = wide.marked(marks);
    expect(marked.reduce((sum, mark) => sum + mark, 0)).toBe(1);
    expect(
      marked[
        (Math.floor(40 / wide.factor) - wide.covered.top) * wide.covered.width +
          Math.floor(30 / wide.factor) -
          wide.covered.left
      ],
    ).toBe(1);
  });
});
