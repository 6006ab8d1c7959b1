import { describe, expect, it } from 'vitest';
import { noise } from '../../../../../test/fixtures/pictures';
import type { Raster } from '../../../pixels/raster';
import { Working } from '../../working';
import { sampleRow } from './reference';
import { Sampler } from './sampler';

const [width, height, reach] = [61, 40, 9];

function workingOf(channels: 3 | 4): Working {
  const { data } = noise(width + 10, height + 20);
  const source: Raster = {
    width: width + 10,
    height: height + 20,
    channels,
    data: Uint8Array.from({ length: (width + 10) * (height + 20) * channels }, (_, sample) =>
      // Black and white beside each other overshoot.
      sample % 7 === 0 ? 255 : sample % 11 === 0 ? 0 : data[sample % data.length]!,
    ),
  };
  const area = { left: 4, top: 7, width, height };
  const working = new Working(source, area);
  for (let y = area.top; y < area.top + height; y++) working.fetch(y, 4, 4 + width);
  return working;
}

/** Places round a row, some of them beyond the picture's edges, some not moved at all. */
function fill(sampler: Sampler, row: number): void {
  const { x, y, isMoved } = sampler.places;
  for (let at = 0; at < width; at++) {
    x[at] = 4 + at + 8 * Math.sin(at * 1.7 + row);
    y[at] = row + 8.9 * Math.cos(at * 2.3 + row * 0.7);
    if (at % 5 === 0) x[at] = Math.round(x[at]!);
    if (at % 9 === 0) y[at] = Math.round(y[at]!);
    isMoved[at] = at % 13 === 0 ? 0 : 1;
  }
}

describe('the sampler of warps', () => {
  it.each([3, 4] as const)('finds what its reference finds, with %i channels', (channels) => {
    const working = workingOf(channels);
    const sampler = new Sampler(working, width, reach + 2);
    const expected = new Uint16Array(width * 4);
    for (let row = 7; row < 7 + height; row += row === 20 ? 6 : 1) {
      fill(sampler, row);
      sampler.colors.fill(0);
      expected.fill(0);
      sampler.sample(row, width);
      sampleRow(working, sampler.places, width, expected);
      for (let at = 0; at < width; at++) {
        const from = at * 4;
        expect([...sampler.colors.subarray(from, from + 3)]).toEqual([
          ...expected.subarray(from, from + 3),
        ]);
      }
    }
  });
});
