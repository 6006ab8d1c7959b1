import { describe, expect, it } from 'vitest';
import { noise } from '../../../../../test/fixtures/pictures';
import type { Raster } from '../../../pixels/raster';
import { Working } from '../../working';
import { narrowSample } from '../../bit-depth';
import { followRow, sampleRow } from './reference';
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
function fill({ places: { points, isMoved } }: Sampler, row: number): void {
  for (let at = 0; at < width; at++) {
    const x = 4 + at + 8 * Math.sin(at * 1.7 + row);
    const y = row + 8.9 * Math.cos(at * 2.3 + row * 0.7);
    points[at * 2] = at % 5 === 0 ? Math.round(x) : x;
    points[at * 2 + 1] = at % 9 === 0 ? Math.round(y) : y;
    isMoved[at] = at % 13 === 0 ? 0 : 1;
  }
}

const forms = [
  [3, Uint8Array],
  [4, Uint8Array],
  [3, Uint16Array],
  [4, Uint16Array],
] as const;

describe('the sampler of warps', () => {
  it.each(forms)('finds what its reference finds, with %i channels', (channels, Samples) => {
    const working = workingOf(channels);
    const sampler = new Sampler(working, width, reach + 2);
    const colors = new Uint16Array(width * 4);
    for (let row = 7; row < 7 + height; row += row === 20 ? 6 : 1) {
      fill(sampler, row);
      const pixels = new Samples(width * channels).map((_, at) => at % 251);
      const expected = pixels.slice();
      sampler.sample(row, pixels);
      sampleRow(working, sampler.places, width, colors);
      for (let at = 0; at < width; at++) {
        if (sampler.places.isMoved[at] === 0) continue;
        const color = colors.subarray(at * 4, at * 4 + 3);
        expected.set(Samples === Uint16Array ? color : color.map(narrowSample), at * channels);
      }
      expect(pixels).toEqual(expected);
    }
  });

  it('follows a lattice as its reference does', () => {
    const columns = 9;
    const sampler = new Sampler(workingOf(4), width, reach, columns);
    const { offsets, places } = sampler;
    // The first two and the last columns move nothing.
    for (let at = 4; at < (columns - 1) * 2; at++) offsets[at] = 9 * Math.sin(at * 1.3);
    const expected = { points: new Float64Array(width * 2), isMoved: new Uint8Array(width) };
    for (const [start, y, scale] of [
      [4, 12.5, 0.37],
      [7, -3, 1],
    ] as const) {
      const lattice = { columnsPerPixel: 1 / 6.3, origin: -0.77, last: columns - 1, scale };
      sampler.follow(lattice, start, y, width);
      followRow({ ...lattice, offsets }, start, y, expected, width);
      expect(places).toEqual(expected);
    }
  });
});
